import { causeIndex, causes, type Cause, type WatchedCause } from '../causes.js';
import { withMissing, withRunning, type Running, type RunningNow } from './running.js';
import { bucketMs, outcomes, ofTimes, type Cluster, type Outcomes, type TimeGroup } from '../statistics/outcomes.js';
import { watchedSet, zeros, type Counts, type Label, type Tally } from './tally.js';

/** Which part of a tally counts. */
export interface Selection {
  readonly causes: readonly Cause[];
  /** Explained otherwise: jobs that failed so tell nothing, and are left out as those that failed for causes that are not watched. */
  readonly excused?: readonly WatchedCause[] | undefined;
  /** Left out with all its jobs: one task or one node. Time and the other grouping are then unknown. */
  readonly without?: { readonly grouping: 'tasks' | 'nodes'; readonly label: Label } | undefined;
  /** Reckon with jobs that have started and not ended. */
  readonly running?: (Running & { readonly rate: number }) | undefined;
  /** Hold jobs that run for longer than they should to have failed. */
  readonly missing?: (Running & { readonly rate: number; readonly now: RunningNow }) | undefined;
  /** Earlier jobs: tasks and nodes that ran there too are known. */
  readonly past?: readonly Tally[];
}

/** The jobs of some tallies as outcomes: a failure is one by one of the causes. */
export function select(
  tallies: readonly Tally[],
  { causes: chosen, excused = [], without, running, missing, past = [] }: Selection,
): Outcomes {
  const failing = failuresBy(chosen);
  const telling = tellingBy(excused);
  const ended = timesOf(tallies, chosen, excused);
  const unended = running ? withRunning(ended, running, running.rate) : ended;
  const times = missing ? withMissing(unended, missing.now, missing, missing.rate) : unended;
  const [moreJobs, moreFailures] = [sum(times) - sum(ended), sumFailures(times) - sumFailures(ended)];

  const all = tallies.map((tally) => (without ? rest(tally, without) : tally));
  const clustersOf = (of: (tally: Counted) => ReadonlyMap<Label, Counts>): Cluster[] => {
    const known = merged(past.map(of));
    return [...merged(all.map(of))].map(([label, counts]) => {
      const prior = known.get(label);
      return {
        jobs: telling(counts),
        failures: failing(counts.failures),
        prior: prior && { jobs: telling(prior), failures: failing(prior.failures) },
      };
    });
  };
  return outcomes({
    jobs: all.reduce((total, tally) => total + telling(tally), 0) + moreJobs,
    failures: all.reduce((total, { failures }) => total + failing(failures), 0) + moreFailures,
    tasks: clustersOf(({ tasks }) => tasks),
    nodes: clustersOf(({ nodes }) => nodes),
    times: without ? [] : times,
  });
}

/** Time and outcomes alone, of the stretches that begin in a window. */
export function selectTimes(
  tallies: readonly Tally[],
  chosen: readonly Cause[],
  {
    excused,
    ...window
  }: { readonly fromMs: number; readonly toMs: number; readonly excused?: readonly WatchedCause[] },
): Outcomes {
  const times = timesOf(tallies, chosen, excused).filter(
    ({ bucket }) => bucket * bucketMs >= window.fromMs && bucket * bucketMs < window.toMs,
  );
  return ofTimes(times);
}

/** Stretches of time with their outcomes, in order. */
export function timesOf(
  tallies: readonly Tally[],
  chosen: readonly Cause[],
  excused: readonly WatchedCause[] = [],
): readonly TimeGroup[] {
  const [failing, telling] = [failuresBy(chosen), tellingBy(excused)];
  return [...merged(tallies.map(({ times }) => times))]
    .map(([bucket, counts]) => ({ bucket, jobs: telling(counts), failures: failing(counts.failures) }))
    .sort((one, other) => one.bucket - other.bucket);
}

