import { causeKnowledge, type WatchedCause } from '../causes.js';
import type { Evidence } from '../jobs/evidence.js';
import { besideEvidence, type Excluded, type Measurement } from '../measure.js';
import { believe, excessEvidence } from '../statistics/excess-test.js';
import { bucketMs, ofTimes, type Outcomes } from '../statistics/outcomes.js';
import type { Tally } from '../jobs/tally.js';
import { failuresOf, select, selectTimes, worst } from '../jobs/select.js';

/** Why failures that are more frequent than before are not the change's doing. */
export type Excuse =
  | { readonly is: 'everybody'; readonly sentence: string; readonly excluded: Excluded }
  | { readonly is: 'one task'; readonly sentence: string; readonly excluded: Excluded }
  | { readonly is: 'one node'; readonly sentence: string; readonly node: string }
  | { readonly is: 'old pilot too'; readonly sentence: string };

/** Causes that look like an outage; an outage is looked for at other queues with any pilot. */
const outageCauses: readonly WatchedCause[] = ['storage', 'site', 'batch'];
/** Less at others proves nothing. */
const leastOthers = 30;
/** A culprit fails at least so many jobs, and so large a share of its own: a task half of them, a bad node nearly all. */
const leastOfCulprit = 5;
const shareOfCulprit = { tasks: 0.5, nodes: 0.8 } as const;

export interface Question {
  readonly evidence: Evidence;
  readonly peers: readonly Evidence[];
  readonly cause: WatchedCause;
  readonly measurement: Measurement;
  readonly excluded: Excluded;
  /** log of the e-value that counts as an alarm. */
  readonly threshold: number;
  readonly minJobs: number;
}

/** The first excuse that holds, or null: the change has to answer for the failures. */
export function findExcuse(question: Question): Excuse | null {
  return explainBurst(question) ?? oldPilotToo(question);
}

/** What a burst, which is no alarm, comes from: an outage that everybody had, one task or one worker node; or null. */
export function explainBurst(question: Question): Excuse | null {
  return everybody(question) ?? oneOf(question, 'tasks') ?? oneOf(question, 'nodes');
}

/**
 * Others have it in the same hours: their rate of this cause rose by the same test, and this queue's is
 * not above theirs. A fault of container, pilot or queue record is never excused so: what has just been
 * flipped elsewhere has the same fault.
 */
function everybody({ evidence, peers, cause, excluded, threshold }: Question): Excuse | null {
  const isOutage = outageCauses.includes(cause);
  if (!isOutage && cause !== 'ambiguous') return null;
  const strata = [...evidence.after.values()];
  const fromMs = Math.min(...strata.flatMap(({ times }) => [...times.keys()])) * bucketMs;
  if (!Number.isFinite(fromMs)) return null;

  const tallies = (from: readonly Evidence[]): Tally[] =>
    from.flatMap((peer) => (isOutage ? allOf(peer) : unchangedOf(peer)));
  const near = tallies(peers.filter(({ cloud }) => cloud === evidence.cloud));
  const now = { fromMs, toMs: Infinity };
  const nearNow = selectTimes(near, [cause], now);
  const where = nearNow.jobs >= leastOthers ? `of cloud ${evidence.cloud}` : 'elsewhere';
  const others = nearNow.jobs >= leastOthers ? near : tallies(peers);
  const othersNow = nearNow.jobs >= leastOthers ? nearNow : selectTimes(others, [cause], now);
  const othersBefore = selectTimes(others, [cause], { fromMs: -Infinity, toMs: fromMs });
  if (othersNow.jobs < leastOthers || othersBefore.jobs < leastOthers) return null;

  const own = selectTimes(strata, [cause], now);
  const { worse, worseIfIndependent } = excessEvidence(believe(othersBefore), othersNow);
  // An outage that is over is a burst in time; it was everybody's where the others fail at least half as often as this queue.
  const isBurst = isOutage && 2 * othersNow.failures * own.jobs >= own.failures * othersNow.jobs;
  // Others that had outages before expect further ones: whether this is one is asked as if they did not.
  const rose = worse >= threshold || (isBurst && worseIfIndependent >= threshold);
  const { mine, theirs } = sameHours(own, othersNow);
  const isAbove = excessEvidence(believe(theirs), mine).worse >= threshold;
  if (!rose || isAbove) return null;
  return {
    is: 'everybody',
    sentence: `Failures of ${causeKnowledge[cause].name} rose at the queues ${where} in the same hours too (${share(othersBefore)} to ${share(othersNow)}): they are left out.`,
    excluded: { ...excluded, causes: [...excluded.causes, cause] },
  };
}

