import { at, nowhere, ownRule, type Board } from './board.js';

/** First and last day (offsets) of sites by their own rules and the chains of `after`; first > last: none. */
export interface Windows {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** `sorted`: the sites concerned, those before first. No site of them may go later than `end`. */
export function windows(board: Board, sorted: readonly number[], end: number): Windows {
  return { first: firstDays(board, sorted), last: lastDays(board, sorted, end) };
}

/** The same by the sites' own dates alone: for plans in which sites may be left out. */
export function ownWindows(board: Board, end: number): Windows {
  return { first: board.earliest, last: board.latest.map((day) => Math.min(day, end)) };
}

export function firstDays(board: Board, sorted: readonly number[]): Int32Array {
  const first = new Int32Array(board.sites.length);
  for (const site of sorted) {
    let day = at(board.earliest, site);
    for (const other of board.before[site] ?? []) day = Math.max(day, at(first, other) + 1);
    while (day < board.days && ownRule(board, site, day) !== null) day += 1;
    first[site] = day;
  }
  return first;
}

export function lastDays(board: Board, sorted: readonly number[], end: number): Int32Array {
  const last = new Int32Array(board.sites.length).fill(end);
  for (let k = sorted.length - 1; k >= 0; k--) {
    const site = sorted[k] ?? 0;
    let day = Math.min(at(last, site), at(board.latest, site));
    while (day >= 0 && ownRule(board, site, day) !== null) day -= 1;
    last[site] = day < 0 ? nowhere : day;
    for (const other of board.before[site] ?? []) last[other] = Math.min(at(last, other), day - 1);
  }
  return last;
}