/** The task or node with most failures of a cause; null where none has a label. */
export function worst(
  tallies: readonly Tally[],
  grouping: 'tasks' | 'nodes',
  cause: Cause,
): { readonly label: Label; readonly failures: number } | null {
  let found: { label: Label; failures: number } | null = null;
  for (const [label, { failures }] of merged(tallies.map((tally): ReadonlyMap<Label, Counts> => tally[grouping]))) {
    const failed = failures[causeIndex[cause]] ?? 0;
    if (failed > (found?.failures ?? 0)) found = { label, failures: failed };
  }
  return found;
}

export function failuresOf(tallies: readonly Tally[], chosen: readonly Cause[]): number {
  const failing = failuresBy(chosen);
  return tallies.reduce((total, { failures }) => total + failing(failures), 0);
}

/** Adds up the failures of some causes, of failures by position of the cause. */
function failuresBy(chosen: readonly Cause[]): (failures: readonly number[]) => number {
  const indices = chosen.map((cause) => causeIndex[cause]);
  return (failures) => indices.reduce((total, index) => total + (failures[index] ?? 0), 0);
}

/**
 * Jobs that tell something: all but those that failed for a cause that nobody watches, or that is excused. What
 * failed so might have failed otherwise as well, so it is no success.
 */
function tellingBy(excused: readonly WatchedCause[]): (counts: Pick<Counts, 'jobs' | 'failures'>) => number {
  const tellingNothing = failuresBy([...causes.filter((cause) => !watchedSet.has(cause)), ...excused]);
  return ({ jobs, failures }) => jobs - tellingNothing(failures);
}

/** Jobs of some tallies that tell something. */
export function tellingJobs(tallies: readonly Tally[]): number {
  const telling = tellingBy([]);
  return tallies.reduce((total, tally) => total + telling(tally), 0);
}

/** How the first job of a cause was diagnosed; null where there is none. */
export function firstBecause(tallies: readonly Tally[], cause: Cause): string | null {
  for (const { reason } of tallies) {
    const sentence = reason[causeIndex[cause]];
    if (sentence) return sentence;
  }
  return null;
}

interface Counted {
  readonly jobs: number;
  readonly failures: readonly number[];
  readonly tasks: ReadonlyMap<Label, Counts>;
  readonly nodes: ReadonlyMap<Label, Counts>;
  readonly times: ReadonlyMap<number, Counts>;
}

function rest(
  tally: Tally,
  { grouping, label }: { readonly grouping: 'tasks' | 'nodes'; readonly label: Label },
): Counted {
  const left = tally[grouping].get(label);
  const groups = new Map<Label, Counts>(tally[grouping]);
  groups.delete(label);
  return {
    jobs: tally.jobs - (left?.jobs ?? 0),
    failures: tally.failures.map((failures, index) => failures - (left?.failures[index] ?? 0)),
    tasks: grouping === 'tasks' ? groups : new Map<Label, Counts>(),
    nodes: grouping === 'nodes' ? groups : new Map<Label, Counts>(),
    times: new Map(),
  };
}

function merged<Key>(maps: readonly ReadonlyMap<Key, Counts>[]): ReadonlyMap<Key, Counts> {
  const [only] = maps;
  if (maps.length === 1 && only) return only;
  const total = new Map<Key, Counts>();
  for (const map of maps) {
    for (const [key, { jobs, failures }] of map) {
      const old = total.get(key) ?? { jobs: 0, failures: zeros() };
      total.set(key, {
        jobs: old.jobs + jobs,
        failures: old.failures.map((before, index) => before + (failures[index] ?? 0)),
      });
    }
  }
  return total;
}

function sum(groups: readonly { readonly jobs: number }[]): number {
  return groups.reduce((total, { jobs }) => total + jobs, 0);
}

function sumFailures(groups: readonly { readonly failures: number }[]): number {
  return groups.reduce((total, { failures }) => total + failures, 0);
}
