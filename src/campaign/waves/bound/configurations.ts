import type { Board } from '../board.js';
import { alikeDays } from '../sets/alike-days.js';
import { shareOut } from '../sets/share-out.js';
import { windows } from '../windows.js';

/**
 * Proves that the sites cannot all be done by `end`, even in parts of sets (the configuration
 * relaxation). True is a proof; false says nothing, and is the answer where there are too many sites
 * and days, or looks.
 */
export function configurationsForbid(board: Board, sorted: readonly number[], end: number): boolean {
  if (sorted.length > mostRows) return false;
  const alike = alikeDays(board, sorted, Array.from({ length: end + 1 }, (_, day) => day), windows(board, sorted, end));
  return sorted.length + alike.length <= mostRows && shareOut(alike, sorted.length, { left: mostLooks }).found === 'proof';
}

/** A second or two. */
const mostRows = 200;
const mostLooks = 20_000_000;
