import { watchedCauses, type WatchedCause } from './causes.js';
import type { Evidence } from './jobs/evidence.js';
import type { Beliefs } from './jobs/history.js';
import type { Running } from './jobs/running.js';
import { mayHaveBegun } from './statistics/change-point.js';
import { excessEvidence, expectedRate, type ExcessEvidence } from './statistics/excess-test.js';
import { logSumExp } from './statistics/log-gamma.js';
import { bucketMs, type Outcomes } from './statistics/outcomes.js';
import { growthAtMost, notWorseEvidence } from './statistics/reverse-test.js';
import { logSafeTwoByTwo, type Block } from './statistics/safe-two-by-two.js';
import type { Tally } from './jobs/tally.js';
import { select, timesOf, type Selection } from './jobs/select.js';

/** What is left out because it was explained: causes that everybody suffers from, one task or node. */
export interface Excluded {
  readonly causes: readonly WatchedCause[];
  readonly without?: Selection['without'];
}

/** One queue's jobs after the change against those before. E-values as logarithms. */
export interface Measurement {
  readonly jobs: number;
  readonly failures: number;
  /** Jobs that run for longer than they should, and may have died: no failures yet, and nothing good either. */
  readonly missing: number;
  /** Expected from history. */
  readonly rateBefore: number;
  readonly historyJobs: number;
  /** Evidence that anything got worse: what an alarm goes by. */
  readonly alarm: number;
  readonly byCause: readonly CauseMeasurement[];
  /** Evidence that the rate is less than so many points (a share of all jobs) above the one before. */
  readonly notWorse: (points: number) => number;
  /** The rate went up by at most so many points, at a level and at one moment fixed beforehand. */
  readonly growthAtMost: (alpha: number) => number;
  /** The watch has lasted as long as nearly every job does: those that hang would show. */
  readonly isMature: boolean;
}

export interface CauseMeasurement {
  readonly cause: WatchedCause;
  readonly failures: number;
  readonly rateBefore: number;
  readonly evidence: number;
  /** The same if failures had nothing to do with each other: larger where they come in a burst. */
  readonly evidenceIfIndependent: number;
}

/**
 * How the capital is laid: on all watched causes together, on each alone (more on those that a change
 * brings about), and a reserve for pilot versions that come up during the watch. Shares are fixed
 * beforehand and add up to one, so what they become together is an e-process.
 */
const capital = {
  together: 0.7,
  alone: { container: 0.06, pilot: 0.06, configuration: 0.06, ambiguous: 0.04, site: 0.01, storage: 0.01, batch: 0.01 },
  laterVersions: 0.05,
} as const satisfies { together: number; alone: Record<WatchedCause, number>; laterVersions: number };

/**
 * Measures a queue against its history. A cause that is no more frequent than before earns nothing;
 * neither does one that is left out. `nowMs`: when the jobs were read; Infinity where all have ended.
 */
export function measure(
  { watch, after, beside, running: now }: Evidence,
  beliefs: Beliefs,
  nowMs: number,
  excluded: Excluded,
): Measurement {
  const strata = [...after.values()];
  const running =
    watch && Number.isFinite(nowMs)
      ? { ages: beliefs.ages, nowMs, fromMs: watch.effectiveMs + watch.marginMs }
      : undefined;
  const counted = watchedCauses.filter((cause) => !excluded.causes.includes(cause));
  const comparison = { beliefs, beside, excluded, running };

  const together = compare(comparison, strata, counted);
  const belief = beliefs.of(counted, excluded.causes);
  const missing = running && { ...running, now, rate: together.rateBefore };
  // Jobs that have not ended say nothing good; those that have are rather the bad ones, and those that should have are held to be.
  const proving =
    missing === undefined || now.size === 0
      ? together.after
      : select(strata, {
          causes: counted,
          excused: excluded.causes,
          without: excluded.without,
          past: beliefs.history,
          missing,
        });
  const byCause = counted.map((cause) => ({ cause, ...compareIfMore(comparison, strata, cause) }));
  return {
    jobs: together.after.jobs,
    failures: together.after.failures,
    missing: proving.failures - together.after.failures,
    rateBefore: together.rateBefore,
    historyJobs: beliefs.jobs,
    alarm: logSumExp([
      Math.log(capital.together) + together.worse,
      ...byCause.map(({ cause, evidence }) => Math.log(capital.alone[cause]) + evidence),
      Math.log(capital.laterVersions) + laterVersions(comparison, strata, counted),
    ]),
    byCause,
    notWorse: notWorseEvidence(belief, proving),
    growthAtMost: (alpha) => growthAtMost(belief, proving, alpha),
    isMature: running === undefined || running.nowMs - running.fromMs >= running.ages.longMs,
  };
}

