import type { Board } from '../board.js';
import { alikeDays } from '../sets/alike-days.js';
import { daySets } from '../sets/day-sets.js';
import { shareOut } from '../sets/share-out.js';
import { sharesOf, type Share } from '../sets/shares.js';
import { ordersAmong } from '../sets/sharing.js';
import type { Looks } from '../sets/valuable-set.js';
import { windows } from '../windows.js';

/** A proof that sites cannot all be done by a day; or parts of sets in which they can; or nothing known. */
export type Configurations =
  { readonly found: 'proof' | 'nothing' } | { readonly found: 'parts'; readonly shares: readonly Share[] };

/**
 * Whether the sites can all be done by `end` in parts of sets (the configuration relaxation, with
 * `after`). Nothing is known where there are too many sites and days, or looks. `plan`: sets of sites
 * of some plan, to start from.
 */
export function configurations(
  board: Board,
  sorted: readonly number[],
  end: number,
  plan: readonly (readonly number[])[],
  looks: Looks,
): Configurations {
  if (sorted.length > mostRows) return { found: 'nothing' };
  const alike = alikeDays(
    board,
    sorted,
    Array.from({ length: end + 1 }, (_, day) => day),
    windows(board, sorted, end),
  );
  if (sorted.length + alike.length > mostRows) return { found: 'nothing' };
  const sharing = { alike, sites: sorted.length, orders: ordersAmong(board, sorted) };
  const shared = shareOut(sharing, looks, daySets(alike, sorted, plan));
  return shared.found === 'parts' ? { found: 'parts', shares: sharesOf(shared.parts, sorted, alike) } : shared;
}

const mostRows = 200;
