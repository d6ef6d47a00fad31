import type { Monitor } from '../../grid/ports.js';
import { endedJobs, runningJobs } from '../../rehearsal/jobs/ended.js';
import { workplaceOf } from '../../rehearsal/jobs/workplace.js';
import { endedRecord, runningRecord, type JobRecord } from '../../rehearsal/jobs/job-record.js';
import { findQueue } from '../../rehearsal/world/queues.js';
import type { World } from '../../rehearsal/world/world.js';

/**
 * The monitor of a world in this process, for a play: ended jobs come without the way through JSON, and
 * large queues have no more jobs an hour than a judgement needs.
 */
export function worldMonitor(world: World, monitor: Monitor): Monitor {
  return {
    ...monitor,
    jobs: (queue, window) => slowly(endedRecords(world, queue, window)),
    running: (queue) => slowly(runningRecords(world, queue)),
  };
}

const jobsPerHourAtMost = 80;
/** Few at a time: what is read and let go at once costs little. */
const recordsAtOnce = 200;

function* endedRecords(
  world: World,
  name: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Generator<readonly JobRecord[]> {
  const queue = findQueue(world, name);
  if (!queue) return;
  const workplace = workplaceOf(world, queue, jobsPerHourAtMost);
  let records: JobRecord[] = [];
  for (const job of endedJobs(workplace, { fromMs, toMs })) {
    if (job.modifiedMs >= toMs) continue;
    records.push(endedRecord(workplace, job));
    if (records.length < recordsAtOnce) continue;
    yield records;
    records = [];
  }
  if (records.length > 0) yield records;
}

function* runningRecords(world: World, name: string): Generator<readonly JobRecord[]> {
  const queue = findQueue(world, name);
  if (!queue) return;
  const workplace = workplaceOf(world, queue, jobsPerHourAtMost);
  yield [...runningJobs(workplace)].map((job) => runningRecord(workplace, job));
}

async function* slowly<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) yield await Promise.resolve(value);
}