/**
 * Both in the stretches of time in which both ran jobs, the others' weighed by this queue's jobs: an
 * outage of an evening is a large share of a queue that ran mostly in that evening.
 */
function sameHours(own: Outcomes, others: Outcomes): { readonly mine: Outcomes; readonly theirs: Outcomes } {
  const otherAt = new Map(others.times.map((time) => [time.bucket, time]));
  const mine = own.times.filter(({ bucket }) => (otherAt.get(bucket)?.jobs ?? 0) > 0);
  const theirs = mine.map(({ bucket, jobs }) => {
    const { failures, jobs: all } = otherAt.get(bucket) ?? { failures: 0, jobs: 1 };
    return { bucket, jobs, failures: Math.round((failures / all) * jobs) };
  });
  return { mine: ofTimes(mine), theirs: ofTimes(theirs) };
}

/** Without one task, or one worker node, nothing is left of the alarm, and enough other jobs ran. */
function oneOf(
  { evidence, cause, measurement, excluded, threshold, minJobs }: Question,
  grouping: 'tasks' | 'nodes',
): Excuse | null {
  if (excluded.without) return null;
  const strata = [...evidence.after.values()];
  const found = worst(strata, grouping, cause);
  if (!found) return null;
  const without = { grouping, label: found.label };
  const rest = select(strata, { causes: [cause], without });
  const own = measurement.jobs - rest.jobs;
  if (rest.jobs < minJobs || found.failures < Math.max(leastOfCulprit, shareOfCulprit[grouping] * own)) return null;
  const history = evidence.before;
  if (excessEvidence(believe(select([history], { causes: [cause] })), rest).worse >= threshold) return null;
  if (rest.failures * measurement.jobs >= 0.5 * rest.jobs * failuresOf(strata, [cause])) return null;

  const count = `${found.failures} of ${failuresOf(strata, [cause])} failures of ${causeKnowledge[cause].name}`;
  return grouping === 'tasks'
    ? {
        is: 'one task',
        sentence: `${count} are of task ${found.label}: the task is at fault and is left out.`,
        excluded: { ...excluded, without },
      }
    : { is: 'one node', sentence: `${count} are on worker node ${found.label}.`, node: String(found.label) };
}

/** The old pilot, still running beside, fails more than before as well, and the new one not more than it. */
function oldPilotToo({ evidence: { before, after, beside }, cause, excluded, threshold }: Question): Excuse | null {
  if (excluded.without || beside.jobs === 0) return null;
  const rose =
    excessEvidence(believe(select([before], { causes: [cause] })), select([beside], { causes: [cause] })).worse >=
    threshold;
  const difference = besideEvidence([...after.values()], beside, [cause]) ?? -Infinity;
  if (!rose || difference >= threshold) return null;
  return {
    is: 'old pilot too',
    sentence: `The old pilot, still running beside, has the same failures (${failuresOf([beside], [cause])} of ${beside.jobs} jobs).`,
  };
}

function allOf({ before, beside, after }: Evidence): readonly Tally[] {
  return [before, beside, ...after.values()];
}

/** Jobs that no change under watch can have touched. */
function unchangedOf({ before, beside }: Evidence): readonly Tally[] {
  return [before, beside];
}

function share({ jobs, failures }: Outcomes): string {
  return `${((100 * failures) / jobs).toFixed(1)} %`;
}
