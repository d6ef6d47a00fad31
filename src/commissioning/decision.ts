import { parseContainers, switchOff } from '../changes/record/containers.js';
import { instant } from '../model/dates.js';
import type { VerdictKind } from '../model/history.js';
import type { CommissioningPolicy } from '../model/inventory.js';
import type { QueueRecord } from '../model/record.js';
import { causeIndex, causeKnowledge, type RemedyKind, type WatchedCause } from './causes.js';
import type { Evidence, Watch } from './evidence.js';
import type { Excuse } from './excuses.js';
import type { Measurement } from './measure.js';
import { queueEdits, type QueueEdit } from './queue-edits.js';
import type { Beliefs } from './history.js';
import { provedPoints } from './statistics/reverse-test.js';
import { failuresOf, firstBecause } from './tally.js';

const hourMs = 3_600_000;

export type JudgingPolicy = Pick<
  CommissioningPolicy,
  'min_jobs' | 'alpha' | 'margin' | 'bursts' | 'deadline_hours' | 'on_container_fault'
>;

/** What stands around the jobs of a queue at the moment of judging. */
export interface Circumstances {
  readonly nowMs: number;
  /** The queue as it is; null where the catalogue does not know it. */
  readonly record: QueueRecord | null;
  /** The campaign's container pair, e.g. `singularity:pilot`; null without a container track. */
  readonly containersOn: string | null;
}

/** A queue to be decided on. */
export interface Case extends Circumstances {
  readonly evidence: Evidence;
  readonly watch: Watch;
  readonly policy: JudgingPolicy;
  /** After the effect the watch lasts so long. */
  readonly deadlineHours: number;
  readonly jobsPerHourBefore: number;
  /** log of the e-value from which on there is an alarm. */
  readonly threshold: number;
}

/** What is to be done, and why; `Judgement` adds the evidence. */
export interface Decision {
  readonly verdict: VerdictKind;
  /** False: the watch goes on, and this is how it stands. */
  readonly isFinal: boolean;
  readonly reason: string;
  readonly remedy: RemedyKind;
  /** What a person has to do; null where nobody has to. */
  readonly action: string | null;
  readonly edits: readonly QueueEdit[];
}

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

function hours(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 3_600_000));
  return whole === 1 ? 'hour' : `${whole} hours`;
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

const nothingToDo = { remedy: 'none', action: null, edits: [] } as const;

/** What an alarm is about. */
export interface Found {
  readonly cause: WatchedCause;
  /** Points at the site. */
  readonly excuse: Excuse | null;
  /** Since when it may have been so, if before the change. */
  readonly begunMs: number | null;
}

/** An alarm that stands, for its main cause. */
export function alarmed(item: Case, measurement: Measurement, { cause, excuse, begunMs }: Found): Decision {
  const { jobs } = measurement;
  const sentence = `${grown(item, measurement, cause)}${excuse ? ` ${excuse.sentence}` : ''}`;
  if (jobs < item.policy.min_jobs) {
    if (isOver(item)) return outOfTime(item, sentence);
    return {
      ...nothingToDo,
      verdict: 'not enough jobs',
      isFinal: false,
      reason: `${sentence} An alarm; a verdict comes with ${item.policy.min_jobs} jobs.`,
    };
  }
  if (excuse?.is === 'one node') return siteFault(sentence, `Tell the site about worker node ${excuse.node}.`);
  if (excuse) return siteFault(sentence, 'Tell the site; neither pilot is at fault.');
  if (begunMs !== null) return perhapsBefore(item, sentence, begunMs);
  return fault(item, cause, sentence);
}

/** More failures for certain, but the last jobs of the old pilot do not show that it was the change. */
function perhapsBefore({ watch }: Case, found: string, begunMs: number): Decision {
  const since = hours(watch.changedMs - begunMs);
  return {
    ...nothingToDo,
    verdict: 'inconclusive',
    isFinal: true,
    reason: `${found} It may have begun before the change: the jobs of the ${since} before it do not tell.`,
    action: `Compare the failures of ${watch.queue} with those of the ${since} before the change, then say: migrate commission ${watch.queue} --verdict good|… --reason "…".`,
  };
}

