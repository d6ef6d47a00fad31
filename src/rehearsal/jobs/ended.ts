import { hourMs } from '../../model/dates.js';
import { seededRandom } from '../../model/random.js';
import { longestSilenceHours } from './failures.js';
import { longestJob, startsPerHour } from './load.js';
import { aJob, longestWrapUpMs, type EndedJob } from './one-job.js';
import { testsStartedIn } from './tests.js';
import type { Span } from './timeline.js';
import type { Workplace } from './workplace.js';

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
  return Math.max(longestJob * workload.meanHours, 1) * hourMs + longestSilenceHours * hourMs + longestWrapUpMs;
}

function* startedIn(workplace: Workplace, hour: number): Generator<EndedJob> {
  const { seed, queue, workload, jobsPerHourAtMost } = workplace;
  const random = seededRandom(seed, `jobs/${queue.name}/${hour}`);
  const ordinary = Math.min(jobsPerHourAtMost, Math.floor(startsPerHour(workload) * (0.8 + 0.4 * random()) + random()));
  for (let index = 0; index < ordinary; index++) {
    const job = aJob(workplace, { hour, index, isTest: false, random });
    if (job) yield job;
  }
  yield* testsStartedIn(workplace, hour);
}
