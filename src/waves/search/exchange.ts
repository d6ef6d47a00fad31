import type { Random } from '../../model/random.js';
import { at, bindingRule, nowhere, ownRule, put, siteAt, take, type Board } from '../board.js';
import type { Windows } from '../windows.js';

/** Has one day, or a last one: it cannot be put off for others, so others have to go for it. */
export function isTight(board: Board, site: number): boolean {
  const { pinned, latest } = siteAt(board, site);
  return pinned !== null || latest !== undefined;
}

/**
 * Gives a pinned site, or one with a last day, a day by taking all sites off that day, pinned ones among
 * them, and putting them back in another order where they fit. Returns those without a day then, of
 * whom there are no more than before; null: the board is as before.
 */
export function exchange(
  board: Board,
  { first, last }: Windows,
  left: readonly number[],
  random: Random,
): readonly number[] | null {
  const tight = left.filter((site) => isTight(board, site));
  const site = tight[Math.floor(random() * tight.length)];
  if (site === undefined) return null;
  const days = Array.from({ length: at(last, site) - at(first, site) + 1 }, (_, place) => at(first, site) + place);
  const own = days.filter((day) => ownRule(board, site, day) === null);
  const day = own[Math.floor(random() * own.length)];
  if (day === undefined) return null;

  const had = [...(board.sitesOn[day] ?? [])];
  for (const other of had) take(board, other);
  const others = left.filter((one) => one !== site);
  for (const one of [site, ...shuffled(had, random), ...others]) putFirst(board, one, { first, last }, day);
  const without = [...had, ...left].filter((one) => at(board.dayOf, one) === nowhere);
  const broken = without.some((one) => (board.behind[one] ?? []).some((other) => at(board.dayOf, other) !== nowhere));
  if (!broken && at(board.dayOf, site) !== nowhere && without.length <= left.length) return without;
  for (const one of [...had, ...left]) if (at(board.dayOf, one) !== nowhere) take(board, one);
  for (const other of had) put(board, other, day);
  return null;
}

/** On this day if it may, else on the first that it may have. */
function putFirst(board: Board, site: number, { first, last }: Windows, wanted: number): void {
  if ((board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)) return;
  const days = [wanted, ...Array.from({ length: at(last, site) - at(first, site) + 1 }, (_, k) => at(first, site) + k)];
  const day = days.find(
    (one) => at(first, site) <= one && one <= at(last, site) && bindingRule(board, site, one) === null,
  );
  if (day !== undefined) put(board, site, day);
}

/** In a random order (Fisher and Yates 1938). */
function shuffled(sites: readonly number[], random: Random): readonly number[] {
  const order = [...sites];
  for (let place = order.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
  }
  return order;
}
