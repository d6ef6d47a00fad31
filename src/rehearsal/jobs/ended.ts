import { seededRandom, type Random } from '../../model/random.js';
import { worldNow } from '../world/journal.js';
import { parseRecord, type StoredQueue } from '../world/queues.js';
import type { World } from '../world/world.js';
import { chance, placeOf } from './chance.js';
import { drawn, everyday, type Failure } from './failures.js';
import { longestJob, serviceSpans, startsPerHour, wallTimeMs, workloadOf, type Workload } from './load.js';
import { isNewPilot, pilotsContainer, reportedVersion } from './pilot-version.js';
import { readTimeline, valueAt, valueOnNode, type Span, type Timeline } from './timeline.js';
import { isDuring, strike, threatsTo, type Target, type Threat } from './troubles.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Between a job's end and its final state at the server. */
export const longestWrapUpMs = 5 * minuteMs;
const mostAnHour = 4_096;
/** HammerCloud's jobs all belong to one task. */
const testTask = 1;

/** A job in its final state. Times in milliseconds. */
export interface EndedJob {
  readonly id: number;
  readonly isTest: boolean;
  readonly task: number;
  readonly node: number;
  readonly pilotVersion: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly modifiedMs: number;
  readonly isEventService: boolean;
  readonly cpuSeconds: number;
  /** null: finished. */
  readonly failure: Failure | null;
}

/** A queue with all that its jobs depend on. */
export interface Workplace {
  readonly queue: StoredQueue;
  readonly type: string;
  readonly timeline: Timeline;
  readonly workload: Workload;
  readonly nowMs: number;
  readonly seed: number;
  readonly place: number;
  readonly nodes: number;
  readonly hasTests: boolean;
  readonly threats: readonly Threat[];
  readonly service: readonly Span[];
  /** No more ordinary jobs start in an hour. */
  readonly jobsPerHourAtMost: number;
}

export function workplaceOf(world: World, queue: StoredQueue, jobsPerHourAtMost = mostAnHour): Workplace {
  const record = parseRecord(queue);
  const type = String(record['type']);
  const timeline = readTimeline(world, queue);
  return {
    queue,
    type,
    timeline,
    workload: workloadOf(queue, type, String(record['capability'])),
    nowMs: worldNow(world),
    seed: world.seed,
    place: placeOf(queue.name),
    nodes: Math.max(4, Math.ceil(queue.slots / 16)),
    hasTests: record['hc_param'] !== 'False',
    threats: threatsTo(world, {
      name: queue.name,
      cloud: queue.cloud,
      atlasSite: String(record['atlas_site']),
      record,
    }),
    service: serviceSpans(timeline),
    jobsPerHourAtMost,
  };
}

/**
 * The queue's jobs that reached their final state in a window, both ends included, and by now; those
 * of later starting hours first. They follow from the seed, the queue, the hour and the queue's past
 * alone: asked again, they are the same.
 */
export function* endedJobs(workplace: Workplace, { fromMs, toMs }: Span): Generator<EndedJob> {
  const until = Math.min(toMs, workplace.nowMs);
  const firstHour = Math.floor((fromMs - longestMsOf(workplace)) / hourMs);
  for (let hour = Math.floor(until / hourMs); hour >= firstHour; hour--) {
    for (const job of startedIn(workplace, hour)) {
      if (job.modifiedMs >= fromMs && job.modifiedMs <= until) yield job;
    }
  }
}

/** The queue's jobs that have started and whose end the server has not heard of: those that will be listed as ended. */
export function* runningJobs(workplace: Workplace): Generator<EndedJob> {
  const { nowMs } = workplace;
  for (let hour = Math.floor(nowMs / hourMs); hour >= Math.floor((nowMs - longestMsOf(workplace)) / hourMs); hour--) {
    for (const job of startedIn(workplace, hour)) {
      if (job.startMs <= nowMs && job.modifiedMs > nowMs) yield job;
    }
  }
}

/** No job is longer from its start to its final state. */
function longestMsOf({ workload }: Workplace): number {
  return Math.max(longestJob * workload.meanHours * hourMs, hourMs) + longestWrapUpMs;
}

function* startedIn(workplace: Workplace, hour: number): Generator<EndedJob> {
  const { seed, queue, workload, hasTests, jobsPerHourAtMost } = workplace;
  const random = seededRandom(seed, `jobs/${queue.name}/${hour}`);
  const ordinary = Math.min(jobsPerHourAtMost, Math.floor(startsPerHour(workload) * (0.8 + 0.4 * random()) + random()));
  const tests = hasTests ? 2 : 0;
  for (let index = 0; index < ordinary + tests; index++) {
    const job = aJob(workplace, { hour, index, isTest: index >= ordinary, random });
    if (job) yield job;
  }
}

interface Draw {
  readonly hour: number;
  readonly index: number;
  readonly isTest: boolean;
  readonly random: Random;
}

