import { instant, hourMs } from '../../model/dates.js';
import type { QueueRecord } from '../../model/record.js';
import type { Measurement } from '../measure.js';
import type { Beliefs } from '../jobs/history.js';
import { provedPoints } from '../statistics/reverse-test.js';
import { hours, nothingToDo, outOfTime, isOver, percent, type Case, type Decision } from './decision.js';

/** No alarm: good, or how far the watch is. */
export function noAlarm(
  item: Case,
  measurement: Measurement,
  beliefs: Pick<Beliefs, 'movedMs' | 'likeQueues'>,
): Decision {
  const { jobs, isMature, failures, missing, rateBefore } = measurement;
  const { policy } = item;
  const late =
    missing === 0
      ? ''
      : `; ${missing} that still ${missing === 1 ? 'runs' : 'run'} should have ended and may have died`;
  const rates = `${failures} of ${jobs} jobs failed (${percent(failures / Math.max(1, jobs))}; ${before(item, rateBefore, beliefs)}${late})`;
  // However bursts explain a bad share of failures: it is not called good.
  const isTolerable = failures + missing <= (jobs + missing) * (rateBefore + policy.margin);
  const growth = failures / Math.max(1, jobs) - rateBefore;
  const proved = (): string => bound(provedGrowth(item, measurement), policy.alpha);
  if (jobs >= policy.min_jobs && isMature && isTolerable && isProved(item, measurement)) {
    if (item.record?.status === 'test') return inTest(item, item.record, `${rates}: ${soFar(measurement)}`);
    const why = failsMore(measurement)
      ? 'more than before, in bursts that ended; '
      : growth > sameToAReader
        ? 'a little more than before; '
        : '';
    return { ...nothingToDo, verdict: 'good', isFinal: true, reason: `${rates}: ${why}${proved()}.` };
  }
  if (isOver(item))
    return outOfTime(
      item,
      jobs === 0
        ? 'No job of the new pilot has ended'
        : `${rates}: ${soFar(measurement)}, and too little to call it good (${proved()}; allowed are ${points(policy.margin)})`,
    );
  if (jobs < policy.min_jobs) {
    return {
      ...nothingToDo,
      verdict: 'not enough jobs',
      isFinal: false,
      reason: `${jobs} of at least ${policy.min_jobs} jobs so far.`,
    };
  }
  return {
    ...nothingToDo,
    verdict: 'inconclusive',
    isFinal: false,
    reason: `${rates}: ${soFar(measurement)}, and not enough yet to call it good. The watch goes on${isLate(item) ? untilEnough(item) : ''}.`,
  };
}

/** ` until 2019-08-30: at 2.0 jobs a day there are enough by then, and whoever knows better says: …` */
function untilEnough({ watch, deadlineHours, jobsPerHourBefore }: Case): string {
  const day = instant(watch.effectiveMs + deadlineHours * hourMs).slice(0, 10);
  const pace = +(24 * jobsPerHourBefore).toPrecision(2);
  return ` until ${day}: at ${pace} jobs a day, as before, there are enough by then, and whoever knows better says: migrate commission ${watch.queue} --verdict good|… --reason "…"`;
}

/** The policy's deadline is over, though the watch may not be. */
function isLate({ nowMs, watch, policy }: Case): boolean {
  return nowMs >= watch.effectiveMs + policy.deadline_hours * hourMs;
}

/** So much of `alpha` is for the looks along the way; the rest is for the one at the deadline. */
export const alongTheWay = 0.75;

function isProved(item: Case, { notWorse, growthAtMost }: Measurement): boolean {
  const { alpha, margin } = item.policy;
  return (
    notWorse(margin) >= -Math.log(alongTheWay * alpha) ||
    (isOver(item) && growthAtMost((1 - alongTheWay) * alpha) <= margin)
  );
}

/** By so many points (a share of all jobs) at most the rate went up, at level alpha, as far as was proved by now; 1: nothing. */
export function provedGrowth(
  item: Pick<Case, 'nowMs' | 'watch' | 'policy' | 'deadlineHours'>,
  { notWorse, growthAtMost }: Measurement,
): number {
  const { alpha } = item.policy;
  const atAnyMoment = provedPoints(notWorse, alongTheWay * alpha);
  return isOver(item) ? Math.min(atAnyMoment, growthAtMost((1 - alongTheWay) * alpha)) : atAnyMoment;
}

/** `at most 3.1 points worse, 95 %`: of a hundred jobs, so many more than before fail. */
function bound(most: number, alpha: number): string {
  return most >= 1
    ? 'nothing is proved yet'
    : `at most ${points(most)} points worse, ${+(100 * (1 - alpha)).toFixed(2)} %`;
}

function points(share: number): string {
  return (100 * share).toFixed(1);
}

/** What the measure is: all of the history, what came since its rate changed, or other queues where there is next to none. */
function before(
  { watch }: Case,
  rate: number,
  { movedMs, likeQueues }: Pick<Beliefs, 'movedMs' | 'likeQueues'>,
): string {
  if (likeQueues > 0) return `before, with ${likeQueues} queues like it, ${percent(rate)}`;
  if (movedMs === null) return `before ${percent(rate)}`;
  return `in the ${hours(watch.changedMs - movedMs)} before ${percent(rate)}: the rate changed then, and older jobs do not count`;
}

/** A share of failures that grew for everybody to see is never called good. */
function soFar(measurement: Measurement): string {
  return failsMore(measurement)
    ? 'more than before, but in bursts that may have one cause each, so it is not certain yet'
    : 'no alarm';
}

/** Only tests run there: production and users' jobs, and so most nodes and tasks, have not tried the new pilot. */
function inTest(item: Case, { comment }: QueueRecord, found: string): Decision {
  if (isOver(item)) return outOfTime(item, found);
  const why = comment === '' ? '' : ` (${comment})`;
  return {
    ...nothingToDo,
    verdict: 'inconclusive',
    isFinal: false,
    reason: `${found}, but the queue is in test${why}, and is called good only once it is online. The watch goes on.`,
  };
}

/** Growth of the share of failures that a reader would call the same, and growth that asks for its reason. */
const sameToAReader = 0.01;
const worthAWord = 0.04;

/** The share of failures grew so much that a reader would stumble over it, alarm or not. */
export function failsMore({
  jobs,
  failures,
  rateBefore,
}: Pick<Measurement, 'jobs' | 'failures' | 'rateBefore'>): boolean {
  return failures > jobs * (rateBefore + worthAWord);
}
