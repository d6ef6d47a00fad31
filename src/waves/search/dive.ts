import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, put, restore, siteAt, take, type Board } from '../board.js';
import { exhausted, spendLooks, type Effort } from './effort.js';
import { alikeDays } from '../sets/alike-days.js';
import { daySets } from '../sets/day-sets.js';
import { shareOut } from '../sets/share-out.js';
import { sharesOf, type Share } from '../sets/shares.js';
import { ordersAmong } from '../sets/sharing.js';
import type { Looks } from '../sets/valuable-set.js';
import { windows, type Windows } from '../windows.js';

/**
 * Frees the days with most slots to spare and shares them out anew among their sites and those
 * without a day: in parts of sets first, then the set that has most of a day gets one, and so on with
 * what is left (diving in column generation, Sadykov et al. 2019), with a few steps back. True when
 * all of `sorted` have a day by `end`; else the board is as before. Spends effort down to `keep`.
 * `known`: sets that may help.
 */
export function dive(
  board: Board,
  sorted: readonly number[],
  end: number,
  known: readonly Sites[],
  effort: Effort,
  keep: number,
  random: Random,
): boolean {
  const before = Int32Array.from(board.dayOf);
  const limits = windows(board, sorted, end);
  const freed = freeDays(
    board,
    end,
    mostSites - sorted.filter((site) => at(board.dayOf, site) === nowhere).length,
    random,
  );
  const waiting = sorted.filter((site) => at(board.dayOf, site) === nowhere);
  const search: Dive = {
    board,
    limits,
    free: new Set(freed.days),
    end,
    effort,
    keep,
    random,
    looks: mostLooks,
    settled: 0,
  };
  if (settle(search, waiting, [...freed.sets, ...known])) return true;
  restore(board, before);
  return false;
}

/** In one dive: what takes longer to share out finds no more. */
const mostSites = 70;
/** Sites of all sharings out together: a dive that goes to and fro near its end is better begun anew. */
const mostSettled = 4000;
const mostLooks = 12_000_000;
const looksAtOnce = 4_000_000;
/** Sets that have so much of a day get one together with the first: most of them would in the end. */
const almostWhole = 0.9;
/** Sets tried for the next place. */
const stepsBack = 3;

interface Dive {
  readonly board: Board;
  readonly limits: Windows;
  /** Days that have no set yet. */
  readonly free: Set<number>;
  readonly effort: Effort;
  readonly keep: number;
  readonly random: Random;
  readonly end: number;
  looks: number;
  settled: number;
}

type Sites = readonly number[];

/** Takes so many sites off their days at most, and answers the days and the sets they had. */
function freeDays(
  board: Board,
  end: number,
  most: number,
  random: Random,
): { readonly days: readonly number[]; readonly sets: readonly Sites[] } {
  const bySpare = [...board.capacity.subarray(0, end + 1).keys()]
    .filter((day) => at(board.capacity, day) > 0)
    .map((day) => ({ day, spare: at(board.room.slots, day) * (1 + random()) }))
    .sort((a, b) => b.spare - a.spare);
  const days: number[] = [];
  const sets: Sites[] = [];
  let left = most;
  for (const { day } of bySpare) {
    const here = (board.sitesOn[day] ?? []).filter((site) => siteAt(board, site).pinned === null);
    left -= here.length;
    if (left < 0) break;
    for (const site of here) take(board, site);
    days.push(day);
    sets.push(here);
  }
  return { days, sets };
}

/** Fills an empty board with the sets that have most of a day, one after the other, until a dive can share out the rest. */
export function placeShares(board: Board, shares: readonly Share[], sites: number, random: Random): void {
  let left = sites;
  for (const share of ranked(shares, random)) {
    if (left <= mostSites) return;
    if (share.sites.every((site) => at(board.dayOf, site) === nowhere) && placed(board, share) !== nowhere)
      left -= share.sites.length;
  }
}

