import { hourMs } from '../../model/dates.js';
import type { QueueActivity } from '../../model/record.js';
import { jsonOf } from '../http/answer.js';
import { GridFailure, type Clock, type Http, type Monitor } from '../ports.js';
import { endedMs, jobsInState, readJobList, type JobList } from './job-list.js';

export interface BigPandaOptions {
  /** e.g. `https://bigpanda.cern.ch` */
  readonly url: string;
  readonly http: Http;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Between the job lists of two queues; a minute by default. */
  readonly paceMs?: number;
  /** A list of so many jobs may be a cut one. */
  readonly mostJobs?: number;
}

/** What is read of a running job; its window goes by the last change, as of all jobs. */
const runningFields = 'pandaid,computingsite,jobstatus,pilotversion,starttime,modificationtime';

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const shortestWindowMs = 2_000;
/** Each of the monitor's job tables is cut at so many, unordered; newer monitors cut at 20,000. */
const smallestCut = 10_000;
/** An activated job may wait for weeks without being touched. */
const activeJobs = { hours: String(30 * 24), fields: 'pandaid,computingsite,jobstatus' };

/**
 * BigPanDA (docs/grid.md#jobs). A job counts as ended when it reached its final state, which is the time
 * the monitor's own window goes by (`date_from`, `date_to` on `modificationtime`; `hours` reaches back as
 * far, for monitors that know nothing else).
 */
export function bigPandaMonitor(options: BigPandaOptions): Monitor {
  const { http, clock, timeoutMs, paceMs = 60_000, mostJobs = smallestCut } = options;
  const base = options.url.replace(/\/+$/, '');
  const who = `The monitor at ${new URL(base).host}`;
  const pace = paced(clock, paceMs);

  /** Without `mode=nodrop` the monitor leaves out retried and merge jobs of an answer that belongs to one task. */
  async function ask(queue: string, parameters: Readonly<Record<string, string>>): Promise<JobList> {
    const limit = String(mostJobs);
    const query = Object.entries({ computingsite: queue, ...parameters, mode: 'nodrop', limit }).map(
      ([name, value]) => `&${name}=${encodeURIComponent(value)}`,
    );
    const answer = await http({ method: 'GET', url: `${base}/jobs/?json${query.join('')}`, timeoutMs, effect: 'read' });
    return readJobList(jsonOf(answer, who), who);
  }

  /** Lists in full: a window whose list may be cut is halved. */
  async function* listed(
    queue: string,
    parameters: Readonly<Record<string, string>>,
    window: Window,
  ): AsyncGenerator<readonly unknown[]> {
    const open: Window[] = [window];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.fromMs >= next.toMs) continue;
      await pace(queue);
      const list = await ask(queue, { ...parameters, ...windowParameters(next, await clock.now()) });
      if (list.jobs.length >= mostJobs) open.push(...halves(next, queue));
      else {
        const inside = list.jobs.filter(endedIn(next));
        if (inside.length > 0) yield inside;
      }
    }
  }

  /** The later half first: the last one pushed is asked for next. */
  function halves({ fromMs, toMs }: Window, queue: string): [Window, Window] {
    if (toMs - fromMs <= shortestWindowMs) {
      const sentence = `${who} lists ${mostJobs} jobs or more of ${queue} within ${(toMs - fromMs) / 1000} s: it does not keep to the time window.`;
      throw new GridFailure('not understood', sentence, true, [
        'Check the address of the monitor in the grid profile.',
      ]);
    }
    const middleMs = fromMs + Math.ceil((toMs - fromMs) / 2000) * 1000;
    return [
      { fromMs: middleMs, toMs },
      { fromMs, toMs: middleMs },
    ];
  }

  /**
   * Jobs of one state, from a question of its own: in one for several queues or states, those of a queue
   * may be missing where another's fill the list. null: none was listed, and a cut, or a monitor that counts others, cannot
   * be excluded.
   */
  async function countIn(queue: string, state: string): Promise<number | null> {
    const list = await ask(queue, { jobstatus: state, ...activeJobs });
    const found = jobsInState(list, queue, state);
    return found === 0 && list.jobs.length >= mostJobs ? null : found;
  }

  return {
    jobs: (queue, window) => listed(queue, { jobstatus: 'finished|failed' }, window),
    running: (queue, window) => listed(queue, { jobstatus: 'running', fields: runningFields }, window),
    activity: async (queues) => {
      const counted = new Map<string, QueueActivity>();
      for (const queue of queues) {
        const activated = await countIn(queue, 'activated');
        const running = await countIn(queue, 'running');
        const found = { activated: activated ?? 0, running: running ?? 0 };
        const isWhole = activated !== null && running !== null;
        if (isWhole || found.activated + found.running > 0) counted.set(queue, found);
      }
      return counted;
    },
  };
}

function windowParameters({ fromMs, toMs }: Window, nowMs: number): Record<string, string> {
  return {
    hours: String(Math.max(1, Math.ceil((nowMs - fromMs) / hourMs))),
    date_from: naive(Math.floor(fromMs / 1000) * 1000),
    date_to: naive(Math.ceil(toMs / 1000) * 1000),
  };
}

function naive(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** The window's end belongs to the next window. A job that does not say when it ended is kept. */
function endedIn({ fromMs, toMs }: Window): (job: unknown) => boolean {
  return (job) => {
    const ms = endedMs(job);
    return ms === null || (ms >= fromMs && ms < toMs);
  };
}

/** Waits until the monitor may be asked about another queue; one caller after the other. */
function paced(clock: Clock, paceMs: number): (queue: string) => Promise<void> {
  let last: { readonly queue: string; readonly atMs: number } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function wait(queue: string): Promise<void> {
    const nowMs = await clock.now();
    const waitMs = last === null || last.queue === queue ? 0 : last.atMs + paceMs - nowMs;
    if (waitMs > 0) await clock.wait(waitMs);
    last = { queue, atMs: nowMs + Math.max(0, waitMs) };
  }

  return (queue) => {
    const mine = turn.then(() => wait(queue));
    // A failure is this caller's; the next one has its turn all the same.
    turn = mine.catch(() => undefined);
    return mine;
  };
}
