import { mannWhitney } from './statistics/mann-whitney.js';
import type { Burn, Label, Tally } from './tally.js';

/** CPU of the new pilot's finished jobs against the old one's: for a person to look at, never a reason to go back. */
export interface CpuComparison {
  readonly work: 'ordinary' | 'event service';
  readonly measure: 'CPU seconds per core second' | 'CPU seconds per event';
  /** Median over clusters. */
  readonly before: number;
  /** What it became for work alike. */
  readonly after: number;
  /** after / before. */
  readonly ratio: number;
  readonly pValue: number;
  /** People, and tasks of nobody known, on either side. */
  readonly clusters: { readonly before: number; readonly after: number };
  readonly isFlagged: boolean;
}

/** Fewer clusters on either side prove nothing. */
const fewestClusters = 8;
/** Looked at again and again, so the single look is strict; and a small difference is not worth a word. */
const flaggedBelow = 0.001;
const notableRatio = 1.25;

/**
 * Like is compared with like: of work of one kind and about one length, how far a cluster's jobs are from the
 * usual. A person's tasks are alike, and a task's jobs, so each counts once, by its mean over kinds and
 * lengths; and these are compared by Mann and Whitney's test (1947) as aligned ranks (Hodges and Lehmann 1962).
 */
export function compareCpu(before: readonly Tally[], after: readonly Tally[]): readonly CpuComparison[] {
  return (['ordinary', 'event service'] as const).flatMap((work) => {
    const [old, now] = [burnsOf(before, work), burnsOf(after, work)];
    return [
      comparison({ work, measure: 'CPU seconds per core second' }, old.map(perCoreSecond), now.map(perCoreSecond)),
      comparison(
        { work, measure: 'CPU seconds per event' },
        old.filter(hasEvents).map(perEvent),
        now.filter(hasEvents).map(perEvent),
      ),
    ].filter((found) => found !== null);
  });
}

/** One cluster at work of one kind and length. */
interface Value {
  readonly alike: string;
  readonly cluster: Label;
  readonly value: number;
}

function comparison(
  what: Pick<CpuComparison, 'work' | 'measure'>,
  before: readonly Value[],
  after: readonly Value[],
): CpuComparison | null {
  const usual = usualOfBoth(before, after);
  const [old, now] = [aligned(before, usual), aligned(after, usual)];
  if (old.length < fewestClusters || now.length < fewestClusters) return null;
  const { pValue } = mannWhitney(now, old);
  const ratio = Math.exp(median(now) - median(old));
  const level = median(before.filter(({ alike }) => usual.has(alike)).map(({ value }) => value));
  return {
    ...what,
    before: level,
    after: level * ratio,
    ratio,
    pValue,
    clusters: { before: old.length, after: now.length },
    isFlagged: pValue < flaggedBelow && (ratio > notableRatio || ratio < 1 / notableRatio),
  };
}

/** Median logarithm by kind and length of work, of what both sides ran. */
function usualOfBoth(before: readonly Value[], after: readonly Value[]): ReadonlyMap<string, number> {
  const [old, now] = [before, after].map((side) => new Set(side.map(({ alike }) => alike)));
  const values = new Map<string, number[]>();
  for (const { alike, value } of [...before, ...after]) {
    if (!old?.has(alike) || !now?.has(alike)) continue;
    const list = values.get(alike) ?? [];
    values.set(alike, list);
    list.push(Math.log(value));
  }
  return new Map([...values].map(([alike, list]) => [alike, median(list)]));
}

/** How far each cluster is from the usual: the mean of its logarithms over what it ran. */
function aligned(values: readonly Value[], usual: ReadonlyMap<string, number>): readonly number[] {
  const sums = new Map<Label, { sum: number; count: number }>();
  for (const { alike, cluster, value } of values) {
    const level = usual.get(alike);
    if (level === undefined) continue;
    const of = sums.get(cluster) ?? { sum: 0, count: 0 };
    sums.set(cluster, of);
    of.sum += Math.log(value) - level;
    of.count++;
  }
  return [...sums.values()].map(({ sum, count }) => sum / count);
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

/** A cluster that ran under two versions of the pilot counts once. */
function burnsOf(tallies: readonly Tally[], work: CpuComparison['work']): readonly Burn[] {
  const sums = new Map<string, Burn>();
  for (const { burns } of tallies) {
    for (const [key, burn] of burns) {
      if (burn.isEventService !== (work === 'event service')) continue;
      const sum = sums.get(key);
      sums.set(key, sum ? added(sum, burn) : burn);
    }
  }
  return [...sums.values()];
}

function added(one: Burn, other: Burn): Burn {
  return {
    ...one,
    cpuSeconds: one.cpuSeconds + other.cpuSeconds,
    coreSeconds: one.coreSeconds + other.coreSeconds,
    events: one.events + other.events,
    eventCpuSeconds: one.eventCpuSeconds + other.eventCpuSeconds,
  };
}

function perCoreSecond({ alike, cluster, cpuSeconds, coreSeconds }: Burn): Value {
  return { alike, cluster, value: cpuSeconds / coreSeconds };
}

function perEvent({ alike, cluster, eventCpuSeconds, events }: Burn): Value {
  return { alike, cluster, value: eventCpuSeconds / events };
}

function hasEvents({ events }: Burn): boolean {
  return events > 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
