import { logRising, longestProduct, rising } from './log-gamma.js';

/**
 * Jobs that may share their fate, drawn one after the other from an urn: a fresh one with probability
 * `renewal`, else one that remembers `prior` outcomes. `count` urns of this kind.
 */
export interface Urn {
  readonly failures: number;
  readonly jobs: number;
  readonly priorFailures: number;
  readonly priorJobs: number;
  readonly renewal: number;
  readonly count: number;
}

/** In which ways jobs can belong together: by task, by worker node, or by nothing but nearness in time, in short bursts or long ones. */
export const groupings = ['task', 'node', 'short', 'long'] as const;
export type Grouping = (typeof groupings)[number];

type Urns = Readonly<Record<Grouping, readonly Urn[]>>;

/** Outcomes of some jobs, once by each grouping. Every grouping holds every job. */
export interface Outcomes {
  readonly jobs: number;
  readonly failures: number;
  readonly urns: Urns;
  /** The same where tasks and nodes go on as they were seen earlier. */
  readonly knownUrns: Urns;
  /** In order of time. */
  readonly times: readonly TimeGroup[];
}

/** Jobs of one task, one worker node or one stretch of time. */
export interface Group {
  readonly jobs: number;
  readonly failures: number;
}

/** Jobs of one task or node, and what was seen of it earlier, if anything. */
export interface Cluster extends Group {
  readonly prior?: Group | undefined;
}

/** A stretch of time of `bucketMs`, numbered from any beginning. */
export interface TimeGroup extends Group {
  readonly bucket: number;
}

export interface Groups {
  readonly jobs: number;
  readonly failures: number;
  readonly tasks: readonly Cluster[];
  readonly nodes: readonly Cluster[];
  /** In order of time. */
  readonly times: readonly TimeGroup[];
}

/** Length of a stretch of time. */
export const bucketMs = 20 * 60_000;

/** A burst in time lasts about so many jobs or so many buckets, whichever is longer. */
const bursts = { short: { jobs: 8, buckets: 3 }, long: { jobs: 30, buckets: 3 } } as const;

/** Sorts groups into urns; jobs without a label stand alone. */
export function outcomes(groups: Groups): Outcomes {
  const { jobs, failures, tasks, nodes, times } = groups;
  const [short, long] = [
    withLoners(groups, timeUrns(times, bursts.short)),
    withLoners(groups, timeUrns(times, bursts.long)),
  ];
  return {
    jobs,
    failures,
    times,
    urns: { task: clusterUrns(groups, tasks), node: clusterUrns(groups, nodes), short, long },
    knownUrns: { task: knownUrns(groups, tasks), node: knownUrns(groups, nodes), short, long },
  };
}

/** Outcomes of which only the time is known. */
export function ofTimes(times: readonly TimeGroup[]): Outcomes {
  const jobs = times.reduce((total, time) => total + time.jobs, 0);
  const failures = times.reduce((total, time) => total + time.failures, 0);
  return outcomes({ jobs, failures, tasks: [], nodes: [], times });
}

/**
 * log-likelihood of the outcomes as a function of the rate of failure, where two jobs of one urn
 * correlate by `correlation`: Pólya's urn, which is the beta-binomial law (Griffiths 1973), in time with
 * memory and renewal, so that a burst that does not end becomes unlikely.
 */
export function likelihood(urns: readonly Urn[], correlation: number): (rate: number) => number {
  const weight = (1 - correlation) / correlation;
  const ofSmall = smallUrns(
    urns.filter(({ jobs }) => jobs <= longestProduct),
    weight,
  );
  const ofLarge = largeUrns(
    urns.filter(({ jobs }) => jobs > longestProduct),
    weight,
  );
  return (rate) => ofSmall(rate) + ofLarge(rate);
}

/** Products below this are put away as a logarithm before they can vanish. */
const smallestProduct = 1e-150;

/** Most urns are small: their probabilities are multiplied out, with few logarithms. */
function smallUrns(urns: readonly Urn[], weight: number): (rate: number) => number {
  const freshDraws = urns.map(({ jobs }) => rising(weight, jobs));
  const memoryDraws = urns.map(({ jobs, priorJobs }) => rising(weight + priorJobs, jobs));
  return (rate) => {
    const failing = weight * rate;
    const succeeding = weight - failing;
    let [log, product] = [0, 1];
    for (const [place, { failures, jobs, priorFailures, priorJobs, renewal, count }] of urns.entries()) {
      let chance = (rising(failing, failures) * rising(succeeding, jobs - failures)) / (freshDraws[place] ?? 1);
      if (priorJobs > 0) {
        const remembering =
          rising(failing + priorFailures, failures) * rising(succeeding + priorJobs - priorFailures, jobs - failures);
        chance = renewal * chance + ((1 - renewal) * remembering) / (memoryDraws[place] ?? 1);
      }
      if (count > 1) log += count * Math.log(chance);
      else product *= chance;
      if (product > smallestProduct) continue;
      log += Math.log(product);
      product = 1;
    }
    return log + Math.log(product);
  };
}

