import { isProblem, readJob } from './job.js';

/** What the jobs of one queue say of their logs. */
export interface LogCount {
  readonly jobs: number;
  /** Failed by logs that were too large, or by an archive of them that could not be made. */
  readonly large: number;
}

/** Codes of the pilot: standard output too big, log archive not made, making it took too long. */
const codes: ReadonlySet<number> = new Set([1106, 1320, 1376]);
const words = /log\s?files? (?:is |was |are )?too (?:large|big)|(?:stdout|log) (?:\S+ )?(?:too (?:large|big)|exceed)/i;

/** Counts raw job records; one that cannot be read is no job. */
export function countLargeLogs(count: LogCount, raw: unknown): LogCount {
  const job = readJob(raw);
  if (isProblem(job)) return count;
  const isLarge =
    job.outcome === 'failed' && (codes.has(Math.abs(job.pilotCode)) || words.test(`${job.pilotText} ${job.exeText}`));
  return { jobs: count.jobs + 1, large: count.large + (isLarge ? 1 : 0) };
}
