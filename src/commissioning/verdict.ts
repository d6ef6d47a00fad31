import { causeIndex, watchedCauses, type WatchedCause } from './causes.js';
import { compareCpu, type CpuComparison } from './jobs/cpu.js';
import { deadlineHours, hasDriedUp } from './decision/deadline.js';
import type { Evidence, Watch } from './jobs/evidence.js';
import type { Case, Circumstances, Decision, JudgingPolicy } from './decision/decision.js';
import { noAlarm, provedGrowth } from './decision/no-alarm.js';
import { alarmed } from './decision/alarmed.js';
import { explainBurst, findExcuse } from './decision/excuses.js';
import { beliefsOf, type Beliefs } from './jobs/history.js';
import { begunBefore, measure, type Excluded, type Measurement } from './measure.js';
import { eBenjaminiHochberg, type Decided } from './statistics/e-benjamini-hochberg.js';
import type { Tally } from './jobs/tally.js';
import { failuresOf, firstBecause } from './jobs/select.js';

export interface Alarm {
  readonly cause: WatchedCause;
  readonly jobs: number;
  readonly eValue: number;
}

/** One cause before and after, for people. Rates from 0 to 1. */
export interface CauseCount {
  readonly cause: WatchedCause;
  readonly failures: number;
  readonly rateBefore: number;
  readonly rateAfter: number;
  readonly eValue: number;
  /** Job ids. */
  readonly examples: readonly number[];
  /** How the first of them was diagnosed. */
  readonly reason: string | null;
}

/** The decision on one queue with its evidence. E-values are cut at 1e300, so JSON can hold them. */
export interface Judgement extends Decision {
  readonly queue: string;
  /** Generation of the record that was judged: a later write resets the evidence. */
  readonly generation: number;
  /** The test has seen enough to worry, at any number of jobs. */
  readonly alarm: Alarm | null;
  readonly jobs: number;
  readonly failures: number;
  readonly historyJobs: number;
  readonly rateBefore: number;
  readonly eValue: number;
  /** e-value that the queue is not worse by `commissioning.margin`: good from 1/(0.75 alpha) on. */
  readonly eValueGood: number;
  /** By so many points (a share of all jobs) at most more jobs fail than before, at level alpha; null while the watch goes on. */
  readonly provedPoints: number | null;
  /** Since when the rate of before is what it was at the change, where that was found to be later than its history's beginning; ms. */
  readonly movedMs: number | null;
  /** Causes that occur, most frequent first. */
  readonly causes: readonly CauseCount[];
  readonly versions: readonly string[];
  /** What was left out, and why. */
  readonly excuses: readonly string[];
  readonly cpu: readonly CpuComparison[];
  /** Records that did not count, by reason. */
  readonly left: Readonly<Record<string, number>>;
}

/**
 * Judges all queues under watch together: with e-BH over them and those watched `before`, the share of false alarms
 * among the alarms is at most alpha. Entries without a watch are only compared with. `circumstances` by queue.
 */
export function judgeAll(
  evidences: readonly Evidence[],
  circumstances: (watch: Watch) => Circumstances,
  policy: JudgingPolicy,
  before?: Decided,
): readonly Judgement[] {
  const measured = evidences.flatMap((evidence): Watched[] => {
    if (!evidence.watch) return [];
    const peers = evidences.filter((other) => other !== evidence);
    const beliefs = beliefsOf(evidence.before, alike(evidence, peers), policy.bursts);
    const around = circumstances(evidence.watch);
    return [
      {
        evidence,
        watch: evidence.watch,
        peers,
        beliefs,
        around,
        first: measure(evidence, beliefs, around.nowMs, { causes: [] }),
      },
    ];
  });
  const threshold = eBenjaminiHochberg(
    measured.map(({ first }) => first.alarm),
    policy.alpha,
    before,
  );
  return measured.map((watched) =>
    decide({ ...watched, ...watched.around, ...deadlineOf(watched, policy), policy, threshold }),
  );
}

/** A queue whose jobs come as slowly as before is waited for; one that hardly gets any is a person's when the policy says. */
function deadlineOf(
  { watch, beliefs: { jobsPerHour }, around, first: { jobs, historyJobs, rateBefore } }: Watched,
  policy: JudgingPolicy,
): Pick<Case, 'deadlineHours' | 'jobsPerHourBefore'> {
  const hours = (around.nowMs - watch.effectiveMs - watch.marginMs) / 3_600_000;
  const pace = { jobsPerHour, historyJobs, rateBefore };
  return {
    deadlineHours: hasDriedUp(jobs, hours, pace) ? policy.deadline_hours : deadlineHours(pace, policy),
    jobsPerHourBefore: jobsPerHour,
  };
}

/** The queues that share most traits with one, the cloud among them. */
function alike(evidence: Evidence, peers: readonly Evidence[]): readonly Tally[] {
  const shared = ({ cloud, traits }: Evidence): number =>
    [cloud === evidence.cloud, ...traits.map((trait) => evidence.traits.includes(trait))].filter(Boolean).length;
  const most = Math.max(0, ...peers.map(shared));
  return peers.filter((peer) => shared(peer) === most).map(({ before }) => before);
}

