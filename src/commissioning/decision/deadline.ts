import type { CommissioningPolicy } from '../../model/campaign.js';

/** What a deadline goes by: all of it is known at the change. */
export interface Pace {
  /** Of the queue's own history; 0 where there is none. */
  readonly jobsPerHour: number;
  readonly historyJobs: number;
  readonly rateBefore: number;
}

/** No watch lasts longer. */
const longestHours = 60 * 24;

/** Standard errors from the margin: of the look at the deadline (1.25 %), and of nineteen sound queues in twenty that pass it. */
const distance = 2.24 + 1.645;
/** A lower rate may be luck. */
const leastRate = 0.05;
/** A short history is made up for by so many times more jobs at most. */
const mostForHistory = 5;

/**
 * Hours after which a watch is over: the policy's, or where jobs come so slowly that they are too few by then, those
 * in which enough come at the pace of before.
 */
export function deadlineHours(
  pace: Pace,
  { deadline_hours: hours, margin }: Pick<CommissioningPolicy, 'deadline_hours' | 'margin'>,
): number {
  if (pace.jobsPerHour === 0) return hours;
  return Math.max(hours, Math.min(longestHours, jobsToProve(pace, margin) / pace.jobsPerHour));
}

/** So many jobs show that a queue as good as before is not worse by the margin: both shares are uncertain, that of history too. */
function jobsToProve({ historyJobs, rateBefore }: Pace, margin: number): number {
  const rate = Math.max(leastRate, rateBefore);
  const needed = (distance / margin) ** 2 * rate * (1 - rate);
  return needed / Math.max(1 / mostForHistory, 1 - needed / Math.max(1, historyJobs));
}

/** Jobs come at less than a quarter of the pace of before: whoever waits for more waits in vain. */
export function hasDriedUp(jobs: number, hours: number, { jobsPerHour }: Pick<Pace, 'jobsPerHour'>): boolean {
  return jobs + 1 < 0.25 * jobsPerHour * hours;
}
