import { isoDate } from '../model/dates.js';
import type { WaveProblem, WaveSite } from './problem.js';

/** Why no plan at all can give a site this day, for a sentence; null: a plan may. What other sites take is not looked at. */
export function impossibleDay(
  problem: Pick<WaveProblem, 'firstDay' | 'capacity' | 'countryHoliday'> & Partial<Pick<WaveProblem, 'horizonDays'>>,
  { country, closed }: Pick<WaveSite, 'country' | 'closed'>,
  day: number,
): string | null {
  if (day < problem.firstDay) return `${isoDate(day)} is over`;
  const { firstDay, horizonDays = Infinity } = problem;
  if (day >= firstDay + horizonDays)
    return `it lies too far ahead; the last day that is planned is ${isoDate(firstDay + horizonDays - 1)}`;
  const { sites, reason } = problem.capacity(day);
  if (sites === 0) return reason;
  if (problem.countryHoliday(country, day)) return `${isoDate(day)} is a holiday in ${country}`;
  return closed.find(({ from, to }) => from <= day && day <= to)?.reason ?? null;
}