interface Watched {
  readonly evidence: Evidence;
  readonly watch: Watch;
  readonly peers: readonly Evidence[];
  readonly beliefs: Beliefs;
  readonly around: Circumstances;
  readonly first: Measurement;
}

function decide(item: Watched & Case): Judgement {
  const { evidence, peers, beliefs, first, nowMs, threshold, policy } = item;
  const excuses: string[] = [];
  let measurement = first;
  let excluded: Excluded = { causes: [] };
  // At most every cause and one task are left out, so this ends.
  for (;;) {
    const question = { evidence, peers, measurement, excluded, threshold, minJobs: policy.min_jobs };
    const cause = measurement.alarm >= threshold ? mainCause(measurement) : null;
    // A burst is no alarm; but an outage that is over shows as one, and so does a task or node that fails everything.
    const burst = cause === null ? burstCause(measurement, threshold) : null;
    const excuse =
      cause !== null
        ? findExcuse({ ...question, cause })
        : burst !== null
          ? explainBurst({ ...question, cause: burst })
          : null;
    if (excuse) excuses.push(excuse.sentence);
    if (excuse && 'excluded' in excuse) {
      excluded = excuse.excluded;
      measurement = measure(evidence, beliefs, nowMs, excluded);
      continue;
    }
    const blamed = cause ?? (excuse ? burst : null);
    return judgement(
      item,
      measurement,
      excuses,
      cause,
      blamed === null
        ? noAlarm(item, measurement, beliefs)
        : alarmed(item, measurement, { cause: blamed, excuse, begunMs: begunBefore(evidence, beliefs, blamed) }),
    );
  }
}

/** The cause that would be alarming if failures had nothing to do with each other. */
function burstCause({ byCause }: Measurement, threshold: number): WatchedCause | null {
  const [main] = [...byCause].sort((one, other) => other.evidenceIfIndependent - one.evidenceIfIndependent);
  return main && main.evidenceIfIndependent >= threshold ? main.cause : null;
}

/** Less growth than this share of the jobs is nobody's fault, however certain: it is what is left when a larger cause was explained. */
const leastGrowth = 0.02;

/** The cause that grew with the strongest evidence, of equals the one that grew most; null where none grew. */
function mainCause({ byCause, jobs }: Measurement): WatchedCause | null {
  const growth = ({ failures, rateBefore }: Measurement['byCause'][number]): number => failures - jobs * rateBefore;
  const [main] = byCause
    .filter((one) => growth(one) >= leastGrowth * jobs)
    .sort((one, other) =>
      one.evidence === other.evidence ? growth(other) - growth(one) : other.evidence - one.evidence,
    );
  return main?.cause ?? null;
}

function judgement(
  item: Watched & Case,
  measurement: Measurement,
  excuses: readonly string[],
  cause: WatchedCause | null,
  decision: Decision,
): Judgement {
  const { evidence, watch, beliefs } = item;
  const { jobs, failures, historyJobs, rateBefore, alarm, notWorse } = measurement;
  const { margin } = item.policy;
  const strata: readonly Tally[] = [...evidence.after.values()];
  return {
    queue: watch.queue,
    generation: watch.generation,
    ...decision,
    reason: cause === null && excuses.length > 0 ? `${decision.reason} ${excuses.join(' ')}` : decision.reason,
    alarm: cause === null ? null : { cause, jobs, eValue: eValue(alarm) },
    jobs,
    failures,
    historyJobs,
    rateBefore,
    eValue: eValue(alarm),
    eValueGood: eValue(notWorse(margin)),
    provedPoints: decision.isFinal ? provedGrowth(item, measurement) : null,
    movedMs: beliefs.movedMs,
    causes: causeCounts(evidence, strata, measurement),
    versions: [...evidence.after.keys()],
    excuses,
    cpu: compareCpu([evidence.before], strata),
    left: Object.fromEntries(evidence.left),
  };
}

function causeCounts(
  evidence: Evidence,
  strata: readonly Tally[],
  { byCause, jobs }: Measurement,
): readonly CauseCount[] {
  return watchedCauses
    .map((cause): CauseCount => {
      const found = byCause.find((one) => one.cause === cause);
      const failures = found?.failures ?? failuresOf(strata, [cause]);
      return {
        cause,
        failures,
        rateBefore: found?.rateBefore ?? (failuresOf([evidence.before], [cause]) + 0.5) / (evidence.before.jobs + 1),
        rateAfter: failures / Math.max(1, jobs),
        eValue: eValue(found?.evidence ?? -Infinity),
        examples: strata.flatMap(({ examples }) => examples[causeIndex[cause]] ?? []).slice(0, 5),
        reason: firstBecause(strata, cause),
      };
    })
    .filter(({ failures }) => failures > 0)
    .sort((one, other) => other.failures - one.failures);
}

function eValue(log: number): number {
  return Math.exp(Math.min(log, 690));
}
