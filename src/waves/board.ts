import { precedence, type Precedence } from './order.js';
import type { WaveProblem, WaveSite } from './problem.js';

/** Why a site cannot go on a day: its own rules first, then what it shares with others. */
export type Rule =
  | 'earliest'
  | 'pinned'
  | 'latest'
  | 'closed'
  | 'holiday'
  | 'after'
  | 'behind'
  | 'calendar'
  | 'pace'
  | 'cloud'
  | 'slots'
  | 'tier1'
  | 'commissioning';

/**
 * A wave problem in arrays, and what each day still takes. Sites are indices in rank order, days are
 * offsets from `firstDay`. Only `put` and `take` change it.
 */
export interface Board extends Precedence {
  readonly problem: WaveProblem;
  readonly days: number;
  readonly sites: readonly WaveSite[];
  /** Names of the clouds, by their numbers. */
  readonly clouds: readonly string[];
  /** The clouds in which a site counts. */
  readonly cloudsOf: readonly (readonly number[])[];
  readonly countries: readonly string[];
  readonly countryOf: Int32Array;
  /** First and last offset by the site's own dates; `latest` is below `earliest` where no day is left. */
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
  /** Sites a day takes at all. */
  readonly capacity: Int32Array;
  /** Position of each offset among the working days; a site in commissioning holds `stay` positions. */
  readonly workingDay: Int32Array;
  readonly stay: number;
  /** Offset of the site's day; -1: none. */
  readonly dayOf: Int32Array;
  readonly sitesOn: readonly number[][];
  readonly room: Room;
}

/** What is left, by day (cloud: day × clouds + cloud; tier1 and commissioning: by working day). */
interface Room {
  readonly sites: Int32Array;
  readonly cloud: Int32Array;
  readonly slots: Float64Array;
  readonly tier1: Int32Array;
  readonly commissioning: Int32Array;
  /** Country × days: 0 not asked yet, 1 open, 2 holiday. */
  readonly holiday: Uint8Array;
}

const unlimited = 0x3fffffff;
export const nowhere = -1;

/** The empty board of a problem: nothing placed but what was flipped on the first day. */
export function newBoard(problem: WaveProblem): Board {
  const { firstDay, horizonDays: days, limits } = problem;
  const sites = [...problem.sites].sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  const clouds = [...new Set(sites.flatMap(cloudsIn))];
  const cloudNumbers = new Map(clouds.map((cloud, number) => [cloud, number]));
  const cloudsOf = (site: Pick<WaveSite, 'cloud' | 'alsoIn'>): readonly number[] =>
    cloudsIn(site).flatMap((cloud) => cloudNumbers.get(cloud) ?? []);
  const [countries, countryOf] = numbered(sites.map((site) => site.country));
  const flipped = new Set(problem.flippedOnFirstDay.map((site) => site.name));
  const capacity = Int32Array.from({ length: days }, (_, day) => problem.capacity(firstDay + day).sites);

  const workingDay = new Int32Array(days);
  const firstOfWorkingDay: number[] = [];
  for (let day = 0; day < days; day++) {
    workingDay[day] = firstOfWorkingDay.length;
    if ((capacity[day] ?? 0) > 0 || problem.workingDay?.(firstDay + day)) firstOfWorkingDay.push(day);
  }
  const stay = Math.max(1, Math.ceil(problem.commissioningDays));
  const occupied = (limit: number | null, inCommissioning: WaveProblem['inCommissioning']): Int32Array => {
    const room = new Int32Array(firstOfWorkingDay.length + stay).fill(limit ?? unlimited);
    for (const { until } of inCommissioning) {
      for (let w = 0; w < firstOfWorkingDay.length && firstDay + (firstOfWorkingDay[w] ?? 0) < until; w++) {
        room[w] = (room[w] ?? 0) - 1;
      }
    }
    return room;
  };

  const board: Board = {
    problem,
    days,
    sites,
    clouds,
    cloudsOf: sites.map(cloudsOf),
    countries,
    countryOf,
    ...precedence(sites),
    earliest: Int32Array.from(sites, (site) => {
      const start = Math.max(0, Math.min(days, Math.ceil(site.earliest) - firstDay));
      return start === 0 && site.after.some((name) => flipped.has(name)) ? 1 : start;
    }),
    latest: Int32Array.from(sites, (site) => {
      const end = Math.min(site.latest ?? Infinity, site.pinned ?? Infinity) - firstDay;
      return Math.max(-1, Math.min(days - 1, end));
    }),
    capacity,
    workingDay,
    stay,
    dayOf: new Int32Array(sites.length).fill(nowhere),
    sitesOn: Array.from({ length: days }, () => []),
    room: {
      sites: Int32Array.from(capacity),
      cloud: new Int32Array(days * clouds.length).fill(limits.perCloudPerDay ?? unlimited),
      slots: new Float64Array(days).fill(limits.slotsPerDay ?? Infinity),
      tier1: occupied(
        limits.tier1InCommissioning,
        problem.inCommissioning.filter((one) => one.tier1),
      ),
      commissioning: occupied(limits.inCommissioning, problem.inCommissioning),
      holiday: new Uint8Array(countries.length * days),
    },
  };
  if (days > 0) {
    for (const site of problem.flippedOnFirstDay) count(board, 0, cloudsOf(site), site.slots, 1);
  }
  return board;
}

