import { dayNumber } from '../model/dates.js';
import type { DayDone } from '../model/history.js';
import { grouped } from '../model/grouped.js';

/** Working days by week (Monday first), in order. */
export function weeksOf(past: readonly DayDone[]): readonly (readonly DayDone[])[] {
  return [...grouped(past, ({ date }) => Math.floor((dayNumber(date) + 3) / 7)).values()];
}

const enoughWeeks = 4;
const mostAlike = 0.6;

/**
 * How much a week's share done / allowed resembles the one before, 0 to 0.6: the correlation of
 * neighbours, which comes out one n-th too small on average where there is none (Kendall 1954).
 * Fewer than four weeks say nothing of it: 0.
 */
export function likeness(weeks: readonly (readonly DayDone[])[]): number {
  if (weeks.length < enoughWeeks) return 0;
  const shares = weeks.map(shareOf);
  const mean = sum(shares) / shares.length;
  const off = shares.map((share) => share - mean);
  const spread = sum(off.map((one) => one * one));
  if (spread === 0) return 0;
  const together = sum(off.slice(1).map((one, k) => one * (off[k] ?? 0)));
  return Math.max(0, Math.min(mostAlike, together / spread + 1 / weeks.length));
}

/** Of what the days allowed, the share that was done. */
export function shareOf(days: readonly DayDone[]): number {
  return sum(days.map(({ done }) => done)) / sum(days.map(({ allowed }) => allowed));
}

function sum(list: readonly number[]): number {
  return list.reduce((all, one) => all + one, 0);
}
