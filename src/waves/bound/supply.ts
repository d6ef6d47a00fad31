import TinyQueue from 'tinyqueue';
import { at, siteAt, type Board } from '../board.js';

/**
 * Something the days have a limited amount of and the sites need: places, a cloud's share, slots.
 * However the sites are arranged, those that must go within some days need no more than these have.
 */
export interface Resource {
  /** What the sites of this resource are, and what limits them. */
  readonly what: string;
  readonly rule: string;
  /** Need of each site, 0 where it does not matter. */
  readonly need: Float64Array;
  /** Starts a count: called with each day from an end backwards, and the needs of those that may not go before it. */
  readonly supply: () => (day: number, needs: readonly number[]) => number;
}

/** The resources of a board for the given sites: the calendar, clouds, slots, commissioning. */
export function resources(board: Board, sites: readonly number[]): Resource[] {
  const { limits } = board.problem;
  const places = Float64Array.from({ length: board.days }, (_, day) => Math.max(0, at(board.room.sites, day)));
  const list: Resource[] = [
    { what: 'sites', rule: 'the calendar', need: needs(board, sites, () => 1), supply: daily(places) },
  ];
  if (limits.perCloudPerDay !== null) list.push(...cloudResources(board, sites, places));
  if (limits.slotsPerDay !== null) list.push(...slotResources(board, sites, places, limits.slotsPerDay));
  if (limits.inCommissioning !== null) {
    list.push({
      what: 'sites',
      rule: `limits.in_commissioning ${limits.inCommissioning}`,
      need: needs(board, sites, () => 1),
      supply: watched(board, places, board.room.commissioning),
    });
  }
  if (limits.tier1InCommissioning !== null) {
    list.push({
      what: 'Tier-1s',
      rule: `limits.tier1_in_commissioning ${limits.tier1InCommissioning}`,
      need: needs(board, sites, (site) => (siteAt(board, site).tier1 ? 1 : 0)),
      supply: watched(board, places, board.room.tier1),
    });
  }
  return list;
}

function needs(board: Board, sites: readonly number[], need: (site: number) => number): Float64Array {
  const list = new Float64Array(board.sites.length);
  for (const site of sites) list[site] = need(site);
  return list;
}

function daily(perDay: Float64Array): Resource['supply'] {
  return () => {
    let sum = 0;
    return (day) => (sum += at(perDay, day));
  };
}

function cloudResources(board: Board, sites: readonly number[], places: Float64Array): Resource[] {
  const there = [...new Set(sites.flatMap((site) => board.cloudsOf[site] ?? []))];
  return there.map((cloud) => ({
    what: `sites of cloud ${board.clouds[cloud] ?? ''}`,
    rule: `limits.per_cloud_per_day ${board.problem.limits.perCloudPerDay ?? ''}`,
    need: needs(board, sites, (site) => (board.cloudsOf[site]?.includes(cloud) === true ? 1 : 0)),
    supply: daily(
      places.map((sites, day) => Math.min(sites, Math.max(0, at(board.room.cloud, day * board.clouds.length + cloud)))),
    ),
  }));
}

/**
 * Any dual feasible function of a site's slots gives a bound: over what fits on a day it adds up to
 * at most 1 (Clautiaux, Alves and Valério de Carvalho 2010: the plain share, thresholds, Carlier's
 * and rounding to n-ths). On days with few places the largest values are all they can take, each once.
 */
