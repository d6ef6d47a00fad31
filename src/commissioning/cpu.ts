import { mannWhitney } from './statistics/mann-whitney.js';
import type { Burn, Tally } from './tally.js';

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

/** One value a task, compared by Mann and Whitney's test: jobs of a task are alike and count once. */
export function compareCpu(before: readonly Tally[], after: readonly Tally[]): readonly CpuComparison[] {
  return (['ordinary', 'eventService'] as const).flatMap((work) => {
    const [old, now] = [burnsOf(before, work), burnsOf(after, work)];
    return [
      comparison(work, 'CPU seconds per core second', old.map(perCoreSecond), now.map(perCoreSecond)),
      comparison(work, 'CPU seconds per event', old.filter(hasEvents).map(perEvent), now.filter(hasEvents).map(perEvent)),
    ].filter((found) => found !== null);
  });
}

function comparison(work: keyof Tally['burn'], measure: CpuComparison['measure'], before: readonly number[], after: readonly number[]): CpuComparison | null {
  if (before.length < fewestTasks || after.length < fewestTasks) return null;
  const [old, now] = [median(before), median(after)];
  const { pValue } = mannWhitney(after, before);
  const ratio = now / old;
  return {
    work: work === 'ordinary' ? 'ordinary' : 'event service',
    measure,
    before: old,
    after: now,
    ratio,
    pValue,
    tasks: { before: before.length, after: after.length },
    isFlagged: pValue < flaggedBelow && (ratio > notableRatio || ratio < 1 / notableRatio),
  };
}

function burnsOf(tallies: readonly Tally[], work: keyof Tally['burn']): Burn[] {
  const burns = new Map<string | number, Burn>();
  for (const tally of tallies) {
    for (const [task, burn] of tally.burn[work]) {
      const sum = burns.get(task) ?? { jobs: 0, cpuSeconds: 0, coreSeconds: 0, events: 0, eventCpuSeconds: 0 };
      burns.set(task, {
        jobs: sum.jobs + burn.jobs,
        cpuSeconds: sum.cpuSeconds + burn.cpuSeconds,
        coreSeconds: sum.coreSeconds + burn.coreSeconds,
        events: sum.events + burn.events,
        eventCpuSeconds: sum.eventCpuSeconds + burn.eventCpuSeconds,
      });
    }
  }
  return [...burns.values()];
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
