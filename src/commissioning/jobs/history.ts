import { watchedCauses, type WatchedCause } from '../causes.js';
import { agesFrom, type Ages } from './running.js';
import { changePoint } from '../statistics/change-point.js';
import {
  anyDependence,
  believe,
  dependencesOf,
  labelledDependence,
  type Prior,
  type RateBelief,
} from '../statistics/excess-test.js';
import { bucketMs, type Outcomes } from '../statistics/outcomes.js';
import type { Tally } from './tally.js';
import { failuresOf, select, selectTimes, tellingJobs, timesOf } from './select.js';

/** A queue with fewer jobs before the change is measured by others too. */
export const leastHistory = 30;

/** What the jobs before the change say of some causes together; computed once for each set of causes. */
export interface Beliefs {
  /** Jobs of the queue's own that count. */
  readonly jobs: number;
  readonly history: readonly Tally[];
  /** Since when the rate is what it was at the change; earlier jobs do not count. null: all along. */
  readonly movedMs: number | null;
  /** Queues like this one that stand in where it has next to no jobs of its own. */
  readonly likeQueues: number;
  /** Of the queue's own, all along. */
  readonly jobsPerHour: number;
  /** How long jobs last. */
  readonly ages: Ages;
  /** `excused`: jobs that failed for these tell nothing. */
  readonly of: (causes: readonly WatchedCause[], excused?: readonly WatchedCause[]) => RateBelief;
  readonly rateOf: (cause: WatchedCause, excused?: readonly WatchedCause[]) => number;
}

/** Whether bursts without a label are reckoned with (`commissioning.bursts`). */
export type BurstPolicy = 'assumed' | 'labelled';

/** `alike`: jobs of queues like this one, by queue: how their rates differ is what is known beforehand where it has next to no jobs. */
export function beliefsOf(before: Tally, alike: readonly Tally[], bursts: BurstPolicy): Beliefs {
  const isLong = (tally: Tally): boolean => tellingJobs([tally]) >= leastHistory;
  const others = isLong(before) ? [] : alike.filter(isLong);
  const made = [before, ...others].reduce((sum, { jobs }) => sum + jobs, 0);
  const known = formed.get(before);
  const isSame = known?.bursts === bursts && known.others.length === others.length;
  if (isSame && known.others.every((one, place) => one === others[place]) && made <= enoughMore * known.made)
    return known.beliefs;
  const beliefs = form(before, others, bursts);
  formed.set(before, { made, bursts, others, beliefs });
  return beliefs;
}

/** History is folded once and looked at many times: what was made of it stands until so many times more jobs are there. */
const enoughMore = 1.05;
const formed = new WeakMap<
  Tally,
  { readonly made: number; readonly bursts: BurstPolicy; readonly others: readonly Tally[]; readonly beliefs: Beliefs }
>();

function form(before: Tally, others: readonly Tally[], bursts: BurstPolicy): Beliefs {
  const dependences = bursts === 'labelled' ? labelledDependence : anyDependence;
  const moved = changePoint(timesOf([before], watchedCauses), dependences);
  const movedMs = moved === null ? null : moved * bucketMs;
  const counted = (causes: readonly WatchedCause[], excused: readonly WatchedCause[] = []): Outcomes =>
    movedMs === null
      ? select([before], { causes, excused })
      : selectTimes([before], causes, { fromMs: movedMs, toMs: Infinity, excused });
  const prior = (causes: readonly WatchedCause[]): Prior | undefined =>
    others.length === 0 ? undefined : priorFrom(others, causes);

  const together = believe(counted(watchedCauses), dependences, prior(watchedCauses));
  const known = new Map([[watchedCauses.join(), together]]);
  const ended = [before, ...others];
  return {
    jobs: counted(watchedCauses).jobs,
    history: [before],
    movedMs,
    likeQueues: others.length,
    jobsPerHour: paceOf(before),
    ages: agesFrom(summed(ended.map(({ walls }) => walls)), summed(ended.map(({ failedWalls }) => failedWalls))),
    rateOf: (cause, excused) => {
      const { jobs, failures } = counted([cause], excused);
      const beforehand = prior([cause]) ?? { jobs: 1, failures: 0.5 };
      return (failures + beforehand.failures) / (jobs + beforehand.jobs);
    },
    of: (causes, excused = []) => {
      const name = [causes, ...(excused.length === 0 ? [] : [excused])].join(' without ');
      const belief = known.get(name) ?? believe(counted(causes, excused), dependencesOf(together), prior(causes));
      known.set(name, belief);
      return belief;
    },
  };
}

/** A fleet's rates are held to tell of one more queue no less, and no more, than so many jobs would; one or two queues as much as ten. */
const [leastPrior, mostPrior] = [2, 60];
const priorOfFew = 10;
const fewQueues = 3;

/** The beta law of the rates of some queues, by their mean and spread (empirical Bayes, Robbins 1956). */
function priorFrom(others: readonly Tally[], causes: readonly WatchedCause[]): Prior {
  const rates = others.map((tally) => (failuresOf([tally], causes) + 0.5) / (tellingJobs([tally]) + 1));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const spread = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / Math.max(1, rates.length - 1);
  const jobs = rates.length < fewQueues ? priorOfFew : (mean * (1 - mean)) / Math.max(1e-6, spread) - 1;
  const weight = Math.max(leastPrior, Math.min(mostPrior, jobs));
  return { failures: mean * weight, jobs: weight };
}

/** Jobs an hour from the first to the last that started. */
function paceOf({ times }: Tally): number {
  const stretches = [...times.keys()];
  if (stretches.length === 0) return 0;
  const [first, last] = stretches.reduce(
    ([least, most], stretch) => [Math.min(least, stretch), Math.max(most, stretch)],
    [Infinity, -Infinity],
  );
  const jobs = [...times.values()].reduce((sum, time) => sum + time.jobs, 0);
  return jobs / (((last - first + 1) * bucketMs) / 3_600_000);
}

/** Adds up place by place. */
function summed(counts: readonly (readonly number[])[]): number[] {
  return (counts[0] ?? []).map((_, place) => counts.reduce((sum, one) => sum + (one[place] ?? 0), 0));
}
