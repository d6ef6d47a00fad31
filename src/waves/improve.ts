import { dayNumber, isoDate } from '../model/dates.js';
import type { Bound } from '../model/plan.js';
import { seededRandom, type Random } from '../model/random.js';
import { at, bindingRule, finishOf, newBoard, nowhere, put, restore, siteAt, type Board } from './board.js';
import { earliestFinish, openDaysFrom, type Earliest } from './bound/earliest.js';
import type { Solver } from './integer-program.js';
import { sequence } from './order.js';
import type { WavePlan, WaveProblem } from './problem.js';
import { fillBoard, wavePlan } from './schedule.js';
import { assignment } from './search/assignment.js';
import { exhausted, type Effort } from './search/effort.js';
import { polish } from './search/polish.js';
import { recreate } from './search/recreate.js';

export interface SearchOptions {
  /** Iterations; default: a few seconds' worth. The same number gives everybody the same plan. */
  readonly effort?: number;
  /** For what the search of a small campaign does not reach; none: it is left open. */
  readonly solver?: Solver | undefined;
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
  /** Why the solver could not answer; what the search found stands. */
  readonly solverFailure?: string;
}

/**
 * The best plan found: as many sites as possible, then the earliest finish, then each site in rank
 * order as early as those before it allow. It starts from list scheduling; where that misses the
 * bound, the search goes on from there, and from packings of its own, and the solver after it.
 */
export function planWaves(problem: WaveProblem, { effort: wanted, solver }: SearchOptions = {}): SearchedWaves {
  const board = newBoard(problem);
  const never = fillBoard(board);
  const listed = Int32Array.from(board.dayOf);
  const iterations = wanted ?? defaultEffort;
  const effort: Effort = { left: iterations };
  const random = seededRandom(1, 'waves');
  const possible = sequence([...board.sites.keys()], board).sorted.filter((site) => !never.has(site));
  const missing = (): number => possible.length - placedInSequence(board).length;

  const boundNow = (): Earliest => earliestFinish(newBoard(problem), placedInSequence(board));

  let solved: Solved = { most: missing() === 0, best: false, failure: null };
  const isBest = (): boolean => solved.most && (solved.best || finishOf(board) <= boundNow().day);
  const ask = (): void => {
    if (solver && iterations > 0 && !isBest()) solved = solve(board, possible, solver, solved.most ? boundNow() : null);
  };
  const soon = possible.length <= solvedAtOnce;
  if (soon) ask();
  if (!isBest()) {
    if (missing() > 0) recreate(board, possible, board.days - 1, effort, 0.75 * iterations, random);
    bisect(board, placedInSequence(board), boundNow().day, effort, 0.1 * iterations, random);
    solved = { ...solved, most: solved.most || missing() === 0 };
    if (!soon) ask();
  }
  const bound = solved.best ? { day: finishOf(board), reason: 'every earlier plan was ruled out' } : boundNow();
  if (listed.some((day, site) => day !== at(board.dayOf, site)))
    polish(board, placedInSequence(board), finishOf(board), effort);

  const plan = wavePlan(board, never);
  return {
    plan,
    bound: boundOf(problem, bound),
    gapDays: plan.finish === null ? 0 : dayNumber(plan.finish) - problem.firstDay - bound.day,
    iterations: iterations - effort.left,
    stoppedBecause: isBest() ? 'bound' : 'effort',
    ...(solved.failure !== null && { solverFailure: solved.failure }),
  };
}

/** So few sites take a solver less time than a search. */
const solvedAtOnce = 12;
/** A few seconds' worth. */
const defaultEffort = 100_000;

/** The bound for the sites that have a day in `plan`. */
export function waveBound(problem: WaveProblem, { dayOf }: Pick<WavePlan, 'dayOf'>): Bound {
  const board = newBoard(problem);
  const sorted = sequence([...board.sites.keys()], board).sorted.filter((site) => dayOf.has(siteAt(board, site).name));
  return boundOf(problem, earliestFinish(board, sorted));
}

function boundOf({ firstDay }: WaveProblem, { day, reason }: Earliest): Bound {
  return { date: day === nowhere ? null : isoDate(firstDay + day), reason };
}

function placedInSequence(board: Board): readonly number[] {
  const placed = (site: number): boolean => at(board.dayOf, site) !== nowhere;
  return sequence([...board.sites.keys()], board).sorted.filter(placed);
}

/** Looks for plans that end at the target, or else between it and the finish. */
function bisect(
  board: Board,
  sorted: readonly number[],
  target: number,
  effort: Effort,
  keep: number,
  random: Random,
): void {
  const openDays = openDaysFrom(board, target, finishOf(board));
  let low = 0;
  let high = openDays.length;
  for (let middle = 0; low < high && !exhausted(effort, keep); middle = (low + high) >> 1) {
    const share = high - low === 1 ? keep : effort.left - 0.6 * (effort.left - keep);
    if (recreate(board, sorted, openDays[middle] ?? target, effort, share, random)) high = middle;
    else low = middle + 1;
  }
}

interface Solved {
  /** No plan has more sites. */
  readonly most: boolean;
  /** No plan of so many sites ends earlier. */
  readonly best: boolean;
  readonly failure: string | null;
}

/** Asks for one site more, then for an earlier finish, as long as there is such a plan. `bound`: of all sites, where all have a day. */
function solve(board: Board, possible: readonly number[], solver: Solver, bound: Earliest | null): Solved {
  let most = bound !== null;
  for (;;) {
    const placed = placedInSequence(board).length;
    const before = openDaysFrom(board, Math.max(0, bound?.day ?? 0), finishOf(board)).at(-1);
    if (most && before === undefined) return { most, best: true, failure: null };
    const end = most ? (before ?? 0) : board.days - 1;
    const answer = askFor(board, possible, end, most ? placed : placed + 1, solver);
    if (answer === 'found') continue;
    if (answer !== 'impossible') return { most, best: false, failure: answer };
    if (most) return { most, best: true, failure: null };
    most = true;
  }
}

/** Puts a plan of so many sites by `end` on the board if there is one; a message where the solver failed, null where it gave up. */
function askFor(
  board: Board,
  sites: readonly number[],
  end: number,
  count: number,
  solver: Solver,
): 'found' | 'impossible' | (string & {}) | null {
  const before = Int32Array.from(board.dayOf);
  const asked = assignment(board, sites, end, count);
  const answer = asked && solver(asked.program);
  if (asked && answer?.found === 'choice') {
    const dayOf = new Map(
      answer.taken.flatMap((column) => asked.places.slice(column, column + 1)).map((place) => [place.site, place.day]),
    );
    for (const site of sites) {
      const day = dayOf.get(site);
      if (day !== undefined && bindingRule(board, site, day) === null) put(board, site, day);
    }
    if (placedInSequence(board).length >= count) return 'found';
  }
  restore(board, before);
  if (answer?.found === 'failure') return answer.message;
  return answer?.found === 'impossible' ? 'impossible' : null;
}
