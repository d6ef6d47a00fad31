import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, ownRule, put, siteAt, take, type Board } from '../board.js';
import { windows, type Windows } from '../windows.js';

/**
 * Fills an empty board day by day up to `end`: the largest site left, and with it those that fill the
 * day best (minimum bin slack, Gupta and Ho 1999). A day is full enough when no more is left than a
 * random multiple of what all days can leave; that keeps small sites for later days. The days with
 * few places come first. Sites may be left without a day.
 */
export function pack(board: Board, sorted: readonly number[], end: number, random: Random): void {
  const limits = windows(board, sorted, end);
  const noise = random() ** 2;
  const weight = Float64Array.from(board.sites, (site) => site.slots * (1 - noise * random()));
  const bySize = [...sorted].sort((a, b) => at(weight, b) - at(weight, a) || a - b);
  for (const site of sorted) {
    const { pinned } = siteAt(board, site);
    if (pinned !== null) put(board, site, pinned - board.problem.firstDay);
  }
  const { few, many } = daysByPlaces(board, end);
  const generosity = 4 * random();
  for (const day of few) fillDay(board, bySize, limits, day, 0);
  const spare = spareSlots(board, sorted, many);
  for (const day of many) fillDay(board, bySize, limits, day, generosity * spare);
}

function daysByPlaces(
  board: Board,
  end: number,
): { readonly few: readonly number[]; readonly many: readonly number[] } {
  const days = [...board.capacity.subarray(0, end + 1).keys()].filter((day) => at(board.room.sites, day) > 0);
  let most = 0;
  for (const day of days) most = Math.max(most, at(board.capacity, day));
  return {
    few: days.filter((day) => at(board.capacity, day) < most),
    many: days.filter((day) => at(board.capacity, day) === most),
  };
}

/** Slots that a day may leave free, on average, if all sites are to have days. */
function spareSlots(board: Board, sorted: readonly number[], days: readonly number[]): number {
  if (board.problem.limits.slotsPerDay === null) return 0;
  let spare = 0;
  for (const day of days) spare += at(board.room.slots, day);
  for (const site of sorted) if (at(board.dayOf, site) === nowhere) spare -= siteAt(board, site).slots;
  return Math.max(0, spare / days.length);
}

const looksPerDay = 500;

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
