import { at, ownRule, siteAt, type Board } from './board.js';
import { windows } from './windows.js';

/**
 * Proves that the sites cannot all be done by `end`, even in parts: prices for a day's places, slots
 * and clouds' shares at which every site, on its cheapest day, pays more in all than everything
 * costs (the dual of the assignment relaxation, by subgradients as Held, Wolfe and Crowder 1974).
 * True is a proof; false says nothing. Costs rounds × sites × days.
 */
export function pricesForbid(board: Board, sorted: readonly number[], end: number, rounds: number): boolean {
  const buyers = buyersOf(board, sorted, end);
  if (buyers.some(({ days }) => days.length === 0)) return true;
  const goods = goodsOf(board, end);
  const price = Float64Array.from(goods.start);
  const load = new Float64Array(price.length);
  let most = -Infinity;
  let step = 1;
  let idle = 0;
  for (let round = 0; round < rounds; round++) {
    const surplus = buy(board, buyers, goods, price, load);
    if (surplus > proof) return true;
    if (surplus > most) {
      most = surplus;
      idle = 0;
    } else if (++idle > patience) {
      step *= cooling;
      idle = 0;
    }
    raise(price, load, goods.use, step * (aim - surplus));
  }
  return false;
}

const proof = 1e-6;
const aim = 0.3;
const patience = 60;
const cooling = 0.7;

interface Buyer {
  readonly site: number;
  readonly days: readonly number[];
}

/**
 * Prices lie by day: for all its places, all its slots, and each cloud's share. `use`: the part of
 * each that one site takes (of slots: one slot); 0 where there is no limit.
 */
interface Goods {
  readonly width: number;
  readonly use: Float64Array;
  readonly start: Float64Array;
}

function buyersOf(board: Board, sorted: readonly number[], end: number): readonly Buyer[] {
  const { first, last } = windows(board, sorted, end);
  return sorted.map((site) => {
    const days: number[] = [];
    for (let day = at(first, site); day <= at(last, site); day++) {
      if (ownRule(board, site, day) === null && at(board.room.sites, day) > 0 && at(board.room.cloud, day * board.clouds + at(board.cloudOf, site)) > 0) days.push(day);
    }
    return { site, days };
  });
}

function goodsOf(board: Board, end: number): Goods {
  const { perCloudPerDay, slotsPerDay } = board.problem.limits;
  const width = 2 + board.clouds;
  const use = new Float64Array((end + 1) * width);
  const start = new Float64Array(use.length);
  let widest = 0;
  for (let day = 0; day <= end; day++) widest = Math.max(widest, at(board.room.sites, day));
  for (let day = 0; day <= end; day++) {
    const places = at(board.room.sites, day);
    if (places <= 0) continue;
    const base = day * width;
    use[base] = 1 / places;
    if (slotsPerDay !== null) use[base + 1] = 1 / Math.max(1e-3, at(board.room.slots, day));
    if (perCloudPerDay !== null) for (let cloud = 0; cloud < board.clouds; cloud++) use[base + 2 + cloud] = 1 / Math.max(1, at(board.room.cloud, day * board.clouds + cloud));
    if (slotsPerDay !== null && places === widest) start[base + 1] = 1;
    else start[base] = 0.6;
  }
  return { width, use, start };
}

/** What the sites pay on their cheapest days, less the value of everything; `load`: the part of each good they take. */
function buy(board: Board, buyers: readonly Buyer[], { width, use }: Goods, price: Float64Array, load: Float64Array): number {
  load.fill(0);
  let surplus = 0;
  for (const { site, days } of buyers) {
    const { slots } = siteAt(board, site);
    const cloud = 2 + at(board.cloudOf, site);
    let least = Infinity;
    let choice = 0;
    for (const day of days) {
      const base = day * width;
      const cost = at(price, base) * at(use, base) + slots * at(price, base + 1) * at(use, base + 1) + at(price, base + cloud) * at(use, base + cloud);
      if (cost < least) {
        least = cost;
        choice = base;
      }
    }
    surplus += least;
    load[choice] = at(load, choice) + at(use, choice);
    load[choice + 1] = at(load, choice + 1) + slots * at(use, choice + 1);
    load[choice + cloud] = at(load, choice + cloud) + at(use, choice + cloud);
  }
  for (let k = 0; k < price.length; k++) surplus -= at(price, k);
  return surplus;
}

/** Prices follow what was asked for too much or too little. */
function raise(price: Float64Array, load: Float64Array, use: Float64Array, gain: number): void {
  let norm = 0;
  for (let k = 0; k < price.length; k++) norm += excess(price, load, use, k) ** 2;
  if (norm === 0) return;
  for (let k = 0; k < price.length; k++) price[k] = Math.max(0, at(price, k) + (gain / norm) * excess(price, load, use, k));
}

function excess(price: Float64Array, load: Float64Array, use: Float64Array, k: number): number {
  if (at(use, k) === 0) return 0;
  const more = at(load, k) - 1;
  return more < 0 && at(price, k) <= 0 ? 0 : more;
}