function fault(item: Case, cause: WatchedCause, reason: string): Decision {
  const { policy, evidence, record, containersOn } = item;
  if (cause === 'configuration') {
    const edits = queueEdits(codesOf(evidence, cause), record, containersOn);
    const action =
      edits.length === 0
        ? 'Compare the queue record with that of a working queue of the site.'
        : edits.map(({ sentence }) => sentence).join(' ');
    return { verdict: 'configuration', isFinal: true, reason, remedy: 'edit', action, edits };
  }
  const mayBeContainer =
    cause === 'container' || (cause !== 'storage' && cause !== 'batch' && mostlyPerhapsContainer(evidence, cause));
  if (mayBeContainer && containersRun(item)) {
    const perhaps =
      cause === 'container' ? '' : ' They may come from the container: containers run here, and without them it shows.';
    const remedy = policy.on_container_fault === 'containers-off' ? 'containers-off' : 'rollback';
    return {
      verdict: 'container fault',
      isFinal: true,
      reason: `${reason}${perhaps}`,
      remedy,
      action: null,
      edits: [],
    };
  }
  if (cause === 'container' || cause === 'pilot' || cause === 'ambiguous') {
    const remains = mayBeContainer ? ' Containers are off, and the failures remain.' : '';
    return {
      verdict: 'pilot fault',
      isFinal: true,
      reason: `${reason}${remains}`,
      remedy: 'rollback',
      action: null,
      edits: [],
    };
  }
  return siteFault(reason, `Tell the site: ${causeKnowledge[cause].advice}`);
}

function siteFault(reason: string, action: string): Decision {
  return { verdict: 'site fault', isFinal: true, reason, remedy: 'hold', action, edits: [] };
}

function outOfTime({ watch, deadlineHours, record }: Case, found: string): Decision {
  const status =
    record && record.status !== 'online'
      ? ` The queue is ${record.status}${record.comment === '' ? '' : ` (${record.comment})`}.`
      : '';
  return {
    verdict: 'inconclusive',
    isFinal: true,
    reason: `${found}, and the ${Math.round(deadlineHours)} hours are over.${status}`,
    remedy: 'none',
    action: `Look at the jobs of ${watch.queue} and whether pilots reach it, then say: migrate commission ${watch.queue} --verdict good|… --reason "…".`,
    edits: [],
  };
}

function isOver({ nowMs, watch, deadlineHours }: Pick<Case, 'nowMs' | 'watch' | 'deadlineHours'>): boolean {
  return nowMs >= watch.effectiveMs + deadlineHours * hourMs;
}

/** The pilot uses a container here. Where the record is unknown, what the jobs say stands. */
function containersRun({ record, containersOn }: Case): boolean {
  if (containersOn === null) return false;
  if (record === null) return true;
  return (
    parseContainers(switchOff(record.container_type, containersOn)).length <
    parseContainers(record.container_type).length
  );
}

function mostlyPerhapsContainer({ after }: Evidence, cause: WatchedCause): boolean {
  const strata = [...after.values()];
  const perhaps = strata.reduce((sum, { perhapsContainer }) => sum + (perhapsContainer[causeIndex[cause]] ?? 0), 0);
  return 2 * perhaps >= failuresOf(strata, [cause]);
}

function codesOf({ after }: Evidence, cause: WatchedCause): ReadonlyMap<number, number> {
  const sum = new Map<number, number>();
  for (const { codes } of after.values()) {
    for (const [code, jobs] of codes[causeIndex[cause]] ?? []) sum.set(code, (sum.get(code) ?? 0) + jobs);
  }
  return sum;
}

function grown({ evidence }: Case, { byCause, jobs }: Measurement, cause: WatchedCause): string {
  const found = byCause.find((one) => one.cause === cause);
  const first = firstBecause([...evidence.after.values()], cause);
  const failures = found?.failures ?? 0;
  return `Failures of ${causeKnowledge[cause].name}: ${failures} of ${jobs} jobs (${percent(failures / Math.max(1, jobs))}; before ${percent(found?.rateBefore ?? 0)})${first === null ? '' : `, e.g. ${first}`}.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
