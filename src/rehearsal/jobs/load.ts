import { hourMs } from '../../model/dates.js';
import type { StoredQueue } from '../world/queues.js';
import { chance } from './chance.js';
import type { Span, Timeline } from './timeline.js';

/** How a queue is worked: which jobs, how long, how many at once. */
export interface Workload {
  readonly cores: number;
  /** Wall time; jobs last from a quarter to seven quarters of it. */
  readonly meanHours: number;
  /** Jobs that run at the same time. */
  readonly parallel: number;
  /** Jobs that wait, activated. */
  readonly waiting: number;
}

/** Longest wall time of a job, in mean wall times. */
export const longestJob = 1.75;
const shortestJob = 0.25;
/** After brokeroff the waiting jobs still start for so long. */
const drainMs = 6 * hourMs;

export function workloadOf(queue: StoredQueue, type: string, capability: string): Workload {
  const cores = capability.startsWith('mc') ? 8 : 1;
  const meanHours = type === 'analysis' ? 1 : cores === 8 ? 3 : 4;
  const parallel = Math.max(1, Math.round((queue.slots * 0.9) / cores));
  return { cores, meanHours, parallel, waiting: Math.ceil(parallel / 2) };
}

/** Worker nodes of a queue. */
export function nodesOf({ slots }: Pick<StoredQueue, 'slots'>): number {
  return Math.max(4, Math.ceil(slots / 16));
}

/** Jobs that start in an hour of full service. */
export function startsPerHour({ parallel, meanHours }: Workload): number {
  return parallel / meanHours;
}

/** Wall time of a job, ms, from its own number in [0, 1). */
export function wallTimeMs({ meanHours }: Workload, number: number): number {
  return (shortestJob + (longestJob - shortestJob) * number) * meanHours * hourMs;
}

/**
 * When ordinary jobs start at the queue: while it is online, and in brokeroff until what was waiting
 * is used up. In test only HammerCloud's jobs start; offline and in outages none.
 */
export function serviceSpans({ status, outages }: Timeline): readonly Span[] {
  const spans: Span[] = [];
  let drainUntil = -Infinity;
  status.forEach(({ fromMs, value }, index) => {
    const toMs = status[index + 1]?.fromMs ?? Infinity;
    if (value === 'online') {
      spans.push({ fromMs, toMs });
      drainUntil = toMs + drainMs;
    } else if (value === 'brokeroff' && fromMs < drainUntil) {
      spans.push({ fromMs, toMs: Math.min(toMs, drainUntil) });
    }
  });
  return outages.reduce(without, spans);
}

/** A queue at a moment. `service`: its `serviceSpans`; `place` names it to chance. */
export interface Occupied {
  readonly timeline: Timeline;
  readonly workload: Workload;
  readonly service: readonly Span[];
  readonly nowMs: number;
  readonly seed: number;
  readonly place: number;
}

/** Jobs left at the queue now; both 0 means drained. */
export function activityAt({ timeline, workload, service, nowMs, seed, place }: Occupied): {
  readonly activated: number;
  readonly running: number;
} {
  const { meanHours, parallel, waiting } = workload;
  const share = service
    .filter(({ fromMs }) => fromMs < nowMs)
    .reduce(
      (sum, { fromMs, toMs }) =>
        sum +
        stillRunning((nowMs - Math.min(toMs, nowMs)) / hourMs / meanHours) -
        stillRunning((nowMs - fromMs) / hourMs / meanHours),
      0,
    );
  const unsteady = 0.8 + 0.4 * chance(seed, place, Math.floor(nowMs / hourMs));
  return {
    activated: Math.ceil(waiting * unsteady * waitingShare(timeline, nowMs)),
    running: share < 1e-9 ? 0 : Math.ceil(parallel * (0.9 + unsteady / 10) * share),
  };
}

/**
 * Share of the waiting jobs that are left: all while brokerage sends more, fewer and fewer in
 * brokeroff. Where nothing starts they wait a day, and then the server gives them to others.
 */
function waitingShare({ status }: Timeline, nowMs: number): number {
  const index = status.findLastIndex(({ fromMs }) => fromMs <= nowMs);
  const step = status[index];
  if (!step || step.value === 'online') return 1;
  const lastOnline = status.slice(0, index).findLastIndex(({ value }) => value === 'online');
  const stoppedMs = lastOnline === -1 ? -Infinity : (status[lastOnline + 1]?.fromMs ?? -Infinity);
  const drainedUntilMs = step.value === 'brokeroff' ? nowMs : step.fromMs;
  if (drainedUntilMs < nowMs - 24 * hourMs) return 0;
  return Math.max(0, 1 - (drainedUntilMs - stoppedMs) / drainMs);
}

/**
 * Of jobs started evenly until `age` mean wall times ago, the share still running: the mean excess of
 * a wall time spread evenly from a quarter to seven quarters.
 */
function stillRunning(age: number): number {
  if (age <= shortestJob) return 1 - age;
  return age >= longestJob ? 0 : (longestJob - age) ** 2 / (2 * (longestJob - shortestJob));
}

function without(spans: Span[], outage: Span): Span[] {
  return spans.flatMap((span) => {
    const before = { fromMs: span.fromMs, toMs: Math.min(span.toMs, outage.fromMs) };
    const after = { fromMs: Math.max(span.fromMs, outage.toMs), toMs: span.toMs };
    return [before, after].filter(({ fromMs, toMs }) => fromMs < toMs);
  });
}
