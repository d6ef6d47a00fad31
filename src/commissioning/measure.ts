import { watchedCauses, type WatchedCause } from './causes.js';
import type { Evidence } from './evidence.js';
import { agesFrom, type Ages, type Running } from './running.js';
import {
  believe,
  dependencesOf,
  excessEvidence,
  expectedRate,
  type ExcessEvidence,
  type RateBelief,
} from './statistics/excess-test.js';
import { logSumExp } from './statistics/log-gamma.js';
import type { Outcomes } from './statistics/outcomes.js';
import { logSafeTwoByTwo, type Block } from './statistics/safe-two-by-two.js';
import { failuresOf, select, timesOf, type Selection, type Tally } from './tally.js';

/** What is left out because it was explained: causes that everybody suffers from, one task or node. */
export interface Excluded {
  readonly causes: readonly WatchedCause[];
  readonly without?: Selection['without'];
}

/** One queue's jobs after the change against those before. E-values as logarithms. */
export interface Measurement {
  readonly jobs: number;
  readonly failures: number;
  /** Expected from history. */
  readonly rateBefore: number;
  readonly historyJobs: number;
  /** Evidence that anything got worse: what an alarm goes by. */
  readonly alarm: number;
  readonly byCause: readonly CauseMeasurement[];
  /** Evidence that the share of newly failing jobs is below what is tolerated. */
  readonly notWorse: number;
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

/** A queue with fewer jobs before the change is measured by others too. */
export const leastHistory = 30;

/** What history says of some causes together; computed once for each set of causes. */
export interface Beliefs {
  readonly jobs: number;
  readonly history: readonly Tally[];
  /** How long jobs last. */
  readonly ages: Ages;
  readonly of: (causes: readonly WatchedCause[]) => RateBelief;
  readonly failuresOf: (cause: WatchedCause) => number;
}

/** `others`: tallies of comparable queues, used as history too where the queue has next to none. */
export function beliefsOf(before: Tally, others: readonly Tally[]): Beliefs {
  const history = before.jobs >= leastHistory ? [before] : [before, ...others];
  const jobs = history.reduce((sum, one) => sum + one.jobs, 0);
  const known = formed.get(before);
  if (known?.jobs === jobs && known.history.length === history.length) return known;
  const beliefs = form(history, jobs);
  formed.set(before, beliefs);
  return beliefs;
}

/** History is folded once and looked at many times: what was made of it stands until jobs are added. */
const formed = new WeakMap<Tally, Beliefs>();

function form(history: readonly Tally[], jobs: number): Beliefs {
  const together = believe(select(history, { causes: watchedCauses }));
  const known = new Map([[watchedCauses.join(), together]]);
  return {
    jobs,
    history,
    ages: agesFrom(summed(history.map(({ walls }) => walls)), summed(history.map(({ failedWalls }) => failedWalls))),
    failuresOf: (cause) => failuresOf(history, [cause]),
    of: (causes) => {
      const name = causes.join();
      const belief = known.get(name) ?? believe(select(history, { causes }), dependencesOf(together));
      known.set(name, belief);
      return belief;
    },
  };
}

/**
 * Measures a queue against its history. A cause that is no more frequent than before earns nothing;
 * neither does one that is left out. `nowMs`: when the jobs were read; Infinity where all have ended.
 */
export function measure(
  { watch, after, beside }: Evidence,
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
  const comparison = { beliefs, beside, without: excluded.without, running };

  const together = compare(comparison, strata, counted);
  const byCause = counted.map((cause) => ({ cause, ...compareIfMore(comparison, strata, cause) }));
  return {
    jobs: together.after.jobs,
    failures: together.after.failures,
    rateBefore: together.rateBefore,
    historyJobs: beliefs.jobs,
    alarm: logSumExp([
      Math.log(capital.together) + together.worse,
      ...byCause.map(({ cause, evidence }) => Math.log(capital.alone[cause]) + evidence),
      Math.log(capital.laterVersions) + laterVersions(comparison, strata, counted),
    ]),
    byCause,
    notWorse: together.notWorse,
    isMature: running === undefined || running.nowMs - running.fromMs >= running.ages.longMs,
  };
}

/** Adds up place by place. */
function summed(counts: readonly (readonly number[])[]): number[] {
  return (counts[0] ?? []).map((_, place) => counts.reduce((sum, one) => sum + (one[place] ?? 0), 0));
}

interface Comparison {
  readonly beliefs: Beliefs;
  readonly beside: Tally;
  readonly without: Excluded['without'];
  readonly running: Running | undefined;
}

interface Compared extends ExcessEvidence {
  readonly after: Outcomes;
  readonly rateBefore: number;
}

function compare(
  { beliefs, beside, without, running }: Comparison,
  strata: readonly Tally[],
  causes: readonly WatchedCause[],
): Compared {
  const belief = beliefs.of(causes);
  const selection = { causes, without, past: beliefs.history };
  const after = select(strata, selection);
  const ended = excessEvidence(belief, after);
  const { worse, worseIfIndependent } = running
    ? excessEvidence(belief, select(strata, { ...selection, running: { ...running, rate: expectedRate(belief) } }))
    : ended;
  const against = without ? null : besideEvidence(strata, beside, causes);
  return {
    after,
    rateBefore: expectedRate(belief),
    worse: against === null ? worse : logSumExp([worse, against]) - Math.log(2),
    worseIfIndependent,
    // Jobs that have not ended say nothing good; those that have are rather the bad ones.
    notWorse: ended.notWorse,
  };
}

function compareIfMore(
  comparison: Comparison,
  strata: readonly Tally[],
  cause: WatchedCause,
): Omit<CauseMeasurement, 'cause'> {
  const { jobs, failures } = select(strata, { causes: [cause], without: comparison.without });
  const rateBefore = (comparison.beliefs.failuresOf(cause) + 0.5) / (comparison.beliefs.jobs + 1);
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
): number | null {
  const others = new Map(timesOf([beside], causes).map((time) => [time.bucket, time]));
  const times = timesOf(strata, causes);
  const newest = Math.max(times.at(-1)?.bucket ?? 0, ...others.keys());
  const blocks = times.flatMap((one): Block[] => {
    const other = others.get(one.bucket);
    return other && one.bucket < newest ? [{ one, other }] : [];
  });
  return blocks.length === 0 ? null : logSafeTwoByTwo(blocks, { raisedOnly: true });
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
