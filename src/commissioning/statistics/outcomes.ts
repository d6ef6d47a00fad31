import { logRising } from './log-gamma.js';

/**
 * Jobs that may share their fate, drawn one after the other from an urn that remembers: `prior` are
 * earlier outcomes that still weigh. `count` urns of this kind.
 */
export interface Urn {
  readonly failures: number;
  readonly jobs: number;
  readonly priorFailures: number;
  readonly priorJobs: number;
  readonly count: number;
}

/** In which ways jobs can belong together: by task, by worker node, or by nothing but nearness in time. */
export const groupings = ['task', 'node', 'hour', 'shift'] as const;
export type Grouping = (typeof groupings)[number];

/** Outcomes of some jobs, once by each grouping. Every grouping holds every job. */
export interface Outcomes {
  readonly jobs: number;
  readonly failures: number;
  readonly urns: Readonly<Record<Grouping, readonly Urn[]>>;
}

/** Jobs of one task, one worker node or one stretch of time. */
export interface Group {
  readonly jobs: number;
  readonly failures: number;
}

/** A stretch of time of `bucketMs`, numbered from any beginning. */
export interface TimeGroup extends Group {
  readonly bucket: number;
}

export interface Groups {
  readonly jobs: number;
  readonly failures: number;
  readonly tasks: Iterable<Group>;
  readonly nodes: Iterable<Group>;
  /** In order of time. */
  readonly times: readonly TimeGroup[];
}

/** Length of a stretch of time. */
export const bucketMs = 20 * 60_000;

/** Bursts in time are forgotten after so many jobs or so many buckets, whichever lasts longer. */
const memories = {
  hour: { jobs: 6, buckets: 3 },
  shift: { jobs: 24, buckets: 18 },
} as const;

/** Sorts groups into urns; jobs without a label stand alone. */
export function outcomes(groups: Groups): Outcomes {
  const { jobs, failures, tasks, nodes, times } = groups;
  return {
    jobs,
    failures,
    urns: {
      task: clusterUrns(groups, tasks),
      node: clusterUrns(groups, nodes),
      hour: withLoners(groups, timeUrns(times, memories.hour)),
      shift: withLoners(groups, timeUrns(times, memories.shift)),
    },
  };
}

/**
 * log-likelihood of the outcomes as a function of the rate of failure, where two jobs of one urn
 * correlate by `correlation`: Pólya's urn, which is the beta-binomial law (Griffiths 1973) with memory.
 */
export function likelihood(urns: readonly Urn[], correlation: number): (rate: number) => number {
  const weight = (1 - correlation) / correlation;
  const drawn = urns.reduce((sum, urn) => sum + urn.count * logRising(weight + urn.priorJobs, urn.jobs), 0);
  return (rate) => {
    const failing = weight * rate;
    const succeeding = weight * (1 - rate);
    let log = -drawn;
    for (const { failures, jobs, priorFailures, priorJobs, count } of urns) {
      const successes = jobs - failures;
      if (failures > 0) log += count * logRising(failing + priorFailures, failures);
      if (successes > 0) log += count * logRising(succeeding + priorJobs - priorFailures, successes);
    }
    return log;
  };
}

/** The same for jobs that have nothing to do with each other. */
export function independentLikelihood({ jobs, failures }: Group): (rate: number) => number {
  return (rate) => failures * Math.log(rate) + (jobs - failures) * Math.log1p(-rate);
}

function clusterUrns(all: Group, clusters: Iterable<Group>): Urn[] {
  const kinds = new Map<number, Urn>();
  for (const { jobs, failures } of clusters) {
    const kind = jobs * 67_108_864 + failures;
    const count = (kinds.get(kind)?.count ?? 0) + 1;
    kinds.set(kind, { jobs, failures, priorFailures: 0, priorJobs: 0, count });
  }
  return withLoners(all, [...kinds.values()]);
}

function timeUrns(times: readonly TimeGroup[], memory: { readonly jobs: number; readonly buckets: number }): Urn[] {
  let [priorFailures, priorJobs] = [0, 0];
  let last: TimeGroup | null = null;
  return times.map((time) => {
    if (last) {
      const byJobs = (1 - 1 / memory.jobs) ** last.jobs;
      const byTime = Math.exp(-(time.bucket - last.bucket) / memory.buckets);
      const kept = Math.max(byJobs, byTime);
      priorFailures = kept * (priorFailures + last.failures);
      priorJobs = kept * (priorJobs + last.jobs);
    }
    last = time;
    return { failures: time.failures, jobs: time.jobs, priorFailures, priorJobs, count: 1 };
  });
}

function withLoners({ jobs, failures }: Group, urns: readonly Urn[]): Urn[] {
  const lonelyFailures = failures - urns.reduce((sum, urn) => sum + urn.count * urn.failures, 0);
  const lonely = jobs - urns.reduce((sum, urn) => sum + urn.count * urn.jobs, 0);
  const loners: Urn[] = [
    { failures: 1, jobs: 1, priorFailures: 0, priorJobs: 0, count: lonelyFailures },
    { failures: 0, jobs: 1, priorFailures: 0, priorJobs: 0, count: lonely - lonelyFailures },
  ];
  return [...urns, ...loners.filter(({ count }) => count > 0)];
}
