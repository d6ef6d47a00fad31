import { minuteMs, hourMs } from '../../model/dates.js';
import type { Random } from '../../model/random.js';
import { chance, placeOf } from './chance.js';
import { drawn, everyday, longestSilenceHours, type Failure } from './failures.js';
import { wallTimeMs } from './load.js';
import { isNewPilot, pilotsContainer, reportedVersion } from './pilot-version.js';
import { valueAt, valueOnNode } from './timeline.js';
import { isDuring, strike, type Target, type Threat } from './troubles.js';
import { mostAnHour, type Workplace } from './workplace.js';

/** Between a job's end and its final state at the server. */
export const longestWrapUpMs = 5 * minuteMs;
/** HammerCloud's jobs all belong to one task, which is known to be good. */
export const testTask = 1;
/** Of each of HammerCloud's templates one job an hour starts. */
export const testTemplates = 3;
const shortestTestMs = 20 * minuteMs;
/** No test is longer from its start to its final state. */
export const longestTestMs = 2 * shortestTestMs + longestSilenceHours * hourMs + longestWrapUpMs;

/** A job in its final state. Times in milliseconds. */
export interface EndedJob {
  readonly id: number;
  readonly isTest: boolean;
  readonly task: number;
  readonly node: number;
  readonly pilotVersion: string;
  readonly startMs: number;
  /** The last moment at which the server heard of it before its end. */
  readonly heardMs: number;
  readonly endMs: number;
  readonly modifiedMs: number;
  readonly isEventService: boolean;
  readonly cpuSeconds: number;
  /** null: finished. */
  readonly failure: Failure | null;
}

interface Draw {
  readonly hour: number;
  readonly index: number;
  readonly isTest: boolean;
  readonly random: Random;
}

/** The numbers of one job, all drawn whether they are needed or not: a change at the queue touches no other job. */
export function luckOf(random: Random) {
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
export function aJob(workplace: Workplace, { hour, index, isTest, random }: Draw): EndedJob | null {
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

  const wallMs = isTest ? shortestTestMs * (1 + luck.wall) : wallTimeMs(workload, luck.wall);
  const lastedMs = lastsMs(failure, wallMs, luck);
  const doneMs = Math.floor(startMs + lastedMs);
  const endMs = doneMs + (failure?.silentHours ?? 0) * hourMs;
  const heardMs = failure?.dispatcher === undefined ? endMs : doneMs;
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
    heardMs,
    endMs,
    modifiedMs: Math.floor((endMs + luck.wrapUp * longestWrapUpMs) / 1_000) * 1_000,
    isEventService,
    cpuSeconds: Math.floor((lastedMs / 1_000) * workload.cores * burn),
    failure,
  };
}

function lastsMs(failure: Failure | null, wallMs: number, { wall, hole }: Luck): number {
  if (failure?.silentHours !== undefined) return wallMs * hole;
  return failure?.minutes == null ? wallMs : Math.min(wallMs, failure.minutes * minuteMs * (0.7 + 0.6 * wall));
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
  const share = everydayShare({ seed, place: queue, task, node, hour: Math.floor(startMs / hourMs) });
  return chance(6, ...place) < share ? drawn(everyday, chance(7, ...place)) : null;
}

/** A node's bad hour. */
export const worstEverydayShare = 0.4;

/** The chance that a job fails as any job may on any day. */
export function everydayShare({
  seed,
  place,
  task,
  node,
  hour,
}: Readonly<Record<'seed' | 'place' | 'task' | 'node' | 'hour', number>>): number {
  const ofTask = task !== testTask && chance(seed, 4, task) < 0.12 ? 0.25 : 0.015;
  const ofNode = chance(seed, 5, place, node, hour) < 0.02 ? worstEverydayShare : 0;
  return Math.max(ofTask, ofNode);
}

function cpuFactor(present: readonly Threat[]): number {
  return present.reduce((factor, { trouble }) => (trouble.kind === 'cpu' ? factor * trouble.factor : factor), 1);
}

/** Unique over queues, hours and years; larger for later jobs. */
function jobId({ queue }: Workplace, hour: number, index: number): number {
  return ((hour - 400_000) * 200_000 + queue.id) * (mostAnHour + testTemplates) + index;
}
