import { dayNumber, isoDate } from '../model/dates.js';
import type { Bound } from '../model/plan.js';
import { seededRandom, type Random } from '../model/random.js';
import { at, finishOf, newBoard, nowhere, restore, siteAt, take, type Board } from './board.js';
import { dive, placeShares } from './search/dive.js';
import { exchangeLeftOver, tryAll } from './search/exact.js';
import { earliestFinish, openDaysFrom, raisedByValues, type Earliest } from './bound/earliest.js';
import { exhausted, looksFor, spendLooks, type Effort } from './search/effort.js';
import { sequence } from './order.js';
import { pack } from './search/pack.js';
import { polish } from './search/polish.js';
import type { WavePlan, WaveProblem } from './problem.js';
import { fillBoard, wavePlan } from './schedule.js';
import { squeeze } from './search/squeeze.js';
import type { Share } from './sets/shares.js';
import type { Looks } from './sets/valuable-set.js';

export interface SearchOptions {
  /** Iterations; default: a few seconds' worth. The same number gives everybody the same plan. */
  readonly effort?: number;
}

export interface SearchedWaves {
  readonly plan: WavePlan;
  /** Of the sites that have a day. */
  readonly bound: Bound;
  /** Days from the bound to the finish; 0: no plan of these sites ends earlier. */
  readonly gapDays: number;
  readonly iterations: number;
  /** No plan has more sites, and none of these sites ends earlier; else the effort was too small to know. */
  readonly stoppedBecause: 'bound' | 'effort';
}

/**
 * The best plan found: as many sites as possible, then the earliest finish, then each site in rank
 * order as early as those before it allow. It starts from list scheduling; where that misses the
 * bound, the search goes on from there, and from packings of its own.
 */
export function planWaves(problem: WaveProblem, { effort: wanted }: SearchOptions = {}): SearchedWaves {
  const board = newBoard(problem);
  const never = fillBoard(board);
  const listed = Int32Array.from(board.dayOf);
  const iterations = wanted ?? defaultEffort(board);
  const effort: Effort = { left: iterations };
  const random = seededRandom(1, 'waves');
  const possible = sequence([...board.sites.keys()], board).sorted.filter((site) => !never.has(site));

  let bound = earliestFinish(newBoard(problem), placedInSequence(board));
  const isBest = (): boolean => placedInSequence(board).length === possible.length && finishOf(board) <= bound.day;
  const tried =
    !isBest() && possible.length <= mostTried && tryAll(board, possible, effort, Math.max(0, effort.left - mostTries));
  if (tried) {
    bound = earliestFinish(newBoard(problem), placedInSequence(board));
    if (finishOf(board) > bound.day) bound = { day: finishOf(board), reason: 'every plan of them was tried' };
  } else if (!isBest()) {
    placeLeftOver(board, never, effort, 0.9 * iterations, random);
    exchangeLeftOver(board, possible, effort, 0.87 * iterations, random);
    bound = improveFinish(board, effort, iterations, random);
  }
  if (listed.some((day, site) => day !== at(board.dayOf, site)))
    polish(board, placedInSequence(board), finishOf(board), effort);

  const plan = wavePlan(board, never);
  const allPlaced = plan.dayOf.size === possible.length;
  return {
    plan,
    bound: boundOf(problem, bound),
    gapDays: plan.finish === null ? 0 : dayNumber(plan.finish) - problem.firstDay - bound.day,
    iterations: iterations - effort.left,
    stoppedBecause: (tried || allPlaced) && finishOf(board) <= bound.day ? 'bound' : 'effort',
  };
}

/** Campaigns of so many sites have their plans tried one by one, up to so many iterations. */
const mostTried = 12;
const mostTries = 5000;

/** Looks for an earlier finish of the sites that have a day, and returns their bound. */
function improveFinish(board: Board, effort: Effort, iterations: number, random: Random): Earliest {
  const { problem } = board;
  const sorted = placedInSequence(board);
  const bound = earliestFinish(newBoard(problem), sorted);
  descend(board, sorted, bound.day, effort, 0.85 * iterations, random);
  if (finishOf(board) <= bound.day || exhausted(effort, 0)) return bound;
  const most = Math.min(mostLooks, looksFor(0.7 * effort.left, finishOf(board)));
  const looks: Looks = { left: most };
  const raised = raisedByValues(newBoard(problem), sorted, bound, board.dayOf, looks);
  spendLooks(effort, most - looks.left, finishOf(board));
  bisect(board, sorted, raised, effort, 0.1 * iterations, random);
  return raised;
}

