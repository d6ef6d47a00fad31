import { parseRecord, type StoredQueue } from '../world/queues.js';
import { worldNow } from '../world/journal.js';
import type { World } from '../world/world.js';
import { placeOf } from './chance.js';
import { nodesOf, serviceSpans, workloadOf, type Occupied } from './load.js';
import { readTimeline } from './timeline.js';
import { threatsTo, type Threat } from './troubles.js';

/** No more ordinary jobs start at a queue in an hour. */
export const mostAnHour = 4_096;

/** A queue with all that its jobs depend on. */
export interface Workplace extends Occupied {
  readonly queue: StoredQueue;
  readonly type: string;
  readonly nodes: number;
  readonly hasTests: boolean;
  readonly threats: readonly Threat[];
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
    nodes: nodesOf(queue),
    hasTests: ['OnlyTest', 'AutoExclusion'].includes(String(record['hc_param'])),
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
