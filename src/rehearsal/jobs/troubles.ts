import type { Trouble } from '../scenario.js';
import { readTime } from '../world/times.js';
import { rows, type World } from '../world/world.js';
import { chance } from './chance.js';
import {
  brokenTaskFailures,
  copyToolFailures,
  drawn,
  imageFailures,
  memoryMonitorFailures,
  namespaceFailures,
  pilotFailures,
  queueDataFailures,
  scratchDiskFailures,
  setUpFailures,
  silentDeaths,
  stageInFailures,
  workerNodeFailures,
  type Failure,
} from './failures.js';

/** A trouble that can hit a queue, with its place in the world's list and its time in milliseconds. */
export interface Threat {
  readonly id: number;
  readonly trouble: Trouble;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a job is to a trouble. */
export interface Target {
  readonly startMs: number;
  readonly node: number;
  readonly task: number;
  readonly pilotVersion: string;
  /** Pilot 2 or later. */
  readonly isNewPilot: boolean;
  /** The tool of the `pilot` user's container pair, where this pilot uses one; else null. */
  readonly container: string | null;
  /** Names this job among all. */
  readonly place: readonly number[];
}

/** What a queue is to a trouble. */
export interface Exposed {
  readonly name: string;
  readonly cloud: string;
  readonly atlasSite: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** The troubles in whose scope a queue stands. */
export function threatsTo(world: World, queue: Exposed): readonly Threat[] {
  return readThreats(world).filter((threat) => threatens(threat, queue));
}

/** Every trouble of the world. */
export function readThreats(world: World): readonly Threat[] {
  const all = rows(world, 'SELECT id, trouble FROM trouble ORDER BY id') as readonly { id: number; trouble: string }[];
  return all.map(({ id, trouble: text }): Threat => {
    const trouble = JSON.parse(text) as Trouble;
    const { from, to } = trouble.on;
    return {
      id,
      trouble,
      fromMs: from === undefined ? -Infinity : readTime(from),
      toMs: to === undefined ? Infinity : readTime(to),
    };
  });
}

/** Whether a queue stands in the trouble's scope, whenever it is. */
export function threatens({ trouble: { on } }: Threat, queue: Exposed): boolean {
  if (on.queues && !on.queues.includes(queue.name)) return false;
  if (on.atlas_sites && !on.atlas_sites.includes(queue.atlasSite)) return false;
  if (Object.entries(on.record ?? {}).some(([field, value]) => !holds(queue.record[field], value))) return false;
  return on.cloud === undefined || on.cloud === queue.cloud;
}

/** A text of the record, or a mapping with such a key. */
function holds(found: unknown, value: string): boolean {
  return typeof found === 'object' && found !== null ? Object.hasOwn(found, value) : found === value;
}

export function isDuring({ fromMs, toMs }: Threat, ms: number): boolean {
  return ms >= fromMs && ms < toMs;
}

/** How a job fails under the first trouble that hits it; null: under none. */
export function strike(threats: readonly Threat[], job: Target): Failure | null {
  for (const threat of threats) {
    if (!isDuring(threat, job.startMs)) continue;
    const failure = struck(threat, job);
    if (failure) return failure;
  }
  return null;
}

function struck({ id, trouble }: Threat, job: Target): Failure | null {
  const [hit, coat] = [chance(id, 1, ...job.place), chance(id, 2, ...job.place)];
  const tool = job.container === null ? '' : job.container.charAt(0).toUpperCase() + job.container.slice(1);
  switch (trouble.kind) {
    case 'container namespace':
      return tool !== '' && hit < trouble.share ? drawn(namespaceFailures(tool), coat) : null;
    case 'container set-up':
      return tool !== '' && burstNumber(id, job) < trouble.share ? drawn(setUpFailures(tool), coat) : null;
    case 'memory monitor':
      return tool !== '' && hit < trouble.share ? drawn(memoryMonitorFailures, coat) : null;
    case 'image missing':
      return tool !== '' && hit < trouble.share ? drawn(imageFailures(tool), coat) : null;
    case 'pilot':
      return job.pilotVersion.startsWith(trouble.version) && hit < trouble.share ? drawn(pilotFailures, coat) : null;
    case 'queue data':
      return job.isNewPilot && hit < trouble.share ? drawn(queueDataFailures, coat) : null;
    case 'copy tool':
      return job.isNewPilot && hit < trouble.share ? drawn(copyToolFailures, coat) : null;
    case 'silent death':
      return job.isNewPilot && hit < trouble.share ? drawn(silentDeaths, coat) : null;
    case 'stage-in outage':
      return hit < trouble.share ? drawn(stageInFailures, coat) : null;
    case 'scratch disk':
      return hit < trouble.share ? drawn(scratchDiskFailures, coat) : null;
    case 'broken task':
      return job.task === trouble.task ? drawn(brokenTaskFailures, coat) : null;
    case 'worker node':
      return job.node === trouble.node ? drawn(workerNodeFailures, coat) : null;
    case 'cpu':
      return null;
  }
}

/** The same number for all jobs of one node and hour: they share their fate. */
function burstNumber(id: number, { node, startMs, place: [seed = 0, queue = 0] }: Target): number {
  return chance(id, 3, seed, queue, node, Math.floor(startMs / 3_600_000));
}
