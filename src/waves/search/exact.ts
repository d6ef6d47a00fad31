import type { Random } from '../../model/random.js';
import { at, bindingRule, finishOf, nowhere, put, siteAt, take, type Board } from '../board.js';
import { exhausted, type Effort } from './effort.js';
import { sequence } from '../order.js';

/**
 * Tries every plan of some sites around those that stay where they are: most sites first, then the
 * earliest finish. Returns whether all were tried; if not, the best so far stands. `sites`: with all
 * placed ones that come after them. Spends effort down to `keep`.
 */
export function tryAll(board: Board, sites: readonly number[], effort: Effort, keep: number): boolean {
  const among = new Set(sites);
  const order = sequence(
    [...sites].sort((a, b) => a - b),
    board,
  ).sorted.filter((site) => among.has(site));
  let best = order.map((site) => at(board.dayOf, site));
  let most = best.filter((day) => day !== nowhere).length;
  let finish = finishOf(board);
  for (const site of order) if (at(board.dayOf, site) !== nowhere) take(board, site);
  let complete = true;

  const visit = (k: number, placed: number, last: number): void => {
    if (placed > most || (placed === most && last < finish)) {
      best = order.map((site) => at(board.dayOf, site));
      most = placed;
      finish = last;
    }
    const reachable = placed + order.length - k;
    const site = order[k];
    if (site === undefined || reachable < most || (reachable === most && last >= finish)) return;
    if (exhausted(effort, keep)) complete = false;
    if (!complete) return;
    effort.left -= 1;
    const { from, to } = span(board, site);
    for (let day = from; day <= to && (reachable > most || day < finish); day++) {
      if (bindingRule(board, site, day) !== null) continue;
      put(board, site, day);
      visit(k + 1, placed + 1, Math.max(last, day));
      take(board, site);
    }
    visit(k + 1, placed, last);
  };
  visit(0, 0, finishOf(board));
  for (const [k, site] of order.entries()) if (best[k] !== nowhere) put(board, site, best[k] ?? 0);
  return complete;
}

/** Offsets between which a site may go as the board stands; none where one that it comes after has no day. */
function span(board: Board, site: number): { readonly from: number; readonly to: number } {
  let from = at(board.earliest, site);
  for (const other of board.before[site] ?? []) {
    if (at(board.dayOf, other) === nowhere) return { from: 0, to: nowhere };
    from = Math.max(from, at(board.dayOf, other) + 1);
  }
  const { pinned } = siteAt(board, site);
  return { from: pinned === null ? from : Math.max(from, pinned - board.problem.firstDay), to: at(board.latest, site) };
}

/** Sites whose plans are all tried around one without a day. */
const mostAround = 10;
const triesEach = 12;
const iterationsEach = 400;

/**
 * For each site without a day, tries all plans of it and some of those in its way, whoever of them is
 * left out then: one may leave so that two find a day. `possible`: the sites that may have days.
 */
export function exchangeLeftOver(
  board: Board,
  possible: readonly number[],
  effort: Effort,
  keep: number,
  random: Random,
): void {
  const left = possible.filter((site) => at(board.dayOf, site) === nowhere);
  for (const site of left) {
    for (let k = 0; k < triesEach && at(board.dayOf, site) === nowhere && !exhausted(effort, keep); k++)
      tryAll(board, around(board, site, possible, random), effort, Math.max(keep, effort.left - iterationsEach));
  }
}

/** The site, all that go before or after it, and some others, first of those on the days that these may have. */
function around(board: Board, site: number, possible: readonly number[], random: Random): readonly number[] {
  const freed = new Set<number>();
  const free = (one: number): void => {
    if (freed.has(one)) return;
    freed.add(one);
    for (const other of board.behind[one] ?? []) free(other);
  };
  const freeBefore = (one: number): void => {
    free(one);
    for (const other of board.before[one] ?? []) freeBefore(other);
  };
  freeBefore(site);
  const from = Math.min(...[...freed].map((one) => at(board.earliest, one)));
  const to = Math.max(...[...freed].map((one) => at(board.latest, one)));
  const inWay = (other: number): boolean => at(board.dayOf, other) >= from && at(board.dayOf, other) <= to;
  for (const others of [possible.filter(inWay), possible.filter((other) => !inWay(other))]) {
    while (freed.size < mostAround && others.length > 0)
      for (const other of others.splice(Math.floor(random() * others.length), 1)) free(other);
  }
  const among = new Set(possible);
  return [...freed].filter((one) => among.has(one));
}
