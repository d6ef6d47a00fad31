import type { AxiosAdapter, AxiosHeaders } from 'axios';
import type { Random } from '../../model/random.js';
import { GridFailure, type Http, type HttpAnswer, type HttpRequest } from '../ports.js';
import { keepAliveAgents } from './agents.js';
import { defaultPatience, isPassing, retryAfterMs, waitBefore, type Patience } from './back-off.js';
import { badHeader, inTheOpen, notAnAddress, redirectFailure, stoppedFailure } from './failure.js';
import { takeOff } from './flight.js';
import type { Sleep } from './sleep.js';
import { hostTurns } from './turns.js';
import { traced } from './trace.js';

export interface DoorOptions {
  /** This program's version, for the user agent. */
  readonly version: string;
  /** Who acts, for the user agent. */
  readonly actor: string;
  readonly random: Random;
  readonly sleep: Sleep;
  readonly patience?: Patience;
  /** Of the unpacked answer. */
  readonly maxBodyBytes?: number;
  /** Authorities to trust beside those that this machine knows, PEM. */
  readonly authorities?: () => readonly string[];
  /** To one host; 0, the default: no limit. */
  readonly requestsPerSecond?: number;
  /** Its hosts say when to come back in a time of their own. */
  readonly isRehearsed?: boolean;
  /** Hears of every attempt. */
  readonly trace?: (line: string) => void;
}

interface Client {
  readonly adapter: AxiosAdapter;
  readonly headersOf: (headers: Readonly<Record<string, string>>) => AxiosHeaders;
}

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);
const defaultMaxBodyBytes = 256 * 1024 * 1024;

/**
 * The one door to the network. A read is repeated after a failure that may pass; a write is sent once
 * and never redirected. Each attempt has the request's time-out, from connecting to the last byte.
 */
export function axiosHttp(options: DoorOptions): Http {
  const { random, sleep, patience = defaultPatience, requestsPerSecond = 0, trace } = options;
  const turns = hostTurns({ requestsPerSecond, sleep, nowMs: Date.now, longestWaitMs: patience.longestRetryAfterMs });
  const attempt = trace ? traced(oneAttempt(options), trace) : oneAttempt(options);

  async function read(request: HttpRequest): Promise<HttpAnswer> {
    let silentMs = 0;
    for (let next = 2; ; next++) {
      // Between attempts it waits by itself.
      if (next === 2) await turns.before(request);
      const leftMs = next === 2 ? Infinity : patience.longestSilenceMs - silentMs;
      const began = performance.now();
      const [answer, failure] = await outcomeOf(
        attempt({ ...request, timeoutMs: Math.min(request.timeoutMs, wholeSeconds(leftMs)) }),
      );
      silentMs += performance.now() - began;
      if (failure !== null && !mayPass(failure)) throw failure;
      if (answer !== null && !isPassing(answer.status)) return answer;
      const waitMs = waitBefore(next, patience, random, answer === null ? null : askedToWaitMs(request, answer));
      // What is left would be too short for an answer.
      const isOver = patience.longestSilenceMs - silentMs < patience.firstWaitMs;
      if (waitMs === null || isOver) return answer ?? giveUp(failure, next - 1);
      await sleep(waitMs, request.signal).catch(() => {
        throw stoppedFailure(request, true);
      });
    }
  }

  async function write(request: HttpRequest): Promise<HttpAnswer> {
    await turns.before(request);
    const answer = await attempt(request);
    askedToWaitMs(request, answer);
    if (answer.status >= 300 && answer.status < 400)
      throw redirectFailure(request, answer.status, answer.headers['location']);
    return answer;
  }

  /** A host that is busy is left alone by everything that goes through this door. */
  function askedToWaitMs(request: HttpRequest, { status, headers }: HttpAnswer): number | null {
    const ms = isPassing(status) ? retryAfterMs(headers['retry-after'], Date.now()) : null;
    if (ms !== null && ms > 0 && !options.isRehearsed) turns.leaveAlone(request, ms);
    return ms;
  }

  return (request) => (request.effect === 'read' ? read(request) : write(request));
}

/** What proves who somebody is goes to nobody who could be anybody; on this machine nobody listens in between. */
function isSecretInTheOpen({ url, headers = {}, proxyFile }: HttpRequest): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)) return false;
  const named = Object.keys(headers).map((name) => name.toLowerCase());
  return proxyFile != null || named.some((name) => secretHeaders.has(name));
}

type AttemptOutcome = readonly [HttpAnswer, null] | readonly [null, GridFailure];

async function outcomeOf(attempt: Promise<HttpAnswer>): Promise<AttemptOutcome> {
  try {
    return [await attempt, null];
  } catch (error) {
    if (error instanceof GridFailure) return [null, error];
    throw error;
  }
}

function mayPass(failure: GridFailure): boolean {
  return failure.problem === 'timeout' || failure.problem === 'unreachable' || failure.problem === 'connection lost';
}

/** What is told of a time-out. */
function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}

function giveUp(failure: GridFailure, attempts: number): never {
  throw new GridFailure(
    failure.problem,
    `${failure.message} Tried ${attempts} times.`,
    failure.sent,
    failure.advice,
    failure.retryAfterMs,
  );
}

function oneAttempt({
  version,
  actor,
  maxBodyBytes = defaultMaxBodyBytes,
  authorities,
}: DoorOptions): (request: HttpRequest) => Promise<HttpAnswer> {
  const agents = keepAliveAgents(authorities);
  const userAgent = `migrate/${version} (${actor.replace(/[^\x20-\x27\x2a-\x7e]/g, '?')})`;
  let client: Promise<Client> | null = null;

  return async (request) => {
    if (!/^https?:\/\//.test(request.url) || !URL.canParse(request.url)) throw notAnAddress(request);
    checkHeaders(request);
    if (isSecretInTheOpen(request)) throw inTheOpen(request);
    const { adapter, headersOf } = await (client ??= loadClient());
    const agent = request.url.startsWith('https:')
      ? { httpsAgent: agents.https(request.proxyFile, Date.now()) }
      : { httpAgent: agents.http };
    const flight = takeOff(request);
    try {
      const answer = await adapter({
        url: request.url,
        method: request.method,
        headers: headersOf({ 'user-agent': userAgent, accept: 'application/json', ...request.headers }),
        ...(request.body === undefined ? {} : { data: request.body }),
        ...agent,
        transport: { request: flight.launch },
        responseType: 'text',
        maxContentLength: maxBodyBytes,
        maxRedirects: 0,
        proxy: false,
        validateStatus: null,
      });
      return { status: answer.status, headers: plainHeaders(answer.headers), body: answer.data as string };
    } catch (error) {
      throw flight.failure(error);
    } finally {
      flight.land();
    }
  };
}

// The adapter alone: the rest of axios (merging of defaults, interceptors, transforms) does nothing here
// and costs a third of a request.
async function loadClient(): Promise<Client> {
  const { default: axios, AxiosHeaders } = await import('axios');
  return { adapter: axios.getAdapter('http'), headersOf: (headers) => new AxiosHeaders(headers) };
}

// axios would leave such characters out, and send another token than the one in the file.
function checkHeaders(request: HttpRequest): void {
  const { headers = {} } = request;
  for (const name of Object.keys(headers))
    if (/[^\t\x20-\x7e\x80-\xff]/.test(headers[name] ?? '')) throw badHeader(request, name);
}

function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    plain[name] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return plain;
}
