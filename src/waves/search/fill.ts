import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, ownRule, put, siteAt, take, type Board } from '../board.js';
import type { Windows } from '../windows.js';

/**
 * Fills days with sites that have none, those with few places first: the largest site left, and with it
 * those that fill the day best (minimum bin slack, Gupta and Ho 1999). A day is full enough when no more
 * is left than a random multiple of what all days can leave; that keeps small sites for later days.
 * Sites may be left without a day.
 */
export function fillDays(
  board: Board,
  sites: readonly number[],
  days: readonly number[],
  limits: Windows,
  random: Random,
): void {
  const noise = random() ** 2;
  const bySize = sites
    .map((site) => ({ site, weight: siteAt(board, site).slots * (1 - noise * random()) }))
    .sort((a, b) => b.weight - a.weight || a.site - b.site)
    .map(({ site }) => site);
  const most = days.reduce((places, day) => Math.max(places, at(board.capacity, day)), 0);
  const few = days.filter((day) => at(board.capacity, day) < most);
  const many = days.filter((day) => at(board.capacity, day) === most);
  const generosity = 4 * random();
  for (const day of few) fillDay(board, bySize, limits, day, 0);
  const spare = board.problem.limits.slotsPerDay === null ? 0 : spareSlots(board, bySize, many);
  for (const day of many) fillDay(board, bySize, limits, day, generosity * spare);
}

/** Slots that a day may leave free, on average, if all sites are to have days. */
function spareSlots(board: Board, sites: readonly number[], days: readonly number[]): number {
  let spare = 0;
  for (const day of days) spare += at(board.room.slots, day);
  for (const site of sites) if (at(board.dayOf, site) === nowhere) spare -= siteAt(board, site).slots;
  return Math.max(0, spare / days.length);
}

const looksPerDay = 200;

function fillDay(board: Board, bySize: readonly number[], { first, last }: Windows, day: number, enough: number): void {
  const free = bySize.filter(
    (site) =>
      at(board.dayOf, site) === nowhere &&
      at(first, site) <= day &&
      day <= at(last, site) &&
      ownRule(board, site, day) === null &&
      (board.before[site] ?? []).every((other) => at(board.dayOf, other) !== nowhere),
  );
  const largest = free.findIndex((site) => bindingRule(board, site, day) === null);
  if (largest < 0) return;
  put(board, free[largest] ?? 0, day);

  const chosen: number[] = [];
  let best: number[] = [];
  let least = Infinity;
  let looks = looksPerDay;
  const add = (from: number): void => {
    const room = at(board.room.slots, day);
    if (room < least || (room === Infinity && chosen.length > best.length)) {
      least = room;
      best = [...chosen];
    }
    if (at(board.room.sites, day) <= 0) return;
    for (let k = from; k < free.length && looks > 0 && least > enough; k++) {
      const site = free[k] ?? 0;
      if (siteAt(board, site).slots > room) continue;
      looks -= 1;
      if (bindingRule(board, site, day) !== null) continue;
      put(board, site, day);
      chosen.push(site);
      add(k + 1);
      chosen.pop();
      take(board, site);
    }
  };
  add(largest + 1);
  for (const site of best) put(board, site, day);
}
