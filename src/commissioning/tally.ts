import { causeIndex, causes, watchedCauses, type Cause, type WatchedCause } from './causes.js';
import type { Diagnosis } from './diagnose.js';
import type { Job } from './job.js';
import { withMissing, withRunning, type Running, type RunningNow } from './running.js';
import { bucketMs, outcomes, ofTimes, type Cluster, type Outcomes, type TimeGroup } from './statistics/outcomes.js';

/** Counts of one node or stretch of time. `failures` by position of the cause; `none` until the first. */
interface Counts {
  jobs: number;
  failures: readonly number[];
}

/** What the finished jobs burnt of one person, or one task where no person is known, at one kind of work and of about the same length. */
export interface Burn {
  readonly isEventService: boolean;
  readonly kind: string;
  /** Lengths of one class differ by a factor of two at most. */
  readonly lengthClass: number;
  cpuSeconds: number;
  coreSeconds: number;
  events: number;
  /** Of the jobs that told their events. */
  eventCpuSeconds: number;
}

export type Label = string | number;

/**
 * Jobs folded into counts: memory grows with tasks, nodes and hours up to a bound, never with jobs. The
 * order in which jobs come makes no difference. Filled by `count`.
 */
export interface Tally {
  jobs: number;
  readonly failures: number[];
  /** Of the failures, those that may be a container that did not work. */
  readonly perhapsContainer: number[];
  readonly tasks: Map<Label, Counts>;
  readonly nodes: Map<Label, Counts>;
  /** By number of the stretch of time. */
  readonly times: Map<number, Counts>;
  /** By person or task. */
  readonly burns: Map<Label, Burn[]>;
  /** Finished jobs by wall time, in stretches of `bucketMs`, the last for all longer ones. */
  readonly walls: number[];
  /** Jobs that failed for a watched cause, likewise. */
  readonly failedWalls: number[];
  /** Jobs by code, for each cause. */
  readonly codes: Map<number, number>[];
  /** A few job ids for each cause. */
  readonly examples: number[][];
  /** One sentence for each cause: how the first was found. */
  readonly reason: (string | null)[];
}

const mostExamples = 5;
const mostGroups = 5_000;
const mostBurns = 40;
const mostCodes = 200;
const mostWalls = 150;
const watchedSet: ReadonlySet<Cause> = new Set(watchedCauses);
/** What is beyond the bounds goes here together. */
const overflow = -1;

export function emptyTally(): Tally {
  return {
    jobs: 0,
    failures: zeros(),
    perhapsContainer: zeros(),
    tasks: new Map(),
    nodes: new Map(),
    times: new Map(),
    burns: new Map(),
    walls: Array.from({ length: mostWalls }, () => 0),
    failedWalls: Array.from({ length: mostWalls }, () => 0),
    codes: causes.map(() => new Map<number, number>()),
    examples: causes.map(() => []),
    reason: causes.map(() => null),
  };
}

/** Adds one job; `diagnosis` is null for a finished one. */
export function count(tally: Tally, job: Job, diagnosis: Diagnosis | null): void {
  const index = diagnosis === null ? -1 : causeIndex[diagnosis.cause];
  tally.jobs++;
  if (job.task !== null) add(groupOf(tally.tasks, job.task, newCounts), index);
  if (diagnosis === null) burn(tally.burns, job);
  if (job.node !== null) add(groupOf(tally.nodes, job.node, newCounts), index);
  if (job.startMs !== null) add(groupOf(tally.times, Math.floor(job.startMs / bucketMs), newCounts), index);
  if (diagnosis !== null) failed(tally, job, diagnosis, index);
  if (job.wallMs === null || (diagnosis !== null && !watchedSet.has(diagnosis.cause))) return;
  const walls = diagnosis === null ? tally.walls : tally.failedWalls;
  increase(walls, Math.min(mostWalls - 1, Math.floor(job.wallMs / bucketMs)));
}

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

function failed(tally: Tally, job: Job, { code, reason, perhapsContainer }: Diagnosis, index: number): void {
  increase(tally.failures, index);
  if (perhapsContainer) increase(tally.perhapsContainer, index);
  tally.reason[index] ??= reason;
  const examples = tally.examples[index];
  if (examples && job.id !== null && examples.length < mostExamples) examples.push(job.id);
  const codes = tally.codes[index];
  if (codes && (codes.has(code) || codes.size < mostCodes)) codes.set(code, (codes.get(code) ?? 0) + 1);
}

/** Up to here the first class of lengths: short jobs end first and burn otherwise than long ones. */
const shortestMs = 30 * 60_000;

function burn(burns: Map<Label, Burn[]>, job: Job): void {
  const { cpuSeconds, coreSeconds, events, isEventService, kind, wallMs } = job;
  const cluster = job.user ?? job.task;
  if (cpuSeconds === null || coreSeconds === null || wallMs === null || cluster === null) return;
  let lengthClass = 0;
  for (let longestMs = shortestMs; wallMs > longestMs; longestMs *= 2) lengthClass++;
  let own = burns.get(cluster);
  if (!own) {
    if (burns.size >= mostGroups) return;
    burns.set(cluster, (own = []));
  }
  let sum = own.find(
    (one) => one.lengthClass === lengthClass && one.kind === kind && one.isEventService === isEventService,
  );
  if (!sum) {
    if (own.length >= mostBurns) return;
    sum = { isEventService, kind, lengthClass, cpuSeconds: 0, coreSeconds: 0, events: 0, eventCpuSeconds: 0 };
    own.push(sum);
  }
  sum.cpuSeconds += cpuSeconds;
  sum.coreSeconds += coreSeconds;
  if (events === null) return;
  sum.events += events;
  sum.eventCpuSeconds += cpuSeconds;
}

function groupOf<Key extends Label, Group extends Counts>(
  groups: Map<Key | number, Group>,
  label: Key,
  make: () => Group,
): Group {
  const known = groups.get(label);
  if (known) return known;
  const key = groups.size < mostGroups ? label : overflow;
  const group = groups.get(key) ?? make();
  groups.set(key, group);
  return group;
}

function add(group: Counts, index: number): void {
  group.jobs++;
  if (index < 0) return;
  const failures = group.failures === none ? zeros() : [...group.failures];
  increase(failures, index);
  group.failures = failures;
}

/** Shared by all groups without a failure, which are most. */
const none: readonly number[] = zeros();

function newCounts(): Counts {
  return { jobs: 0, failures: none };
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

function increase(numbers: number[], index: number): void {
  numbers[index] = (numbers[index] ?? 0) + 1;
}

function zeros(): number[] {
  return causes.map(() => 0);
}