/** The rule that keeps a site from a day as the board stands; null: it can go there. Sites without a day hinder nobody. */
export function bindingRule(board: Board, site: number, day: number): Rule | null {
  const own = ownRule(board, site, day);
  if (own) return own;
  for (const other of board.before[site] ?? []) {
    if (at(board.dayOf, other) >= day) return 'after';
  }
  for (const other of board.behind[site] ?? []) {
    const otherDay = at(board.dayOf, other);
    if (otherDay !== nowhere && otherDay <= day) return 'behind';
  }
  return sharedRule(board, site, day);
}

/** The rule of the site alone (dates, closed days, its country's holidays, the calendar), whoever else goes. */
export function ownRule(board: Board, index: number, day: number): Rule | null {
  if (at(board.capacity, day) <= 0) return 'calendar';
  if (day < at(board.earliest, index)) return 'earliest';
  const site = siteAt(board, index);
  const date = board.problem.firstDay + day;
  if (site.pinned !== null && site.pinned !== date) return 'pinned';
  if (day > at(board.latest, index)) return 'latest';
  if (site.closed.length > 0 && site.closed.some(({ from, to }) => from <= date && date <= to)) return 'closed';
  return isHoliday(board, index, day) ? 'holiday' : null;
}

/** The limit shared with other sites that is used up on a day. */
export function sharedRule(board: Board, index: number, day: number): Rule | null {
  const { room } = board;
  if (at(room.sites, day) <= 0) return 'pace';
  for (const cloud of board.cloudsOf[index] ?? [])
    if (at(room.cloud, day * board.clouds.length + cloud) <= 0) return 'cloud';
  const { slots, tier1 } = siteAt(board, index);
  if (at(room.slots, day) < slots) return 'slots';
  const first = at(board.workingDay, day);
  for (let w = first; w < first + board.stay; w++) {
    if (at(room.commissioning, w) <= 0) return 'commissioning';
    if (tier1 && at(room.tier1, w) <= 0) return 'tier1';
  }
  return null;
}

/** The first day by the site's dates and the days of those it comes after. */
export function firstAfter(board: Board, site: number): number {
  let day = at(board.earliest, site);
  for (const other of board.before[site] ?? []) day = Math.max(day, at(board.dayOf, other) + 1);
  return day;
}

/** Places a site on a day; whether it may go there is the caller's to know. */
export function put(board: Board, site: number, day: number): void {
  board.dayOf[site] = day;
  board.sitesOn[day]?.push(site);
  account(board, site, day, 1);
}

/** Takes a placed site off its day, and answers the day. */
export function take(board: Board, site: number): number {
  const day = at(board.dayOf, site);
  const others = board.sitesOn[day] ?? [];
  others.splice(others.indexOf(site), 1);
  board.dayOf[site] = nowhere;
  account(board, site, day, -1);
  return day;
}

/** Moves every site to the day it has in `dayOf`, a copy of the board's own of earlier. */
export function restore(board: Board, dayOf: Int32Array): void {
  for (let site = 0; site < dayOf.length; site++) if (at(board.dayOf, site) !== nowhere) take(board, site);
  for (let site = 0; site < dayOf.length; site++) if (at(dayOf, site) !== nowhere) put(board, site, at(dayOf, site));
}

/** The last day that has a site; `nowhere` on an empty board. */
export function finishOf(board: Board): number {
  let last: number = nowhere;
  for (const day of board.dayOf) last = Math.max(last, day);
  return last;
}

/** The value of an array at an index that is known to be in it. */
export function at(array: Int32Array | Float64Array | Uint8Array, index: number): number {
  return array[index] as number;
}

export function siteAt(board: Board, index: number): WaveSite {
  return board.sites[index] as WaveSite;
}

function account(board: Board, index: number, day: number, times: 1 | -1): void {
  const { slots, tier1 } = siteAt(board, index);
  count(board, day, board.cloudsOf[index] ?? [], slots, times);
  const first = at(board.workingDay, day);
  for (let w = first; w < first + board.stay; w++) {
    board.room.commissioning[w] = at(board.room.commissioning, w) - times;
    if (tier1) board.room.tier1[w] = at(board.room.tier1, w) - times;
  }
}

function count({ room, clouds }: Board, day: number, inClouds: readonly number[], slots: number, times: 1 | -1): void {
  room.sites[day] = at(room.sites, day) - times;
  room.slots[day] = at(room.slots, day) - times * slots;
  for (const cloud of inClouds) {
    const cell = day * clouds.length + cloud;
    room.cloud[cell] = at(room.cloud, cell) - times;
  }
}

function cloudsIn({ cloud, alsoIn = [] }: Pick<WaveSite, 'cloud' | 'alsoIn'>): readonly string[] {
  return [cloud, ...alsoIn];
}

function isHoliday(board: Board, index: number, day: number): boolean {
  const country = at(board.countryOf, index);
  const cell = country * board.days + day;
  const { holiday } = board.room;
  if (holiday[cell] === 0) {
    holiday[cell] = board.problem.countryHoliday(board.countries[country] ?? '', board.problem.firstDay + day) ? 2 : 1;
  }
  return holiday[cell] === 2;
}

/** Distinct names in order of appearance, and the number of each. */
function numbered(names: readonly string[]): readonly [string[], Int32Array] {
  const numbers = new Map<string, number>();
  const list = Int32Array.from(names, (name) => {
    let number = numbers.get(name);
    if (number === undefined) numbers.set(name, (number = numbers.size));
    return number;
  });
  return [[...numbers.keys()], list];
}
