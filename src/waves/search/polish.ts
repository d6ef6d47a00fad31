import { at, bindingRule, firstAfter, nowhere, ownRule, put, siteAt, take, type Board } from '../board.js';
import { exhausted, type Effort } from './effort.js';

/**
 * Brings sites forward in rank order, none of them later than `end`: to an earlier day that has room,
 * or in exchange with a site of a later rank. Whatever is accepted is better for the first site in
 * rank order that it touches, so this ends. `sorted`: the sites that may move.
 */
export function polish(board: Board, sorted: readonly number[], end: number, effort: Effort): void {
  const inOrder = [...sorted].filter((site) => siteAt(board, site).pinned === null).sort((a, b) => a - b);
  for (let moved = true; moved;) {
    moved = false;
    for (const site of inOrder) {
      if (exhausted(effort, 0)) return;
      effort.left -= 1;
      if (bringForward(board, site, end)) moved = true;
    }
  }
}

function bringForward(board: Board, site: number, end: number): boolean {
  const now = at(board.dayOf, site);
  for (let day = firstAfter(board, site); day < now; day++) {
    if (ownRule(board, site, day) !== null) continue;
    take(board, site);
    const rule = bindingRule(board, site, day);
    if (rule === null) {
      put(board, site, day);
      return true;
    }
    const exchanged = (rule === 'pace' || rule === 'cloud' || rule === 'slots') && exchange(board, site, now, day, end);
    if (exchanged) return true;
    put(board, site, now);
  }
  return false;
}

/** Puts `site` (taken off `now`) on `day` in place of a later-ranked one that can go elsewhere by `end`. */
function exchange(board: Board, site: number, now: number, day: number, end: number): boolean {
  const lacking = siteAt(board, site).slots - at(board.room.slots, day);
  for (const other of [...(board.sitesOn[day] ?? [])].reverse()) {
    const { pinned, slots } = siteAt(board, other);
    if (other < site || pinned !== null || slots < lacking) continue;
    take(board, other);
    if (bindingRule(board, site, day) === null) {
      put(board, site, day);
      const elsewhere = dayFor(board, other, now, day, end);
      if (elsewhere !== nowhere) {
        put(board, other, elsewhere);
        return true;
      }
      take(board, site);
    }
    put(board, other, day);
  }
  return false;
}

function dayFor(board: Board, site: number, preferred: number, after: number, end: number): number {
  if (bindingRule(board, site, preferred) === null) return preferred;
  for (let day = after + 1; day <= end; day++) if (bindingRule(board, site, day) === null) return day;
  return nowhere;
}
