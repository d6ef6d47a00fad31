import type { AlikeDays } from './alike-days.js';
import type { Part } from './order-cuts.js';
import { nothing } from './sharing.js';

/** A set of sites, the days that could have it, and how much of one day it has. */
export interface Share {
  readonly sites: readonly number[];
  readonly days: readonly number[];
  readonly part: number;
}

/** Parts of sets in terms of sites (those of the rows) and days. */
export function sharesOf(
  parts: readonly Part[],
  sites: readonly number[],
  alike: readonly AlikeDays[],
): readonly Share[] {
  return parts
    .filter(({ amount }) => amount >= nothing)
    .map(({ rows, alike: k, amount }) => ({
      sites: rows.map((row) => sites[row] ?? 0),
      days: alike[k]?.days ?? [],
      part: amount,
    }));
}
