import { mannWhitney } from '../statistics/mann-whitney.js';
import type { Label, Tally } from './tally.js';

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
  return works.flatMap((work) =>
    measures.flatMap((measure) => {
      const kinds = new Map<string, number>();
      const found = comparison(
        { work, measure },
        valuesOf(before, { work, measure }, kinds),
        valuesOf(after, { work, measure }, kinds),
      );
      return found === null ? [] : [found];
    }),
  );
}

const works = ['ordinary', 'event service'] as const;
const measures = ['CPU seconds per core second', 'CPU seconds per event'] as const;
type What = Pick<CpuComparison, 'work' | 'measure'>;

/** One cluster at work of one kind and length. */
interface Value {
  readonly alike: number;
  readonly cluster: Label;
  readonly log: number;
}

function comparison(what: What, before: readonly Value[], after: readonly Value[]): CpuComparison | null {
  const usual = usualOfBoth(before, after);
  const [old, now] = [aligned(before, usual), aligned(after, usual)];
  if (old.length < fewestClusters || now.length < fewestClusters) return null;
  const { pValue } = mannWhitney(now, old);
  const ratio = Math.exp(median(now) - median(old));
  const level = Math.exp(median(before.filter(({ alike }) => usual.has(alike)).map(({ log }) => log)));
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

/** Median by kind and length of work, of what both sides ran. */
function usualOfBoth(before: readonly Value[], after: readonly Value[]): ReadonlyMap<number, number> {
  const logs = new Map<number, number[]>();
  for (const { alike, log } of before) {
    const list = logs.get(alike);
    if (list) list.push(log);
    else logs.set(alike, [log]);
  }
  const both = new Set<number>();
  for (const { alike, log } of after) {
    const list = logs.get(alike);
    if (!list) continue;
    list.push(log);
    both.add(alike);
  }
  return new Map([...both].map((alike) => [alike, median(logs.get(alike) ?? [])]));
}

/** How far each cluster is from the usual: the mean of its logarithms over what it ran. */
function aligned(values: readonly Value[], usual: ReadonlyMap<number, number>): readonly number[] {
  const sums = new Map<Label, { sum: number; count: number }>();
  for (const { alike, cluster, log } of values) {
    const level = usual.get(alike);
    if (level === undefined) continue;
    const of = sums.get(cluster);
    if (of) {
      of.sum += log - level;
      of.count++;
    } else sums.set(cluster, { sum: log - level, count: 1 });
  }
  return [...sums.values()].map(({ sum, count }) => sum / count);
}

/** More classes of length than there can be. */
const classes = 64;

/** Of a cluster that ran under two versions of the pilot each is a value of its own, and the cluster counts once. */
function valuesOf(tallies: readonly Tally[], { work, measure }: What, kinds: Map<string, number>): readonly Value[] {
  const values: Value[] = [];
  for (const { burns } of tallies) {
    for (const [cluster, own] of burns) {
      for (const burn of own) {
        if (burn.isEventService !== (work === 'event service')) continue;
        const burnt =
          measure === 'CPU seconds per event' ? burn.eventCpuSeconds / burn.events : burn.cpuSeconds / burn.coreSeconds;
        if (!(burnt > 0)) continue;
        const kind = kinds.get(burn.kind) ?? kinds.size;
        kinds.set(burn.kind, kind);
        values.push({ alike: kind * classes + burn.lengthClass, cluster, log: Math.log(burnt) });
      }
    }
  }
  return values;
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
