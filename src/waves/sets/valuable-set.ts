import { at } from '../board.js';
import type { AlikeDays } from './alike-days.js';

/** Counted down by the search; nothing more is looked at from 0 on. */
export interface Looks {
  left: number;
}

export interface ValuableSet {
  readonly rows: readonly number[];
  readonly value: number;
}

/** What a site without slots takes in the estimate. */
const tiny = 1e-9;

/** The set of most value (by row) that one of the days can take, by branch and bound; with no looks left, the best one seen. */
export function mostValuable(
  { sites, places: most, slots, clouds }: AlikeDays,
  value: Float64Array,
  looks: Looks,
): ValuableSet {
  looks.left -= sites.length;
  const offered = sites.filter(({ row }) => at(value, row) > 0).sort((a, b) => at(value, b.row) - at(value, a.row));
  const worth = Float64Array.from(offered, ({ row }) => at(value, row));
  const perSlot = new Float64Array(offered.length + 1);
  for (let k = offered.length - 1; k >= 0; k--)
    perSlot[k] = Math.max(at(perSlot, k + 1), at(worth, k) / Math.max(tiny, offered[k]?.slots ?? 0));
  const left = Int32Array.from(clouds);
  const chosen: number[] = [];
  let best: ValuableSet = { rows: [], value: 0 };
  const add = (from: number, room: number, places: number, sum: number): void => {
    if (sum > best.value + 1e-12) best = { rows: [...chosen], value: sum };
    if (places <= 0) return;
    for (let k = from; k < offered.length && looks.left > 0; k++) {
      const site = offered[k];
      if (!site || sum + Math.min(places * at(worth, k), (room + places * tiny) * at(perSlot, k)) <= best.value + 1e-12)
        return;
      if (site.slots > room || at(left, site.cloud) <= 0) continue;
      looks.left -= 1;
      left[site.cloud] = at(left, site.cloud) - 1;
      chosen.push(site.row);
      add(k + 1, room - site.slots, places - 1, sum + at(worth, k));
      chosen.pop();
      left[site.cloud] = at(left, site.cloud) + 1;
    }
  };
  add(0, slots, most, 0);
  return best;
}
