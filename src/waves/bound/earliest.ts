import { isoDate } from '../../model/dates.js';
import { at, nowhere, siteAt, type Board } from '../board.js';
import { resources, type Resource } from './supply.js';
import { firstDays, lastDays } from '../windows.js';

/** An offset before which no plan of the sites can end, and why; -1: no sites. */
export interface Earliest {
  readonly day: number;
  readonly reason: string;
}

/**
 * The best of simple bounds, on an empty board: dates and chains of `after`, and for any days the
 * needs of those who must go within them against what these days have (see `resources`).
 */
export function earliestFinish(board: Board, sorted: readonly number[]): Earliest {
  if (sorted.length === 0) return { day: nowhere, reason: 'nothing to plan' };
  const first = firstDays(board, sorted);
  const supplies = resources(board, sorted);
  const start = sorted.reduce((one, other) => (at(first, other) > at(first, one) ? other : one));
  let reason = headReason(board, start);
  const openDays = openDaysFrom(board, at(first, start), board.days);
  let low = 0;
  let high = openDays.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const missing = shortage(board, sorted, first, supplies, openDays[middle] ?? 0);
    if (missing === null) high = middle;
    else {
      low = middle + 1;
      reason = missing;
    }
  }
  return { day: openDays[low] ?? at(first, start), reason };
}

/** The days with capacity from one offset on and before another. */
export function openDaysFrom(board: Board, from: number, before: number): readonly number[] {
  const days: number[] = [];
  for (let day = from; day < before; day++) if (at(board.capacity, day) > 0) days.push(day);
  return days;
}

const endsLookedAt = 40;
const rounding = 1e-6;

/** What would be too little if all sites were done by `end`; null: nothing is seen to be. */
function shortage(
  board: Board,
  sorted: readonly number[],
  first: Int32Array,
  supplies: readonly Resource[],
  end: number,
): string | null {
  const last = lastDays(board, sorted, end);
  const late = sorted.find((site) => at(first, site) > at(last, site));
  if (late !== undefined) return `${siteAt(board, late).name} and those that come after it have no days left`;
  const byFirst = [...sorted].sort((a, b) => at(first, b) - at(first, a));
  const ends = [...new Set(sorted.map((site) => at(last, site)))].sort((a, b) => b - a).slice(0, endsLookedAt);
  for (const until of ends) {
    const within = byFirst.filter((site) => at(last, site) <= until);
    for (const resource of supplies) {
      const from = shortFrom(resource, within, first, until);
      if (from !== null) return shortSentence(board, resource, within, first, from, until);
    }
  }
  return null;
}

/** The day from which on the sites need more than the days until `until` have; `within` by first day, latest first. */
function shortFrom(
  { need, supply }: Resource,
  within: readonly number[],
  first: Int32Array,
  until: number,
): number | null {
  const available = supply();
  let needed = 0;
  let next = 0;
  for (let day = until; day >= 0 && next < within.length; day--) {
    const arriving: number[] = [];
    for (; next < within.length && at(first, within[next] ?? 0) >= day; next++)
      arriving.push(at(need, within[next] ?? 0));
    for (const one of arriving) needed += one;
    if (needed > available(day, arriving) + rounding) return day;
  }
  return null;
}

function shortSentence(
  board: Board,
  { what, rule, need }: Resource,
  within: readonly number[],
  first: Int32Array,
  from: number,
  until: number,
): string {
  const among = within.filter((site) => at(first, site) >= from && at(need, site) > 0);
  const days = `${isoDate(board.problem.firstDay + from)} to ${isoDate(board.problem.firstDay + until)}`;
  const some = what === 'slots' ? `the slots of ${among.length} sites` : `${among.length} ${what}`;
  return `${some} are more than ${rule} lets through from ${days}`;
}

function headReason(board: Board, site: number): string {
  const chain: string[] = [];
  let current: number | undefined = site;
  while (current !== undefined && chain.length < 6) {
    chain.unshift(siteAt(board, current).name);
    current = board.before[current]?.[0];
  }
  const { name, earliestBecause, after } = siteAt(board, site);
  return after.length === 0 ? `${name}: ${earliestBecause}` : `chain of \`after\`: ${chain.join(', ')}`;
}