function slotResources(board: Board, sites: readonly number[], places: Float64Array, limit: number): Resource[] {
  const sizes = [...new Set(sites.map((site) => siteAt(board, site).slots))]
    .filter((slots) => slots > 0 && 2 * slots <= limit)
    .sort((a, b) => a - b);
  const thresholds = spread(sizes, 40_000 / sites.length);
  const halves = spread(
    sizes.filter((slots) => 3 * slots > limit),
    100_000 / sites.length,
  );
  const functions: ((slots: number) => number)[] = [
    (slots) => slots / limit,
    ...thresholds.map(
      (threshold) => (slots: number) => (slots > limit - threshold ? 1 : slots < threshold ? 0 : slots / limit),
    ),
    ...[...thresholds, ...halves].map((unit) => (slots: number) => inUnits(slots, unit, limit)),
    ...[1, 2, 3, 4, 5].map(
      (n) => (slots: number) =>
        (slots * (n + 1)) % limit === 0 ? slots / limit : Math.floor((slots * (n + 1)) / limit) / n,
    ),
  ];
  const resource = (need: Float64Array, room: Float64Array): Resource => ({
    what: 'slots',
    rule: `limits.slots_per_day ${limit}`,
    need,
    supply: packed(need, places, room),
  });
  return [
    ...functions.map((value) =>
      resource(
        needs(board, sites, (site) => value(siteAt(board, site).slots)),
        board.room.slots.map((left) => (left <= 0 ? 0 : 1 - value(limit - left))),
      ),
    ),
    ...neverTogether(board, sites, sizes, limit).map((need) =>
      resource(
        need,
        board.room.slots.map((left) => (left <= 0 ? 0 : 1)),
      ),
    ),
  ];
}

/** Not many more of a list than a number of them. */
function spread(list: readonly number[], most: number): readonly number[] {
  const stride = Math.ceil(list.length / Math.max(12, Math.min(250, most)));
  return list.filter((_, k) => k % stride === 0);
}

/** Sites of which no two fit on one day: one of at most half the limit, and all that are too large for it. */
function neverTogether(
  board: Board,
  sites: readonly number[],
  sizes: readonly number[],
  limit: number,
): Float64Array[] {
  return sizes.slice(-5).map((size) => {
    const smallest = sites.find((site) => siteAt(board, site).slots === size);
    return needs(board, sites, (site) => (site === smallest || siteAt(board, site).slots > limit - size ? 1 : 0));
  });
}

/** Counts whole units, from the other side where there is more than half. */
function inUnits(slots: number, unit: number, limit: number): number {
  if (2 * slots === limit) return 0.5;
  if (2 * slots < limit) return Math.floor(slots / unit) / Math.floor(limit / unit);
  return 1 - Math.floor((limit - slots) / unit) / Math.floor(limit / unit);
}

/**
 * What the days hold, at most: those with places enough the room of a day, the others no more than
 * the largest values of sites that may go there. With the last day first a site fits where no more
 * sites than places have come so far, so the smallest give way (as for unit jobs with deadlines).
 */
function packed(need: Float64Array, places: Float64Array, room: Float64Array): Resource['supply'] {
  const largest = Float64Array.from(need).sort().reverse();
  const sums = new Float64Array(largest.length + 1);
  for (let k = 0; k < largest.length; k++) sums[k + 1] = at(sums, k) + at(largest, k);
  return () => {
    const largestSoFar = new TinyQueue<number>();
    let sum = 0;
    let whole = 0;
    let few = 0;
    return (day, needs) => {
      const here = at(places, day);
      if (at(sums, Math.min(here, largest.length)) < at(room, day)) few += here;
      else whole += at(room, day);
      for (const value of needs) {
        if (largestSoFar.length >= few && value <= (largestSoFar.peek() ?? Infinity)) continue;
        largestSoFar.push(value);
        sum += value;
        if (largestSoFar.length > few) sum -= largestSoFar.pop() ?? 0;
      }
      return whole + sum;
    };
  };
}

/**
 * Flips within one stay all stand in commissioning together on its last day; so from the end
 * backwards, stay by stay, no more sites are flipped than have room there.
 */
function watched(board: Board, places: Float64Array, room: Int32Array): Resource['supply'] {
  return () => {
    let sum = 0;
    let inStay = 0;
    let roomOfStay = 0;
    let days = Infinity;
    let previous = 0;
    return (day) => {
      if (at(places, day) <= 0) return sum + Math.min(inStay, roomOfStay);
      const position = at(board.workingDay, day);
      days += previous - position;
      previous = position;
      if (days > board.stay) {
        sum += Math.min(inStay, roomOfStay);
        inStay = 0;
        days = 1;
        roomOfStay = Math.max(0, at(room, position));
      }
      inStay += at(places, day);
      return sum + Math.min(inStay, roomOfStay);
    };
  };
}