function largeUrns(urns: readonly Urn[], weight: number): (rate: number) => number {
  const freshDraws = urns.map(({ jobs }) => logRising(weight, jobs));
  const memoryDraws = urns.map(({ jobs, priorJobs }) => logRising(weight + priorJobs, jobs));
  return (rate) => {
    const failing = weight * rate;
    const succeeding = weight - failing;
    let log = 0;
    for (const [place, { failures, jobs, priorFailures, priorJobs, renewal, count }] of urns.entries()) {
      const fresh = logRising(failing, failures) + logRising(succeeding, jobs - failures) - (freshDraws[place] ?? 0);
      if (priorJobs === 0) {
        log += count * fresh;
        continue;
      }
      const remembering =
        logRising(failing + priorFailures, failures) +
        logRising(succeeding + priorJobs - priorFailures, jobs - failures) -
        (memoryDraws[place] ?? 0);
      log += count * logMixture(renewal, fresh, remembering);
    }
    return log;
  };
}

/** log of share · exp(one) + (1 − share) · exp(other). */
function logMixture(share: number, one: number, other: number): number {
  return one > other
    ? one + Math.log(share + (1 - share) * Math.exp(other - one))
    : other + Math.log(share * Math.exp(one - other) + 1 - share);
}

/** The same for jobs that have nothing to do with each other. */
export function independentLikelihood({ jobs, failures }: Group): (rate: number) => number {
  return (rate) => failures * Math.log(rate) + (jobs - failures) * Math.log1p(-rate);
}

// Jobs and failures in one number: a key that a map finds by its value.
const beyondAnyCount = 2 ** 26;

function clusterUrns(all: Group, clusters: readonly Group[]): Urn[] {
  const kinds = new Map<number, Urn>();
  for (const { jobs, failures } of clusters) {
    const kind = jobs * beyondAnyCount + failures;
    const count = (kinds.get(kind)?.count ?? 0) + 1;
    kinds.set(kind, { jobs, failures, ...forgetful, count });
  }
  return withLoners(all, [...kinds.values()]);
}

/** A task or node that was seen earlier may have changed since, with this probability. */
const changedSince = 0.05;

function knownUrns(all: Group, clusters: readonly Cluster[]): Urn[] {
  const known = clusters.flatMap(({ jobs, failures, prior }): Urn[] =>
    prior
      ? [{ jobs, failures, priorJobs: prior.jobs, priorFailures: prior.failures, renewal: changedSince, count: 1 }]
      : [],
  );
  const ofKnown = known.reduce((sum, urn) => ({ jobs: sum.jobs + urn.jobs, failures: sum.failures + urn.failures }), {
    jobs: 0,
    failures: 0,
  });
  const others = { jobs: all.jobs - ofKnown.jobs, failures: all.failures - ofKnown.failures };
  return [
    ...known,
    ...clusterUrns(
      others,
      clusters.filter(({ prior }) => !prior),
    ),
  ];
}

/** An urn that nothing came before. */
const forgetful = { priorFailures: 0, priorJobs: 0, renewal: 1 } as const;

function timeUrns(times: readonly TimeGroup[], burst: { readonly jobs: number; readonly buckets: number }): Urn[] {
  let [priorFailures, priorJobs, kept] = [0, 0, 0];
  let last: TimeGroup | null = null;
  return times.map((time) => {
    if (last) {
      const byJobs = (1 - 1 / burst.jobs) ** last.jobs;
      const byTime = Math.exp(-(time.bucket - last.bucket) / burst.buckets);
      kept = Math.max(byJobs, byTime);
      priorFailures = kept * (priorFailures + last.failures);
      priorJobs = kept * (priorJobs + last.jobs);
    }
    last = time;
    return { failures: time.failures, jobs: time.jobs, priorFailures, priorJobs, renewal: 1 - kept, count: 1 };
  });
}

function withLoners({ jobs, failures }: Group, urns: readonly Urn[]): Urn[] {
  const lonelyFailures = failures - urns.reduce((sum, urn) => sum + urn.count * urn.failures, 0);
  const lonely = jobs - urns.reduce((sum, urn) => sum + urn.count * urn.jobs, 0);
  const loners: Urn[] = [
    { failures: 1, jobs: 1, ...forgetful, count: lonelyFailures },
    { failures: 0, jobs: 1, ...forgetful, count: lonely - lonelyFailures },
  ];
  return [...urns, ...loners.filter(({ count }) => count > 0)];
}
