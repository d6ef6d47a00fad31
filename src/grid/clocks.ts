import { jsonOf } from './http/answer.js';
import { sleep } from './http/sleep.js';
import { GridFailure, type Clock, type Http } from './ports.js';

/** The time of the machine. */
export function wallClock(): Clock {
  return { now: () => Promise.resolve(Date.now()), wait: sleep };
}

export interface WorldOptions {
  readonly http: Http;
  /** Of the rehearsal grid, e.g. `http://127.0.0.1:8019` */
  readonly url: string;
  readonly timeoutMs: number;
}

/** A rehearsal grid's own time: it stands still until somebody waits, and then it is later at once. */
export function worldClock(world: WorldOptions): Clock {
  const now = async (): Promise<number> => timeOf(await ask(world, { path: '/rehearsal/clock' }));
  return {
    now,
    wait: async (ms, signal) => {
      if (ms <= 0) return;
      const until = (await now()) + ms;
      await ask(world, {
        path: '/rehearsal/clock/wait',
        body: JSON.stringify({ until }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
}

/** The id of a rehearsal world: a ledger belongs to one. */
export async function worldId(world: WorldOptions): Promise<string> {
  const { id } = await ask(world, { path: '/rehearsal/world' });
  if (typeof id !== 'string' || id === '') throw notAWorld(world);
  return id;
}

interface Question {
  readonly path: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

// Waiting until a moment may be asked for twice: both are reads to the door.
async function ask(world: WorldOptions, { path, body, signal }: Question): Promise<Readonly<Record<string, unknown>>> {
  const answer = await world.http({
    method: body === undefined ? 'GET' : 'POST',
    url: `${world.url.replace(/\/+$/, '')}${path}`,
    timeoutMs: world.timeoutMs,
    effect: 'read',
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  });
  const said = jsonOf(answer, `The rehearsal grid at ${world.url}`);
  if (said === null || typeof said !== 'object') throw notAWorld(world);
  return said as Readonly<Record<string, unknown>>;
}

function timeOf({ now }: Readonly<Record<string, unknown>>): number {
  if (typeof now !== 'number' || !(now >= 0 && now < endOfTimeMs))
    throw new GridFailure('not understood', `The rehearsal grid did not say what time it is${said(now)}.`, true, [
      'Look at what answers at its address; `migrate rehearsal reset` begins a world anew.',
    ]);
  return now;
}

function said(now: unknown): string {
  return typeof now === 'number' ? `: ${now} is no time in milliseconds` : '';
}

/** Days are written with four digits of a year, and plans look ahead. */
const endOfTimeMs = Date.UTC(9000, 0, 1);

function notAWorld({ url }: WorldOptions): GridFailure {
  const advice = 'Check `grid.rehearsal.url`; `migrate rehearsal serve` prints the address of one.';
  return new GridFailure('not understood', `What answers at ${url} is not a rehearsal grid.`, true, [advice]);
}
