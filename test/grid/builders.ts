import { seededRandom } from '../../src/model/random.js';
import { axiosHttp, type DoorOptions } from '../../src/grid/http/door.js';
import { GridFailure, type Clock, type Http, type HttpAnswer, type HttpRequest } from '../../src/grid/ports.js';

export function aRead(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, timeoutMs: 10_000, effect: 'read', ...more };
}

export function aWrite(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return aRead(url, { effect: 'write', ...more });
}

/** A door that never really sleeps; `waits` are the milliseconds it would have slept. */
export function aDoor(options: Partial<DoorOptions> = {}): { readonly http: Http; readonly waits: readonly number[] } {
  const waits: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { http: axiosHttp({ version: '1.2.3', actor: 'ops', random: seededRandom(7), sleep, ...options }), waits };
}

/** A service behind the Http port: answers by rule, remembers what it was asked. */
export function aService(answer: (url: URL, request: HttpRequest) => Partial<HttpAnswer>): {
  readonly http: Http;
  readonly asked: HttpRequest[];
} {
  const asked: HttpRequest[] = [];
  const http: Http = (request) => {
    asked.push(request);
    return Promise.resolve({ status: 200, headers: {}, body: '', ...answer(new URL(request.url), request) });
  };
  return { http, asked };
}

export function jsonAnswer(value: unknown, status = 200): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** A clock that is later at once when somebody waits. */
export function aClock(startMs = Date.UTC(2019, 7, 5, 8)): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let nowMs = startMs;
  return {
    waits,
    now: () => Promise.resolve(nowMs),
    wait: (ms) => {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

/** The GridFailure that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<GridFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof GridFailure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
