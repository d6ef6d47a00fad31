import { at } from '../board.js';
import type { AlikeDays } from './alike-days.js';
import { minimise, missing, newCovering, offer, type Column, type Covering } from './covering.js';
import { mostValuable, type Looks } from './valuable-set.js';

/** Parts of sets that together cover all sites; or a proof that there are none; or nothing known, after so many looks. */
export type SharedOut = { readonly found: 'parts'; readonly covering: Covering } | { readonly found: 'proof' } | { readonly found: 'nothing' };

/**
 * Shares the days out among so many sites (rows) in parts of sets, by column generation (Gilmore and
 * Gomory 1961). A day's set keeps its places, slots and clouds' shares. The proof that this cannot be
 * done: values of sites that in all are more than the most valuable sets of the days. `known`: columns
 * to start with, the row of alike days `k` being `sites + k`. Exchanging columns is counted in looks, too.
 */
export function shareOut(alike: readonly AlikeDays[], sites: number, looks: Looks, known: readonly Column[] = []): SharedOut {
  const covering = newCovering([...Array<number>(sites).fill(1), ...alike.map(({ days }) => days.length)], sites);
  covering.columns.push(...known);
  let proven = -Infinity;
  let center: Float64Array | null = null;
  for (let round = 0; round < mostRounds; round++) {
    looks.left -= (minimise(covering) * covering.basis.length ** 2) / 40;
    if (missing(covering) < nothing) return { found: 'parts', covering };
    const worth: Float64Array = covering.worth.slice(0, sites).map((value) => Math.max(0, value));
    const tried: readonly Float64Array[] = center === null ? [worth] : [between(center, worth), worth];
    for (const value of tried) {
      const sets = alike.map((days) => mostValuable(days, value, looks));
      if (looks.left <= 0) return { found: 'nothing' };
      let surplus = value.reduce((sum, one) => sum + one, 0);
      let helped = false;
      for (const [k, set] of sets.entries()) {
        surplus -= set.value * (alike[k]?.days.length ?? 0);
        if (offer(covering, [...set.rows, sites + k])) helped = true;
      }
      if (surplus > nothing) return { found: 'proof' };
      if (surplus > proven) {
        proven = surplus;
        center = value;
      }
      if (helped) break;
      if (value === worth) return { found: 'nothing' };
    }
  }
  return { found: 'nothing' };
}

const mostRounds = 300;
export const nothing = 1e-6;

/** Values that change little from one round to the next lead there sooner (Wentges 1997). */
function between(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, k) => 0.7 * value + 0.3 * at(other, k));
}
