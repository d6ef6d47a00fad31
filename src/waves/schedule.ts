import { isoDate } from '../model/dates.js';
import {
  at,
  bindingRule,
  firstAfter,
  newBoard,
  nowhere,
  ownRule,
  put,
  sharedRule,
  siteAt,
  take,
  type Board,
} from './board.js';
import { sequence } from './order.js';
import type { WavePlan, WaveProblem } from './problem.js';
import { hopeless, noRoom } from './why/reason.js';
import { names } from './why/sentence.js';

/**
 * List scheduling: in rank order, those that others come `after` with them, every site gets the
 * first day that keeps all rules. Sites without a day are answered with the rule in their way.
 */
export function scheduleWaves(problem: WaveProblem): WavePlan {
  const board = newBoard(problem);
  return wavePlan(board, fillBoard(board));
}

/** Places all sites of an empty board. Returns why some can never have a day, whatever is moved. */
export function fillBoard(board: Board): ReadonlyMap<number, string> {
  const { never, possible } = whoCanGo(board);
  placePinned(board, never);
  placeUrgent(board, possible);
  dropBroken(board, possible);
  for (const site of possible) if (at(board.dayOf, site) === nowhere) place(board, site, board.days - 1);
  return never;
}

/** The sites that may have a day, each behind those it comes `after`, and why the others never can: their own rules, or circles. */
export function whoCanGo(board: Board): {
  readonly possible: readonly number[];
  readonly never: ReadonlyMap<number, string>;
} {
  const { sorted, circles } = sequence([...board.sites.keys()], board);
  const never = new Map<number, string>();
  for (const [site, circle] of circles) never.set(site, circleReason(board, site, circle));
  for (const site of sorted) {
    const waitsFor = (board.before[site] ?? []).find((other) => never.has(other));
    const reason = hopeless(board, site) ?? (waitsFor === undefined ? null : `after ${names(board, [waitsFor])}`);
    if (reason !== null) never.set(site, reason);
  }
  return { possible: sorted.filter((site) => !never.has(site)), never };
}

/** The plan that stands on a board; `never`: reasons known beforehand. */
export function wavePlan(board: Board, never: ReadonlyMap<number, string>): WavePlan {
  const { firstDay } = board.problem;
  const dayOf = new Map<string, number>();
  const left: number[] = [];
  for (const [index, { name }] of board.sites.entries()) {
    const day = at(board.dayOf, index);
    if (day === nowhere) left.push(index);
    else dayOf.set(name, firstDay + day);
  }
  const stride = Math.max(1, Math.ceil((left.length * board.days) / 2_000_000));
  const waves = board.sitesOn.flatMap((sites, day) =>
    sites.length === 0
      ? []
      : [
          {
            date: isoDate(firstDay + day),
            sites: [...sites].sort((a, b) => a - b).map((index) => siteAt(board, index).name),
          },
        ],
  );
  return {
    waves,
    dayOf,
    unplanned: left.map((index) => ({
      site: siteAt(board, index).name,
      reason: never.get(index) ?? leftOver(board, index, stride),
    })),
    finish: waves[waves.length - 1]?.date ?? null,
  };
}

function leftOver(board: Board, index: number, stride: number): string {
  const waitsFor = (board.before[index] ?? []).filter((other) => at(board.dayOf, other) === nowhere);
  if (waitsFor.length > 0) return `after ${names(board, waitsFor)}`;
  const pinned = siteAt(board, index).pinned;
  const late =
    pinned === null
      ? []
      : (board.before[index] ?? []).filter((other) => board.problem.firstDay + at(board.dayOf, other) >= pinned);
  if (pinned !== null && late.length > 0) return `pinned to ${isoDate(pinned)}, but comes after ${names(board, late)}`;
  return noRoom(board, index, stride);
}

/** `after` is checked later, when those before have their days. */
function placePinned(board: Board, never: ReadonlyMap<number, string>): void {
  for (const [site, { pinned }] of board.sites.entries()) {
    if (pinned === null || never.has(site)) continue;
    const day = pinned - board.problem.firstDay;
    if (ownRule(board, site, day) === null && sharedRule(board, site, day) === null) put(board, site, day);
  }
}

/** Sites with a last day, and all that go before them, get theirs first: earliest deadline first. */
function placeUrgent(board: Board, sorted: readonly number[]): void {
  const deadline = new Float64Array(board.sites.length).fill(Infinity);
  for (let k = sorted.length - 1; k >= 0; k--) {
    const site = sorted[k] ?? 0;
    const { latest, pinned } = siteAt(board, site);
    let last = Math.min(latest ?? Infinity, pinned ?? Infinity) - board.problem.firstDay;
    for (const other of board.behind[site] ?? []) last = Math.min(last, at(deadline, other) - 1);
    deadline[site] = last;
  }
  const urgent = sorted
    .filter((site) => at(deadline, site) < Infinity)
    .sort((a, b) => at(deadline, a) - at(deadline, b) || a - b);
  if (urgent.length === 0) return;
  const inPlan = new Set(sorted);
  for (const site of sequence(urgent, board).sorted) {
    if (inPlan.has(site) && at(board.dayOf, site) === nowhere)
      place(board, site, Math.min(at(deadline, site), board.days - 1));
  }
}

/** Takes off sites that stand on a day while one they come `after` has none, or a later one. */
export function dropBroken(board: Board, sorted: readonly number[]): void {
  for (const site of sorted) {
    const day = at(board.dayOf, site);
    if (day === nowhere) continue;
    const broken = (board.before[site] ?? []).some(
      (other) => at(board.dayOf, other) === nowhere || at(board.dayOf, other) >= day,
    );
    if (broken) take(board, site);
  }
}

/** Gives a site the first day up to `last` that it can have, if there is one. */
function place(board: Board, site: number, last: number): void {
  if ((board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)) return;
  const end = Math.min(last, at(board.latest, site));
  for (let day = firstAfter(board, site); day <= end; day++) {
    if (at(board.room.sites, day) <= 0 || bindingRule(board, site, day) !== null) continue;
    put(board, site, day);
    return;
  }
}

function circleReason(board: Board, site: number, circle: readonly number[]): string {
  const named = circle.slice(0, 6).map((index) => siteAt(board, index).name);
  const first = named[0] ?? '';
  const ring = `${named.join(' after ')} after ${circle.length > 6 ? `… ${circle.length - 6} more … after ` : ''}${first}`;
  const said = `a circle of \`after\`: ${ring}; take one of them out`;
  return circle.includes(site) ? said : `waits behind ${said}`;
}