interface Comparison {
  readonly beliefs: Beliefs;
  readonly beside: Tally;
  readonly excluded: Excluded;
  readonly running: Running | undefined;
}

interface Compared extends ExcessEvidence {
  readonly after: Outcomes;
  readonly rateBefore: number;
}

function compare(
  { beliefs, beside, excluded: { causes: excused, without }, running }: Comparison,
  strata: readonly Tally[],
  causes: readonly WatchedCause[],
): Compared {
  const belief = beliefs.of(causes, excused);
  const selection = { causes, excused, without, past: beliefs.history };
  const after = select(strata, selection);
  const started = running
    ? select(strata, { ...selection, running: { ...running, rate: expectedRate(belief) } })
    : after;
  const { worse, worseIfIndependent } = excessEvidence(belief, started);
  const against = without ? null : besideEvidence(strata, beside, causes, excused);
  return {
    after,
    rateBefore: expectedRate(belief),
    worse: against === null ? worse : logSumExp([worse, against]) - Math.log(2),
    worseIfIndependent,
  };
}

function compareIfMore(
  comparison: Comparison,
  strata: readonly Tally[],
  cause: WatchedCause,
): Omit<CauseMeasurement, 'cause'> {
  const { causes: excused, without } = comparison.excluded;
  const { jobs, failures } = select(strata, { causes: [cause], excused, without });
  const rateBefore = comparison.beliefs.rateOf(cause, excused);
  if (failures <= jobs * rateBefore)
    return { failures, rateBefore, evidence: -Infinity, evidenceIfIndependent: -Infinity };
  const { worse, worseIfIndependent } = compare(comparison, strata, [cause]);
  return { failures, rateBefore, evidence: worse, evidenceIfIndependent: worseIfIndependent };
}

/**
 * The safe 2×2 test against the old pilot at the same queue, stretch of time by stretch of time; the
 * newest stretch is not over and waits. null: the old pilot does not run beside.
 */
export function besideEvidence(
  strata: readonly Tally[],
  beside: Tally,
  causes: readonly WatchedCause[],
  excused: readonly WatchedCause[] = [],
): number | null {
  const others = new Map(timesOf([beside], causes, excused).map((time) => [time.bucket, time]));
  const times = timesOf(strata, causes, excused);
  const newest = Math.max(times.at(-1)?.bucket ?? 0, ...others.keys());
  const blocks = times.flatMap((one): Block[] => {
    const other = others.get(one.bucket);
    return other && one.bucket < newest && one.jobs + other.jobs > 0 ? [{ one, other }] : [];
  });
  return blocks.length === 0 ? null : logSafeTwoByTwo(blocks, { raisedOnly: true });
}

/**
 * Since when failures of a cause may have been as frequent as now, though that was before the change;
 * null where the last jobs of the old pilot clearly were as those before them.
 */
export function begunBefore({ after }: Evidence, { movedMs, history }: Beliefs, cause: WatchedCause): number | null {
  const times = timesOf(history, [cause]).filter(({ bucket }) => movedMs === null || bucket * bucketMs >= movedMs);
  const bucket = mayHaveBegun(times, select([...after.values()], { causes: [cause] }));
  return bucket === null ? null : bucket * bucketMs;
}

/** The reserve: half of it for the second version, a quarter for the third …; what is not laid yet is kept. */
function laterVersions(comparison: Comparison, strata: readonly Tally[], causes: readonly WatchedCause[]): number {
  let kept = 1;
  const logs = strata.slice(1).map((stratum) => {
    kept /= 2;
    return Math.log(kept) + compare(comparison, [stratum], causes).worse;
  });
  return logSumExp([...logs, Math.log(kept)]);
}
