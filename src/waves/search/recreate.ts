import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, ownRule, put, restore, siteAt, take, type Board } from '../board.js';
import { ownWindows, windows, type Windows } from '../windows.js';
import { exhausted, type Effort } from './effort.js';
import { exchange, isTight } from './exchange.js';
import { fillDays } from './fill.js';

/**
 * Ruin and recreate (Schrimpf et al. 2000): sites on a few days, and those without a day, are shared
 * out among these days anew, until all of `sorted` have a day by `end`. What leaves less without a day
 * is kept, and now and then what leaves a little more. Pinned sites, and those with a last day, also change places with
 * others that stand in their way. With the best plan on the board, returns whether
 * all have a day; a plan of fewer sites than the board had is never kept. Spends effort down to `keep`.
 */
export function recreate(
  board: Board,
  sorted: readonly number[],
  end: number,
  effort: Effort,
  keep: number,
  random: Random,
): boolean {
  const limits = end < board.days - 1 ? windows(board, sorted, end) : ownWindows(board, end);
  if (end < board.days - 1 && sorted.some((site) => at(limits.first, site) > at(limits.last, site))) return false;
  const before = Int32Array.from(board.dayOf);
  const placedBefore = sorted.filter((site) => at(before, site) !== nowhere).length;
  const open = [...board.capacity.subarray(0, end + 1).keys()].filter((day) => at(board.capacity, day) > 0);
  const search: Search = { board, limits, open, random, largest: largestOf(board, sorted) };
  let left = start(search, sorted, effort);
  let best = { dayOf: Int32Array.from(board.dayOf), left: left.length };
  for (let load = loadOf(search, left); left.length > 0 && !exhausted(effort, keep);) {
    effort.left -= 1;
    const swaps = left.some((site) => isTight(board, site)) && random() < exchanges;
    const next = swaps ? exchange(board, limits, left, random) : step(search, left, load);
    if (next === null) continue;
    left = next;
    load = loadOf(search, left);
    if (left.length < best.left) best = { dayOf: Int32Array.from(board.dayOf), left: left.length };
  }
  restore(board, sorted.length - best.left > placedBefore || best.left === 0 ? best.dayOf : before);
  return best.left === 0;
}

/** How often a site that cannot be put off changes places with others, where one is without a day. */
const exchanges = 0.3;

interface Search {
  readonly board: Board;
  readonly limits: Windows;
  /** Days with capacity. */
  readonly open: readonly number[];
  readonly random: Random;
  readonly largest: number;
}

/** Packings tried before the search. */
const packings = 10;

/** The plan as it stands without what is too late, or a packing that has more; returns those without a day. */
function start(search: Search, sorted: readonly number[], effort: Effort): readonly number[] {
  const { board, limits, open, random } = search;
  for (const site of sorted.toReversed()) {
    const day = at(board.dayOf, site);
    const follows = (board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere);
    if (day !== nowhere && (day > at(limits.last, site) || follows)) take(board, site);
  }
  for (const site of sorted) {
    const waits = (board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere);
    if (waits && at(board.dayOf, site) !== nowhere) take(board, site);
  }
  const unplaced = (): readonly number[] => sorted.filter((site) => at(board.dayOf, site) === nowhere);
  let best = Int32Array.from(board.dayOf);
  let least = loadOf(search, unplaced());
  for (let k = 0; k < packings && least > 0; k++) {
    effort.left -= Math.ceil(sorted.length / 12);
    for (const site of sorted) if (at(board.dayOf, site) !== nowhere) take(board, site);
    for (const site of sorted) {
      if (siteAt(board, site).pinned !== null) placeTightest(board, site, limits);
    }
    fillDays(board, unplaced(), open, limits, random);
    const load = loadOf(search, unplaced());
    if (load < least) [best, least] = [Int32Array.from(board.dayOf), load];
  }
  restore(board, best);
  return unplaced();
}

function largestOf(board: Board, sites: readonly number[]): number {
  return sites.reduce((most, site) => Math.max(most, siteAt(board, site).slots), 1);
}

/** What is left without a day: sites, and slots in shares of the largest site. */
function loadOf({ board, largest }: Search, sites: readonly number[]): number {
  return sites.reduce((sum, site) => sum + 0.02 + siteAt(board, site).slots / largest, 0);
}

/** How much more may be left, on average, for a step to be kept. */
const temperature = 0.002;

/** Shares a few days out anew. Returns those without a day then; null: the board is as before. */
function step(search: Search, left: readonly number[], load: number): readonly number[] | null {
  const { board, limits, random } = search;
  const days = daysToShare(search, left);
  const had = days.flatMap((day) =>
    (board.sitesOn[day] ?? []).filter((site) => siteAt(board, site).pinned === null).map((site) => ({ site, day })),
  );
  for (const { site } of had) take(board, site);
  const sites = [...had.map(({ site }) => site), ...left];
  fillDays(board, sites, days, limits, random);
  for (const site of sites) if (at(board.dayOf, site) === nowhere) placeTightest(board, site, limits);
  const without = sites.filter((site) => at(board.dayOf, site) === nowhere);
  const broken = without.some((site) => (board.behind[site] ?? []).some((other) => at(board.dayOf, other) !== nowhere));
  if (!broken && loadOf(search, without) <= load - temperature * Math.log(1 - random())) return without;
  for (const site of sites) if (at(board.dayOf, site) !== nowhere) take(board, site);
  for (const { site, day } of had) put(board, site, day);
  return null;
}

/** One that a site without a day may have, its neighbours or others, rather those with room. */
function daysToShare({ board, limits, open, random }: Search, left: readonly number[]): readonly number[] {
  const site = left[Math.floor(random() * left.length)] ?? 0;
  const [from, to] = [at(limits.first, site), at(limits.last, site)];
  const own = open.filter((day) => from <= day && day <= to && ownRule(board, site, day) === null);
  const first = own[Math.floor(random() * own.length)] ?? from;
  const days = new Set([first]);
  const count = 2 + Math.floor(random() * 10);
  const near = open.indexOf(first);
  for (let tries = 0; days.size < count && tries < 20; tries++) {
    const neighbour = random() < 0.2;
    const k = neighbour ? near + Math.floor(random() * 7) - 3 : Math.floor(random() * open.length);
    const day = open[k];
    if (day === undefined) continue;
    const spare = at(board.room.slots, day) / (board.problem.limits.slotsPerDay ?? Infinity);
    if (neighbour || !(random() > 0.2 + spare)) days.add(day);
  }
  return [...days];
}

/** Of the days a site can have as the board stands, the one it fills best. */
function placeTightest(board: Board, site: number, { first, last }: Windows): void {
  if ((board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)) return;
  let best = nowhere;
  let leastLeft = Infinity;
  for (let day = at(first, site); day <= at(last, site); day++) {
    const slots = at(board.room.slots, day);
    const left = slots === Infinity ? at(board.room.sites, day) : slots;
    if (left >= leastLeft || bindingRule(board, site, day) !== null) continue;
    best = day;
    leastLeft = left;
  }
  if (best !== nowhere) put(board, site, best);
}
