import { bucketMs, type TimeGroup } from './statistics/outcomes.js';

/** The pace at which a queue starts jobs, and how long they last. */
export interface Running {
  readonly nowMs: number;
  /** From here on jobs count. */
  readonly fromMs: number;
  /** Jobs started in a stretch of time. */
  readonly pace: number;
  /** So long after its start nearly every job has ended. */
  readonly longMs: number;
}

/** Of the finished jobs, those that end within `longMs`. */
const nearlyAll = 0.9;

/** The busiest so many stretches on end tell the pace: at either end history holds only part of the jobs that started. */
const busiest = 12;

/** Pace and length of jobs from history: stretches of time, and finished jobs by wall time. */
export function runningFrom(times: readonly TimeGroup[], walls: readonly number[]): Pick<Running, 'pace' | 'longMs'> {
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last) return { pace: 0, longMs: 0 };
  const length = Math.min(busiest, last.bucket - first.bucket + 1);
  let [jobs, most, oldest] = [0, 0, 0];
  for (const time of times) {
    jobs += time.jobs;
    for (let past = times[oldest]; past && past.bucket <= time.bucket - length; past = times[++oldest])
      jobs -= past.jobs;
    most = Math.max(most, jobs);
  }
  const finished = walls.reduce((sum, count) => sum + count, 0);
  let ended = 0;
  const long = walls.findIndex((count) => (ended += count) >= nearlyAll * finished);
  return { pace: most / length, longMs: finished === 0 ? 0 : (long + 1) * bucketMs };
}

/**
 * What fails tends to end before what works, so among the jobs just started those that have ended are
 * mostly failures. For stretches of time whose jobs may still run, as many jobs are reckoned as the queue
 * used to start, or starts now where that is less: those that have not ended are taken as fine until they do.
 */
export function withRunning(
  times: readonly TimeGroup[],
  { nowMs, fromMs, pace, longMs }: Running,
): readonly TimeGroup[] {
  const now = nowMs / bucketMs;
  const from = fromMs / bucketMs;
  const firstOpen = Math.max(Math.floor(from), Math.floor(now - longMs / bucketMs));
  const closed = times.filter(({ bucket }) => bucket < firstOpen);
  const ended = new Map(times.map((time) => [time.bucket, time]));
  const present =
    firstOpen - from >= 1 ? closed.reduce((sum, { jobs }) => sum + jobs, 0) / (firstOpen - from) : Infinity;
  const reckoned = Math.min(pace, present);

  const open: TimeGroup[] = [];
  const startedBy = (moment: number): number =>
    Math.round(reckoned * (Math.min(moment, now) - Math.max(firstOpen, from)));
  for (let bucket = firstOpen; bucket < now; bucket++) {
    const { jobs, failures } = ended.get(bucket) ?? { jobs: 0, failures: 0 };
    const started = Math.max(jobs, startedBy(bucket + 1) - (bucket === firstOpen ? 0 : startedBy(bucket)));
    if (started > 0) open.push({ bucket, jobs: started, failures });
  }
  const later = times.filter(({ bucket }) => bucket >= now);
  return [...closed, ...open, ...later];
}
