import { at, ownRule, siteAt, type Board } from '../board.js';
import { minimise, missing, newCovering, offer } from './simplex.js';
import { windows } from '../windows.js';

/**
 * Proves that the sites cannot all be done by `end`, even in parts of days: values of sites that in
 * all are more than the most valuable sets that the days can take (the dual of the configuration
 * relaxation, Gilmore and Gomory 1961, by column generation). A day's set keeps its places, slots
 * and clouds' shares. True is a proof; false says nothing, and is the answer where there are too many
 * sites and days, or looks.
 */
export function configurationsForbid(board: Board, sorted: readonly number[], end: number): boolean {
  if (sorted.length > mostRows) return false;
  const days = alikeDays(board, sorted, end);
  if (sorted.length + days.length > mostRows) return false;
  const looks: Looks = { left: mostLooks };
  const demand = [...sorted.map(() => 1), ...days.map(({ count }) => count)];
  const covering = newCovering(demand, sorted.length);
  let proven = -Infinity;
  let center: Float64Array | null = null;
  for (let round = 0; round < mostRounds; round++) {
    minimise(covering);
    if (missing(covering) < 1e-6) return false;
    const worth: Float64Array = covering.worth.slice(0, sorted.length).map((value) => Math.max(0, value));
    const tried: readonly Float64Array[] = center === null ? [worth] : [between(center, worth), worth];
    for (const value of tried) {
      const sets = days.map((alike) => mostValuable(alike, value, looks));
      if (sets.some((set) => set === null)) return false;
      let surplus = value.reduce((sum, one) => sum + one, 0);
      let helped = false;
      for (const [k, set] of sets.entries()) {
        if (set === null) continue;
        surplus -= set.value * (days[k]?.count ?? 0);
        if (offer(covering, [...set.sites, sorted.length + k])) helped = true;
      }
      if (surplus > 1e-6) return true;
      if (surplus > proven) {
        proven = surplus;
        center = value;
      }
      if (helped) break;
      if (value === worth) return false;
    }
  }
  return false;
}

const mostRounds = 300;
/** A second or two. */
const mostRows = 200;
const mostLooks = 20_000_000;

interface Looks {
  left: number;
}

function between(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, k) => 0.7 * value + 0.3 * at(other, k));
}

/** Days that the same sites may have, with the same room. */
interface AlikeDays {
  count: number;
  readonly sites: readonly Candidate[];
  readonly places: number;
  readonly slots: number;
  readonly clouds: Int32Array;
}

interface Candidate {
  /** Position in the list of sites. */
  readonly row: number;
  readonly slots: number;
  readonly cloud: number;
}

function alikeDays(board: Board, sorted: readonly number[], end: number): readonly AlikeDays[] {
  const { first, last } = windows(board, sorted, end);
  const alike = new Map<string, AlikeDays>();
  for (let day = 0; day <= end; day++) {
    const places = at(board.room.sites, day);
    if (places <= 0) continue;
    const rows = [...sorted.keys()].filter((row) => {
      const site = sorted[row] ?? 0;
      return at(first, site) <= day && day <= at(last, site) && ownRule(board, site, day) === null;
    });
    const slots = at(board.room.slots, day);
    const clouds = board.room.cloud.slice(day * board.clouds, (day + 1) * board.clouds);
    const key = [places, slots, clouds.join(), rows.join()].join(' ');
    const known = alike.get(key);
    if (known) known.count += 1;
    else {
      const sites = rows.map((row) => ({ row, slots: siteAt(board, sorted[row] ?? 0).slots, cloud: at(board.cloudOf, sorted[row] ?? 0) }));
      alike.set(key, { count: 1, sites, places, slots, clouds });
    }
  }
  return [...alike.values()];
}

/** What a site without slots takes in the estimate. */
const tiny = 1e-9;

interface ValuableSet {
  readonly sites: readonly number[];
  readonly value: number;
}

/** The most valuable set that one of the days can take, by branch and bound; null: not found in time. */
function mostValuable({ sites, places: most, slots, clouds }: AlikeDays, value: Float64Array, looks: Looks): ValuableSet | null {
  const offered = sites.filter(({ row }) => at(value, row) > 0).sort((a, b) => at(value, b.row) - at(value, a.row));
  const worth = Float64Array.from(offered, ({ row }) => at(value, row));
  const perSlot = new Float64Array(offered.length + 1);
  for (let k = offered.length - 1; k >= 0; k--) perSlot[k] = Math.max(at(perSlot, k + 1), at(worth, k) / Math.max(tiny, offered[k]?.slots ?? 0));
  const left = Int32Array.from(clouds);
  const chosen: number[] = [];
  let best: ValuableSet = { sites: [], value: 0 };
  const add = (from: number, room: number, places: number, sum: number): void => {
    if (sum > best.value + 1e-12) best = { sites: [...chosen], value: sum };
    if (places <= 0) return;
    for (let k = from; k < offered.length && looks.left > 0; k++) {
      const site = offered[k];
      if (!site || sum + Math.min(places * at(worth, k), (room + places * tiny) * at(perSlot, k)) <= best.value + 1e-12) return;
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
  return looks.left > 0 ? best : null;
}
