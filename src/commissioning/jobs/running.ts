import { bucketMs, type TimeGroup } from '../statistics/outcomes.js';

/** How long the jobs of a queue last, those that work and those that fail: shares by stretch of wall time. */
export interface Ages {
  readonly finished: readonly number[];
  readonly failed: readonly number[];
  /** So long after its start nearly every job has ended. */
  readonly longMs: number;
}

/** What runs at the moment of a look. */
export interface Running {
  readonly nowMs: number;
  /** From here on jobs count. */
  readonly fromMs: number;
  readonly ages: Ages;
}

/** Of the finished jobs, those that end within `longMs`. */
const nearlyAll = 0.9;

/** Failures that stand for what is not known: where few have been seen, they are held to end rather before what works. */
const assumedFailures = 2;

/** Ages at the end, of finished jobs and of failures, each counted by wall time in stretches of `bucketMs`. */
export function agesFrom(walls: readonly number[], failedWalls: readonly number[]): Ages {
  const finished = cumulated(walls);
  const ended = finished.at(-1) ?? 0;
  const failed = cumulated(failedWalls);
  const failures = failed.at(-1) ?? 0;
  // One job more than was seen may end at any age.
  const shares = finished.map((jobs) => (ended === 0 ? 1 : (jobs + 1) / (ended + 1)));
  const long = finished.findIndex((jobs) => jobs >= nearlyAll * ended);
  return {
    finished: shares,
    failed: shares.map(
      (share, place) =>
        ((failed[place] ?? failures) + assumedFailures * Math.sqrt(share)) / (failures + assumedFailures),
    ),
    longMs: ended === 0 ? 0 : (long + 1) * bucketMs,
  };
}

/**
 * What has ended by now is a biased sample of what has started: where failures end before what works, the
 * jobs of a young stretch of time that have ended are mostly failures. History's ages at the end tell by how
 * much; so many times more jobs are reckoned, those that have not ended taken as fine until they do. Where
 * failures end at the ages at which everything ends, none are added, however long jobs last and whatever the pace.
 */
export function withRunning(times: readonly TimeGroup[], { nowMs, ages }: Running, rate: number): readonly TimeGroup[] {
  const now = nowMs / bucketMs;
  return times.map((time) => {
    const bias = biasAt(ages, now - time.bucket, rate);
    return bias > 1 ? { ...time, jobs: Math.max(time.jobs, Math.round(time.jobs * bias)) } : time;
  });
}

/** Jobs that run at a look, by the stretch of time in which they started. */
export type RunningNow = ReadonlyMap<number, number>;

/**
 * Jobs that run for longer than history's do, and may have died without a word, as failures: of all that started up to
 * some moment, so many more run than should at their ages and than chance explains (a standard error), and the
 * oldest are those. For the question whether a queue is good; a job that merely lasts longer is no failure yet, so it brings no alarm.
 */
export function withMissing(
  ended: readonly TimeGroup[],
  running: RunningNow,
  { nowMs, ages }: Running,
  rate: number,
): readonly TimeGroup[] {
  if (running.size === 0) return ended;
  const endedAt = new Map(ended.map((time) => [time.bucket, time]));
  const now = nowMs / bucketMs;
  const stretches = [...new Set([...endedAt.keys(), ...running.keys()])].sort((one, other) => one - other);
  let [surplus, variance, most] = [0, 0, 0];
  for (const bucket of stretches) {
    const runs = running.get(bucket) ?? 0;
    const started = runs + (endedAt.get(bucket)?.jobs ?? 0);
    const share = stillRunning(ages, now - bucket, rate);
    surplus += runs - started * share;
    variance += started * share * (1 - share);
    most = Math.max(most, surplus - Math.sqrt(variance));
  }
  let missing = Math.round(most);
  return stretches.flatMap((bucket) => {
    const { jobs, failures } = endedAt.get(bucket) ?? { jobs: 0, failures: 0 };
    const lost = Math.min(missing, running.get(bucket) ?? 0);
    missing -= lost;
    return jobs + lost === 0 ? [] : [{ bucket, jobs: jobs + lost, failures: failures + lost }];
  });
}

/** Of the jobs that started in the stretch begun `age` stretches ago, the share that still ran then in the history; none where there is no history. */
function stillRunning({ finished, failed, longMs }: Ages, age: number, rate: number): number {
  if (longMs === 0) return 0;
  return 1 - rate * meanShare(failed, age) - (1 - rate) * meanShare(finished, age);
}

/** How many times the usual share of failures those jobs show, on average, that have ended of a stretch begun `age` stretches ago. */
function biasAt({ finished, failed }: Ages, age: number, rate: number): number {
  if (finished.length === 0 || age >= finished.length) return 1;
  const failing = rate * meanShare(failed, age);
  const working = (1 - rate) * meanShare(finished, age);
  return failing + working === 0 ? 1 / rate : Math.max(1, failing / (failing + working) / rate);
}

/** Of jobs that started evenly over the stretch begun `age` stretches ago, the share that has ended. */
function meanShare(shares: readonly number[], age: number): number {
  return (shareAt(shares, age) + shareAt(shares, Math.max(0, age - 0.5)) + shareAt(shares, Math.max(0, age - 1))) / 3;
}

function shareAt(shares: readonly number[], age: number): number {
  const place = Math.floor(age);
  const below = place === 0 ? 0 : (shares[place - 1] ?? 1);
  return below + (age - place) * ((shares[place] ?? 1) - below);
}

function cumulated(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}