/** The numbers of one job, all drawn whether they are needed or not: a change at the queue touches no other job. */
function luckOf(random: Random) {
  return {
    start: random(),
    wall: random(),
    wrapUp: random(),
    node: random(),
    hole: random(),
    task: random(),
    everywhere: random(),
    broken: random(),
    event: random(),
    efficiency: random(),
  };
}

type Luck = ReturnType<typeof luckOf>;

/** null: nothing starts at that moment. */
function aJob(workplace: Workplace, { hour, index, isTest, random }: Draw): EndedJob | null {
  const luck = luckOf(random);
  const { seed, place, timeline, workload, threats } = workplace;
  const startMs = Math.floor((hour + luck.start) * hourMs);
  if (!starts(workplace, startMs, isTest)) return null;

  const present = threats.filter((threat) => isDuring(threat, startMs));
  const node = nodeOf(workplace, present, luck);
  const phase = chance(seed, place, node);
  const version = valueOnNode(timeline.pilot, startMs, phase);
  const target: Target = {
    startMs,
    node,
    task: isTest ? testTask : taskOf(workplace, present, luck, hour),
    pilotVersion: reportedVersion(version, startMs),
    isNewPilot: isNewPilot(version),
    container: pilotsContainer(version, valueOnNode(timeline.containers, startMs, phase)),
    place: [seed, place, hour, index],
  };
  const failure = strike(present, target) ?? everydayFailure(target);

  const wallMs = isTest ? 20 * minuteMs * (1 + luck.wall) : wallTimeMs(workload, luck.wall);
  const lastedMs =
    failure?.minutes == null ? wallMs : Math.min(wallMs, failure.minutes * minuteMs * (0.7 + 0.6 * luck.wall));
  const endMs = Math.floor(startMs + lastedMs);
  const isEventService = !isTest && workplace.type !== 'analysis' && luck.event < 0.2;
  const burn =
    (0.75 + 0.2 * luck.efficiency) *
    (failure ? 0.6 : 1) *
    (isEventService && target.isNewPilot ? cpuFactor(present) : 1);
  return {
    id: jobId(workplace, hour, index),
    isTest,
    task: target.task,
    node,
    pilotVersion: target.pilotVersion,
    startMs,
    endMs,
    modifiedMs: Math.floor((endMs + luck.wrapUp * longestWrapUpMs) / 1_000) * 1_000,
    isEventService,
    cpuSeconds: Math.floor((lastedMs / 1_000) * workload.cores * burn),
    failure,
  };
}

function starts({ service, timeline }: Workplace, startMs: number, isTest: boolean): boolean {
  if (!isTest) return service.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs);
  if (timeline.outages.some(({ fromMs, toMs }) => startMs >= fromMs && startMs < toMs)) return false;
  return valueAt(timeline.status, startMs) !== 'offline';
}

/** A node that fails everything is free again at once, and so gets more than its share. */
function nodeOf({ nodes }: Workplace, present: readonly Threat[], luck: Luck): number {
  const hole = present.find(({ trouble }) => trouble.kind === 'worker node')?.trouble;
  return hole?.kind === 'worker node' && luck.hole < 0.1 ? hole.node : Math.floor(luck.node * nodes);
}

/** A handful of tasks at a time, changing every six hours; a quarter of the jobs belong to tasks that run everywhere. */
function taskOf({ seed, place, type }: Workplace, present: readonly Threat[], luck: Luck, hour: number): number {
  const broken = present.find(({ trouble }) => trouble.kind === 'broken task')?.trouble;
  if (broken?.kind === 'broken task' && type === 'analysis' && luck.broken < broken.share) return broken.task;
  const scope = luck.everywhere < 0.25 ? placeOf(type) : place;
  return 18_000_000 + Math.floor(chance(seed, scope, Math.floor(hour / 6), Math.floor(luck.task * 6)) * 900_000);
}

/** About one job in twenty, in bursts: a task in eight is bad, and now and then a node has a bad hour. */
function everydayFailure({ task, node, startMs, place }: Target): Failure | null {
  const [seed = 0, queue = 0] = place;
  const ofTask = chance(seed, 4, task) < 0.12 ? 0.25 : 0.015;
  const ofNode = chance(seed, 5, queue, node, Math.floor(startMs / hourMs)) < 0.02 ? 0.4 : 0;
  return chance(6, ...place) < Math.max(ofTask, ofNode) ? drawn(everyday, chance(7, ...place)) : null;
}

function cpuFactor(present: readonly Threat[]): number {
  return present.reduce((factor, { trouble }) => (trouble.kind === 'cpu' ? factor * trouble.factor : factor), 1);
}

/** Unique over queues, hours and years; larger for later jobs. */
function jobId({ queue }: Workplace, hour: number, index: number): number {
  return ((hour - 400_000) * 200_000 + queue.id) * (mostAnHour + 2) + index;
}
