import type { Board } from '../board.js';
import type { AlikeDays } from './alike-days.js';

/** So little of a site or a set is none of it. */
export const nothing = 1e-6;

/** Days to be shared out among sites, which are known by their rows, 0 to `sites`. */
export interface Sharing {
  readonly alike: readonly AlikeDays[];
  readonly sites: number;
  readonly orders: readonly Order[];
}

/** Of two sites (rows) one must go on an earlier day. */
export interface Order {
  readonly earlier: number;
  readonly later: number;
}

/** A set of sites (rows) for one of some alike days. */
export interface DaySet {
  readonly rows: readonly number[];
  readonly alike: number;
}

/** The orders that `after` asks of some sites, by row. */
export function ordersAmong(board: Board, sites: readonly number[]): readonly Order[] {
  const rowOf = new Map(sites.map((site, row) => [site, row]));
  return sites.flatMap((site, later) =>
    (board.before[site] ?? []).flatMap((other): Order[] =>
      rowOf.has(other) ? [{ earlier: rowOf.get(other) ?? 0, later }] : [],
    ),
  );
}
