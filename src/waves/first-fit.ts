import { at, bindingRule, nowhere, siteAt, type Board } from './board.js';

/**
 * Finds first days while a board only fills up. For the sites of a cloud (Tier-1s apart) a tree of
 * maxima holds what each day can still take at most, in slots. It starts out hopeful, and a day that
 * turns out to have less is corrected then, so every day is found wrong at most once a change.
 */
export interface FirstFit {
  readonly board: Board;
  readonly roomOf: Map<number, Float64Array>;
}

export function newFirstFit(board: Board): FirstFit {
  return { board, roomOf: new Map() };
}

/** The first day up to `last` (offset) that a site can have; `nowhere` if there is none. */
export function firstFit(fit: FirstFit, site: number, last: number): number {
  const { board } = fit;
  const { slots, tier1, closed } = siteAt(board, site);
  const room = roomFor(fit, 2 * at(board.cloudOf, site) + (tier1 ? 1 : 0));
  const end = Math.min(last, at(board.latest, site));
  let day = leftmost(room, firstAfter(board, site), slots);
  while (day <= end) {
    const rule = bindingRule(board, site, day);
    if (rule === null) return day;
    if (rule === 'slots') correct(room, day, at(board.room.slots, day));
    if (rule === 'calendar' || rule === 'pace' || rule === 'cloud' || rule === 'commissioning' || rule === 'tier1')
      correct(room, day, full);
    if (rule === 'closed') {
      const date = board.problem.firstDay + day;
      for (const { from, to } of closed)
        if (from <= date && date <= to) day = Math.max(day, to - board.problem.firstDay);
    }
    day = leftmost(room, day + 1, slots);
  }
  return nowhere;
}

/** The first day by the site's dates and the days of those it comes after. */
export function firstAfter(board: Board, site: number): number {
  let day = at(board.earliest, site);
  for (const other of board.before[site] ?? []) day = Math.max(day, at(board.dayOf, other) + 1);
  return day;
}

const full = -1;

function roomFor({ board, roomOf }: FirstFit, group: number): Float64Array {
  let room = roomOf.get(group);
  if (!room) {
    room = new Float64Array(2 ** (Math.ceil(Math.log2(Math.max(1, board.days))) + 1)).fill(Infinity);
    roomOf.set(group, room);
  }
  return room;
}

/** The first leaf from `day` on that holds at least `slots`; Infinity if none does. The root is at 1. */
function leftmost(tree: Float64Array, day: number, slots: number): number {
  const leaves = tree.length / 2;
  if (day >= leaves) return Infinity;
  let node = day + leaves;
  while (at(tree, node) < slots) {
    while (node % 2 === 1) node >>= 1;
    if (node === 0) return Infinity;
    node += 1;
  }
  while (node < leaves) {
    node *= 2;
    if (at(tree, node) < slots) node += 1;
  }
  return node - leaves;
}

function correct(tree: Float64Array, day: number, room: number): void {
  let node = day + tree.length / 2;
  tree[node] = room;
  for (node >>= 1; node >= 1; node >>= 1) {
    const larger = Math.max(at(tree, 2 * node), at(tree, 2 * node + 1));
    if (larger === at(tree, node)) return;
    tree[node] = larger;
  }
}
