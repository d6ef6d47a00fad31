import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, put, siteAt, take, type Board } from './board.js';
import { exhausted, type Effort } from './effort.js';
import { windows, type Windows } from './windows.js';

/**
 * Exchanges up to two sites of a day for up to two that wait, whichever fills the days best, with
 * those just exchanged left alone for a while (consistent neighbourhood search, Buljubašić and
 * Vasquez 2016). In between, days swap sites so that free slots come together. True when all of
 * `sorted` have a day by `end`; else the board stands where the search left it.
 */
export function exchange(board: Board, sorted: readonly number[], end: number, effort: Effort, keep: number, random: Random): boolean {
  const search: Search = {
    board,
    limits: windows(board, sorted, end),
    days: [...board.capacity.subarray(0, end + 1).keys()].filter((day) => at(board.capacity, day) > 0),
    movable: sorted.filter((site) => siteAt(board, site).pinned === null),
    waiting: sorted.filter((site) => at(board.dayOf, site) === nowhere),
    weight: weights(board),
    restedUntil: new Int32Array(board.sites.length),
    random,
  };
  for (let move = 1; search.waiting.length > 0; move++) {
    if (move % movesARound === 0) {
      if (exhausted(effort, keep)) return false;
      effort.left -= 1 + Math.floor(search.waiting.length ** 2 / 10);
      for (let k = 0; k < swapsARound; k++) swapSites(search);
    }
    const best = bestExchange(search, move);
    if (best) apply(search, best, move);
  }
  return true;
}

const movesARound = 10;
const swapsARound = 1000;
const longestRest = 20;

interface Search {
  readonly board: Board;
  readonly limits: Windows;
  readonly days: readonly number[];
  readonly movable: readonly number[];
  waiting: number[];
  readonly weight: Float64Array;
  /** The move from which on a site may be exchanged again. */
  readonly restedUntil: Int32Array;
  readonly random: Random;
}

interface Group {
  readonly sites: readonly number[];
  readonly slots: number;
  readonly weight: number;
}

interface Exchange {
  readonly day: number;
  readonly out: readonly number[];
  readonly into: readonly number[];
}

/** What placing a site is worth: its slots, and a little for its place. */
function weights(board: Board): Float64Array {
  const limit = board.problem.limits.slotsPerDay;
  return Float64Array.from(board.sites, ({ slots }) => 0.02 + (limit === null ? 0 : slots / Math.max(1, limit)));
}

function bestExchange({ board, limits, days, waiting, weight, restedUntil, random }: Search, move: number): Exchange | null {
  const rested = (site: number): boolean => at(restedUntil, site) <= move && siteAt(board, site).pinned === null;
  const into = groups(board, waiting.filter(rested), weight);
  let best: Exchange | null = null;
  let most = -Infinity;
  for (const day of days) {
    const room = at(board.room.slots, day);
    const places = at(board.room.sites, day);
    const out = [nobody, ...groups(board, (board.sitesOn[day] ?? []).filter(rested), weight)];
    for (const come of into) {
      for (const go of out) {
        if (come.slots > room + go.slots || come.sites.length > places + go.sites.length) continue;
        const gain = come.weight - go.weight + 1e-6 * random();
        if (gain <= most || !fits(board, limits, day, come.sites, go.sites)) continue;
        most = gain;
        best = { day, out: go.sites, into: come.sites };
      }
    }
  }
  return best;
}

const nobody: Group = { sites: [], slots: 0, weight: 0 };

/** Each one alone, and each two together. */
function groups(board: Board, sites: readonly number[], weight: Float64Array): Group[] {
  const list: Group[] = [];
  for (const [k, one] of sites.entries()) {
    const { slots } = siteAt(board, one);
    list.push({ sites: [one], slots, weight: at(weight, one) });
    for (let j = 0; j < k; j++) {
      const other = sites[j] ?? 0;
      list.push({ sites: [one, other], slots: slots + siteAt(board, other).slots, weight: at(weight, one) + at(weight, other) });
    }
  }
  return list;
}

/** Whether the sites can have the day in the place of others; the board is as before. */
function fits(board: Board, { first, last }: Windows, day: number, come: readonly number[], go: readonly number[]): boolean {
  if (come.some((site) => day < at(first, site) || day > at(last, site))) return false;
  for (const site of go) take(board, site);
  let placed = 0;
  for (const site of come) {
    if (bindingRule(board, site, day) !== null) break;
    put(board, site, day);
    placed += 1;
  }
  for (const site of come.slice(0, placed)) take(board, site);
  for (const site of go) put(board, site, day);
  return placed === come.length;
}

function apply(search: Search, { day, out, into }: Exchange, move: number): void {
  const { board, restedUntil, random } = search;
  for (const site of out) take(board, site);
  for (const site of into) put(board, site, day);
  search.waiting = [...search.waiting.filter((site) => !into.includes(site)), ...out];
  for (const site of [...out, ...into]) restedUntil[site] = move + 1 + Math.floor(random() * longestRest);
}

/** Two random sites change places, if they can and the free slots of the two days get no more even. */
function swapSites({ board, limits: { first, last }, movable, random }: Search): void {
  const one = movable[Math.floor(random() * movable.length)] ?? 0;
  const other = movable[Math.floor(random() * movable.length)] ?? 0;
  const day = at(board.dayOf, one);
  const otherDay = at(board.dayOf, other);
  if (day === otherDay || day === nowhere || otherDay === nowhere) return;
  if (otherDay < at(first, one) || otherDay > at(last, one) || day < at(first, other) || day > at(last, other)) return;
  const more = siteAt(board, one).slots - siteAt(board, other).slots;
  const room = at(board.room.slots, day);
  const otherRoom = at(board.room.slots, otherDay);
  if (more > otherRoom || -more > room) return;
  if (Math.abs(room + more - (otherRoom - more)) < Math.abs(room - otherRoom)) return;
  take(board, one);
  take(board, other);
  if (bindingRule(board, one, otherDay) === null) {
    put(board, one, otherDay);
    if (bindingRule(board, other, day) === null) {
      put(board, other, day);
      return;
    }
    take(board, one);
  }
  put(board, one, day);
  put(board, other, otherDay);
}