/** Gives each of the waiting sites one of the free days; false: not with this effort, and the board is as before. */
function settle(dive: Dive, waiting: Sites, known: readonly Sites[]): boolean {
  if (waiting.length === 0) return true;
  const { board, free, effort, keep } = dive;
  dive.settled += waiting.length;
  const shares = sharedOut(dive, waiting, known);
  const sets = shares.map(({ sites }) => sites);
  const whole = shares.filter(({ part }) => part > almostWhole);
  for (const share of shares.slice(0, stepsBack)) {
    if (dive.looks <= 0 || dive.settled > mostSettled || exhausted(effort, keep)) return false;
    if (placed(board, share) === nowhere) continue;
    for (const other of whole) if (other.sites.every((site) => at(board.dayOf, site) === nowhere)) placed(board, other);
    const settled = waiting.filter((site) => at(board.dayOf, site) !== nowhere);
    const days = settled.map((site) => at(board.dayOf, site));
    for (const day of days) free.delete(day);
    if (
      settle(
        dive,
        waiting.filter((site) => at(board.dayOf, site) === nowhere),
        sets,
      )
    )
      return true;
    for (const day of days) free.add(day);
    for (const site of settled) take(board, site);
  }
  return false;
}

/** Places a set on the day that leaves most to those before and after its sites; `nowhere`: on none. */
function placed(board: Board, { sites, days }: Share): number {
  const waits = (others: Board['before']): number =>
    sites.filter((site) => (others[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)).length;
  const inOrder = waits(board.before) > waits(board.behind) ? days.toReversed() : days;
  return inOrder.find((day) => putAll(board, sites, day)) ?? nowhere;
}

function putAll(board: Board, sites: Sites, day: number): boolean {
  for (const [k, site] of sites.entries()) {
    if (bindingRule(board, site, day) === null) {
      put(board, site, day);
      continue;
    }
    for (const other of sites.slice(0, k)) take(board, other);
    return false;
  }
  return true;
}

/** The sets that share the free days out, those with most of a day first; none where that was not found. */
function sharedOut(dive: Dive, waiting: Sites, known: readonly Sites[]): readonly Share[] {
  const { board, limits, end, free, effort, random } = dive;
  const alike = alikeDays(
    board,
    waiting,
    [...free].sort((a, b) => a - b),
    windowsNow(board, waiting, limits),
  );
  const looks: Looks = { left: looksAtOnce };
  const shared = shareOut(
    { alike, sites: waiting.length, orders: ordersAmong(board, waiting) },
    looks,
    daySets(alike, waiting, known),
  );
  dive.looks -= looksAtOnce - looks.left;
  spendLooks(effort, looksAtOnce - looks.left, end);
  if (shared.found !== 'parts') return [];
  return ranked(sharesOf(shared.parts, waiting, alike), random);
}

/** Those with most of a day first, or nearly. */
function ranked(shares: readonly Share[], random: Random): readonly Share[] {
  const ranks = shares.map((share) => ({ share, rank: share.part * (1 - 0.1 * random()) }));
  return ranks.sort((a, b) => b.rank - a.rank).map(({ share }) => share);
}

/** Windows of the waiting sites (those before first), between those of theirs that have a day. */
function windowsNow(board: Board, waiting: Sites, limits: Windows): Windows {
  const first = Int32Array.from(limits.first);
  const last = Int32Array.from(limits.last);
  for (const site of waiting) {
    for (const other of board.before[site] ?? []) {
      const day = at(board.dayOf, other);
      first[site] = Math.max(at(first, site), (day === nowhere ? at(first, other) : day) + 1);
    }
  }
  for (const site of waiting.toReversed()) {
    for (const other of board.behind[site] ?? []) {
      const day = at(board.dayOf, other);
      last[site] = Math.min(at(last, site), (day === nowhere ? at(last, other) : day) - 1);
    }
  }
  return { first, last };
}
