import { causeIndex, causes, watchedCauses, type Cause } from '../causes.js';
import type { Diagnosis } from '../diagnose.js';
import type { Job } from './job.js';
import { bucketMs } from '../statistics/outcomes.js';

/** Counts of one node or stretch of time. `failures` by position of the cause; `none` until the first. */
export interface Counts {
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
export const watchedSet: ReadonlySet<Cause> = new Set(watchedCauses);
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

function increase(numbers: number[], index: number): void {
  numbers[index] = (numbers[index] ?? 0) + 1;
}

export function zeros(): number[] {
  return causes.map(() => 0);
}
