import { isoDate } from '../../model/dates.js';
import type { Bound } from '../../model/plan.js';
import type { WaveProblem } from '../problem.js';

/**
 * A date that no plan can beat: all sites at the calendar's full pace, and no earlier than the last
 * site may start. Sites that can never go are left out.
 */
export function calendarBound(problem: WaveProblem): Bound {
  const sites = problem.sites.filter(({ earliest }) => Number.isFinite(earliest));
  if (sites.length === 0) return { date: null, reason: 'No site is left to plan.' };
  const full = fullPaceDay(problem, sites.length);
  if (full === null) return { date: null, reason: 'The calendar has no room for them.' };
  const latest = sites.reduce((one, other) => (other.earliest > one.earliest ? other : one));
  if (latest.earliest > full)
    return { date: isoDate(latest.earliest), reason: `${latest.name} goes no earlier: ${latest.earliestBecause}.` };
  return { date: isoDate(full), reason: `${sites.length} sites at the full pace of the calendar.` };
}

function fullPaceDay(
  { firstDay, horizonDays, capacity, flippedOnFirstDay }: WaveProblem,
  sites: number,
): number | null {
  let left = sites + Math.min(flippedOnFirstDay.length, capacity(firstDay).sites);
  for (let day = firstDay; day < firstDay + horizonDays; day++) {
    left -= capacity(day).sites;
    if (left <= 0) return day;
  }
  return null;
}
