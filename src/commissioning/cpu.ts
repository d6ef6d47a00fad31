import { mannWhitney } from './statistics/mann-whitney.js';
import type { Tally, TaskCounts } from './tally.js';

/** CPU of the new pilot's finished jobs against the old one's: for a person to look at, never a reason to go back. */
export interface CpuComparison {
  readonly work: 'ordinary' | 'event service';
  readonly measure: 'CPU seconds per core second' | 'CPU seconds per event';
  /** Medians over tasks. */
  readonly before: number;
  readonly after: number;
  /** after / before. */
  readonly ratio: number;
  readonly pValue: number;
  readonly tasks: { readonly before: number; readonly after: number };
  readonly isFlagged: boolean;
}

/** Fewer tasks on either side prove nothing. */
const fewestTasks = 8;
/** Looked at again and again, so the single look is strict; and a small difference is not worth a word. */
const flaggedBelow = 0.001;
const notableRatio = 1.25;

/** A watch that lasts so many times as long as nearly every job: long jobs are among those that ended as they should be. */
const settledLengths = 3;

/**
 * One value a task, compared by Mann and Whitney's test (1947): jobs of a task are alike and count once. Short jobs
 * end first and burn less, so less than before is flagged only where the watch `lasted` long enough (in lengths of a job).
 */
export function compareCpu(
  before: readonly Tally[],
  after: readonly Tally[],
  lasted: number,
): readonly CpuComparison[] {
  return (['ordinary', 'event service'] as const).flatMap((work) => {
    const [old, now] = [burnsOf(before, work), burnsOf(after, work)];
    return [
      comparison(
        { work, measure: 'CPU seconds per core second' },
        old.map(perCoreSecond),
        now.map(perCoreSecond),
        lasted,
      ),
      comparison(
        { work, measure: 'CPU seconds per event' },
        old.filter(hasEvents).map(perEvent),
        now.filter(hasEvents).map(perEvent),
        lasted,
      ),
    ].filter((found) => found !== null);
  });
}

function comparison(
  what: Pick<CpuComparison, 'work' | 'measure'>,
  before: readonly number[],
  after: readonly number[],
  lasted: number,
): CpuComparison | null {
  if (before.length < fewestTasks || after.length < fewestTasks) return null;
  const [old, now] = [median(before), median(after)];
  const { pValue } = mannWhitney(after, before);
  const ratio = now / old;
  return {
    ...what,
    before: old,
    after: now,
    ratio,
    pValue,
    tasks: { before: before.length, after: after.length },
    isFlagged:
      pValue < flaggedBelow && (ratio > notableRatio || (ratio < 1 / notableRatio && lasted >= settledLengths)),
  };
}

/** `CPU seconds per event of event service jobs went from 12.0 to 24.1 (2.01 times)`. */
export function cpuSentence({
  work,
  measure,
  before,
  after,
  ratio,
}: Pick<CpuComparison, 'work' | 'measure' | 'before' | 'after' | 'ratio'>): string {
  return `${measure} of ${work} jobs went from ${before.toPrecision(3)} to ${after.toPrecision(3)} (${ratio.toFixed(2)} times)`;
}

type Burn = Pick<TaskCounts, 'cpuSeconds' | 'coreSeconds' | 'events' | 'eventCpuSeconds'>;

/** A task that ran under two versions of the pilot counts once. */
function burnsOf(tallies: readonly Tally[], work: CpuComparison['work']): readonly Burn[] {
  const burns = new Map<string | number, Burn>();
  for (const { tasks } of tallies) {
    for (const [task, burn] of tasks) {
      if (burn.isEventService !== (work === 'event service') || burn.coreSeconds === 0) continue;
      const sum = burns.get(task);
      burns.set(task, sum ? added(sum, burn) : burn);
    }
  }
  return [...burns.values()];
}

function added(one: Burn, other: Burn): Burn {
  return {
    cpuSeconds: one.cpuSeconds + other.cpuSeconds,
    coreSeconds: one.coreSeconds + other.coreSeconds,
    events: one.events + other.events,
    eventCpuSeconds: one.eventCpuSeconds + other.eventCpuSeconds,
  };
}

function perCoreSecond({ cpuSeconds, coreSeconds }: Burn): number {
  return cpuSeconds / coreSeconds;
}

function perEvent({ eventCpuSeconds, events }: Burn): number {
  return eventCpuSeconds / events;
}

function hasEvents({ events }: Burn): boolean {
  return events > 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