/** The bound for the sites that have a day in `plan`. */
export function waveBound(problem: WaveProblem, { dayOf }: Pick<WavePlan, 'dayOf'>): Bound {
  const board = newBoard(problem);
  const sorted = sequence([...board.sites.keys()], board).sorted.filter((site) => dayOf.has(siteAt(board, site).name));
  const plan = Int32Array.from(board.sites, ({ name }) => {
    const day = dayOf.get(name);
    return day === undefined ? nowhere : day - problem.firstDay;
  });
  return boundOf(problem, raisedByValues(board, sorted, earliestFinish(board, sorted), plan, { left: mostLooks }));
}

/** To raise the bound with: a second or two. */
const mostLooks = 10_000_000;

function boundOf({ firstDay }: WaveProblem, { day, reason }: Earliest): Bound {
  return { date: day === nowhere ? null : isoDate(firstDay + day), reason };
}

/** An iteration looks at every day up to the finish. */
function defaultEffort(board: Board): number {
  return Math.round(4_100_000 / (finishOf(board) + 20));
}

function placedInSequence(board: Board): readonly number[] {
  const placed = (site: number): boolean => at(board.dayOf, site) !== nowhere;
  return sequence([...board.sites.keys()], board).sorted.filter(placed);
}

/** Sites that found no room may find some when others move. */
function placeLeftOver(
  board: Board,
  never: ReadonlyMap<number, string>,
  effort: Effort,
  keep: number,
  random: Random,
): void {
  for (const site of sequence([...board.sites.keys()], board).sorted) {
    if (exhausted(effort, keep)) return;
    if (at(board.dayOf, site) !== nowhere || never.has(site)) continue;
    if ((board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)) continue;
    effort.left -= 1;
    const wanted = sequence([...placedInSequence(board), site], board).sorted.filter(
      (one) => one === site || at(board.dayOf, one) !== nowhere,
    );
    squeeze(board, wanted, board.days - 1, effort, Math.max(keep, effort.left - 200), random);
  }
}

/** Takes one day after the other off the end of the plan. */
function descend(
  board: Board,
  sorted: readonly number[],
  target: number,
  effort: Effort,
  keep: number,
  random: Random,
): void {
  for (let finish = finishOf(board); finish > target; finish = finishOf(board)) {
    let end = finish - 1;
    while (end > target && at(board.capacity, end) <= 0) end -= 1;
    const share = Math.max(keep, effort.left - (effort.left - keep) / 3);
    if (!squeeze(board, sorted, end, effort, share, random)) return;
  }
}

/** The earliest finish to be hoped for, and parts of sets that end then, if known. */
interface Target {
  readonly day: number;
  readonly shares: readonly Share[];
}

/** Looks for plans that end at the target, or else between it and the finish. */
function bisect(
  board: Board,
  sorted: readonly number[],
  target: Target,
  effort: Effort,
  keep: number,
  random: Random,
): void {
  const openDays = openDaysFrom(board, target.day, finishOf(board));
  let low = 0;
  let high = openDays.length;
  for (let middle = 0; low < high && !exhausted(effort, keep); middle = (low + high) >> 1) {
    const share = high - low === 1 ? keep : effort.left - 0.6 * (effort.left - keep);
    const end = openDays[middle] ?? target.day;
    if (repack(board, sorted, end, end === target.day ? target.shares : [], effort, share, random)) high = middle;
    else low = middle + 1;
  }
}

/** Sites that a dive may find a day for besides those that it frees. */
const mostLeft = 40;

/** Packs anew until a packing, with a dive, holds all sites by `end`. */
function repack(
  board: Board,
  sorted: readonly number[],
  end: number,
  shares: readonly Share[],
  effort: Effort,
  keep: number,
  random: Random,
): boolean {
  const before = Int32Array.from(board.dayOf);
  const known = shares.map(({ sites }) => sites);
  let fewest = Infinity;
  while (!exhausted(effort, keep)) {
    for (const site of sorted) if (at(board.dayOf, site) !== nowhere) take(board, site);
    effort.left -= Math.ceil(sorted.length / 12);
    if (shares.length > 0) placeShares(board, shares, sorted.length, random);
    else pack(board, sorted, end, random);
    const left = sorted.filter((site) => at(board.dayOf, site) === nowhere).length;
    fewest = Math.min(fewest, left);
    if (
      (shares.length > 0 || (left <= fewest && left <= mostLeft)) &&
      dive(board, sorted, end, known, effort, keep, random)
    )
      return true;
  }
  restore(board, before);
  return false;
}
