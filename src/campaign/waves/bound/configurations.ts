import type { Board } from '../board.js';
import { alikeDays } from '../sets/alike-days.js';
import { daySets } from '../sets/day-sets.js';
import { shareOut } from '../sets/share-out.js';
import { ordersAmong } from '../sets/sharing.js';
import type { Looks } from '../sets/valuable-set.js';
import { windows } from '../windows.js';

/**
 * Proves that the sites cannot all be done by `end`, even in parts of sets (the configuration
 * relaxation, with `after`). True is a proof; false says nothing, and is the answer where there are
 * too many sites and days, or looks. `plan`: sets of sites of some plan, to start from.
 */
export function configurationsForbid(board: Board, sorted: readonly number[], end: number, plan: readonly (readonly number[])[], looks: Looks): boolean {
  if (sorted.length > mostRows) return false;
  const alike = alikeDays(board, sorted, Array.from({ length: end + 1 }, (_, day) => day), windows(board, sorted, end));
  if (sorted.length + alike.length > mostRows) return false;
  const sharing = { alike, sites: sorted.length, orders: ordersAmong(board, sorted) };
  return shareOut(sharing, looks, daySets(alike, sorted, plan)).found === 'proof';
}

const mostRows = 200;
