import { at, bindingRule, nowhere, siteAt, type Board } from './board.js';

/**
 * Finds first days while a board only fills up: a day once found closed to all, to a cloud, to
 * Tier-1s or to a class of sizes is never looked at again, so many sites cost little more than one.
 */
export interface FirstFit {
  readonly board: Board;
  /** Per group of sites: from each day, a day at or before the next one not known to be closed. */
  readonly next: Map<string, Int32Array>;
}

export function newFirstFit(board: Board): FirstFit {
  return { board, next: new Map() };
}

/** The first day up to `last` (offset) that a site can have; `nowhere` if there is none. */
export function firstFit(fit: FirstFit, site: number, last: number): number {
  const { board } = fit;
  const { slots, tier1, closed } = siteAt(board, site);
  const size = slotClass(slots);
  const everybody = skips(fit, 'all');
  const cloud = skips(fit, `cloud ${at(board.cloudOf, site)}`);
  const ofSize = skips(fit, `size ${size}`);
  const ofTier1 = tier1 ? skips(fit, 'tier1') : everybody;
  const end = Math.min(last, at(board.latest, site));

  let day = firstAfter(board, site);
  while (day <= end) {
    const start = day;
    day = open(everybody, open(cloud, open(ofTier1, open(ofSize, day))));
    if (day !== start) continue;
    const rule = bindingRule(board, site, day);
    if (rule === null) return day;
    if (rule === 'calendar' || rule === 'pace' || rule === 'commissioning') close(everybody, day);
    if (rule === 'cloud') close(cloud, day);
    if (rule === 'tier1') close(ofTier1, day);
    if (rule === 'slots' && at(board.room.slots, day) < 2 ** (size / 4)) close(ofSize, day);
    if (rule === 'closed') {
      const date = board.problem.firstDay + day;
      for (const { from, to } of closed) if (from <= date && date <= to) day = Math.max(day, to - board.problem.firstDay);
    }
    day += 1;
  }
  return nowhere;
}

/** The first day by the site's dates and the days of those it comes after. */
export function firstAfter(board: Board, site: number): number {
  let day = at(board.earliest, site);
  for (const other of board.before[site] ?? []) day = Math.max(day, at(board.dayOf, other) + 1);
  return day;
}

/** Sizes within a fifth of each other; no site of the class is smaller than 2^(class/4). */
function slotClass(slots: number): number {
  return slots <= 1 ? 0 : Math.floor(4 * Math.log2(slots));
}

function skips(fit: FirstFit, group: string): Int32Array {
  let next = fit.next.get(group);
  if (!next) {
    next = Int32Array.from({ length: fit.board.days + 1 }, (_, day) => day);
    fit.next.set(group, next);
  }
  return next;
}

function open(next: Int32Array, from: number): number {
  let day = from;
  while (day < next.length && at(next, day) !== day) {
    next[day] = at(next, at(next, day));
    day = at(next, day);
  }
  return day;
}

function close(next: Int32Array, day: number): void {
  next[day] = day + 1;
}
