import { at } from '../board.js';
import type { DaySet, Order, Sharing } from './sharing.js';

/** No more than one of: the later site until a day, the earlier one from that day on. Of alike days only where all are. */
export interface OrderCut extends Order {
  readonly day: number;
  readonly laterOn: ReadonlySet<number>;
  readonly earlierOn: ReadonlySet<number>;
}

/** A set, and how much of it is used. */
export interface Part extends DaySet {
  readonly amount: number;
}

/** The cuts that a set counts in, those twice that have both its sites. */
export function cutsOf(cuts: readonly OrderCut[], { rows, alike }: DaySet): readonly number[] {
  return cuts.flatMap(({ earlier, later, earlierOn, laterOn }, cut) => [
    ...(laterOn.has(alike) && rows.includes(later) ? [cut] : []),
    ...(earlierOn.has(alike) && rows.includes(earlier) ? [cut] : []),
  ]);
}

const rounding = 1e-3;

/** For each order that parts of sets go against, the cut that they break most. */
export function brokenCuts(sharing: Sharing, parts: readonly Part[]): readonly OrderCut[] {
  const shares = sharing.alike.map(() => new Float64Array(sharing.sites));
  for (const { rows, alike, amount } of parts) {
    const share = shares[alike] as Float64Array;
    for (const row of rows) share[row] = at(share, row) + amount;
  }
  const edges = [...new Set(sharing.alike.flatMap(({ days }) => [firstOf(days), lastOf(days)]))];
  return sharing.orders.flatMap((order): OrderCut[] => {
    const cuts = edges.map((day) => cutAt(sharing, order, day));
    const use = cuts.map(
      ({ earlier, later, earlierOn, laterOn }) => sum(shares, laterOn, later) + sum(shares, earlierOn, earlier),
    );
    const most = Math.max(...use);
    return cuts.filter((_, k) => use[k] === most && most > 1 + rounding).slice(0, 1);
  });
}

function cutAt({ alike }: Sharing, order: Order, day: number): OrderCut {
  const on = (holds: (days: readonly number[]) => boolean): ReadonlySet<number> =>
    new Set([...alike.keys()].filter((k) => holds(alike[k]?.days ?? [])));
  return { ...order, day, laterOn: on((days) => lastOf(days) <= day), earlierOn: on((days) => firstOf(days) >= day) };
}

function sum(shares: readonly Float64Array[], on: ReadonlySet<number>, row: number): number {
  let all = 0;
  for (const k of on) all += at(shares[k] as Float64Array, row);
  return all;
}

function firstOf(days: readonly number[]): number {
  return days[0] ?? 0;
}

function lastOf(days: readonly number[]): number {
  return days.at(-1) ?? 0;
}
