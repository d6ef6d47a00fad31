import { isoDate, type IsoDate } from '../model/dates.js';
import { at, bindingRule, newBoard, firstAfter, nowhere, ownRule, put, siteAt, take, type Board } from './board.js';
import { exhausted, type Effort } from './search/effort.js';
import { sequence } from './order.js';
import type { WavePlan, WaveProblem } from './problem.js';
import { dropBroken, whoCanGo, wavePlan } from './schedule.js';
import { names, ruleSentence } from './why/sentence.js';
import { recreate } from './search/recreate.js';
import { seededRandom } from '../model/random.js';

export interface Replanned {
  readonly plan: WavePlan;
  /** Sites of the problem whose day is not the one they had; null: none. In rank order. */
  readonly moved: readonly Moved[];
}

interface Moved {
  readonly site: string;
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly reason: string;
}

/**
 * The plan that moves as few sites as possible: who can stays on the day that was said
 * (`previousDays`, day numbers by site), the others get the first day with room, and only where there
 * is none somebody makes room. Search counted in `iterations`.
 */
export function replan(problem: WaveProblem, previousDays: ReadonlyMap<string, number>, iterations = 2000): Replanned {
  const board = newBoard(problem);
  const { possible, never } = whoCanGo(board);
  const said = board.sites.map(({ name }) => (previousDays.get(name) ?? NaN) - problem.firstDay);
  const effort: Effort = { left: iterations };

  for (const site of [...possible].sort((a, b) => a - b)) {
    const day = said[site] ?? NaN;
    if (day >= 0 && day < board.days && bindingRule(board, site, day) === null) put(board, site, day);
  }
  const homeless = possible.filter((site) => at(board.dayOf, site) === nowhere);
  for (const site of homeless) if (siteAt(board, site).pinned !== null) settle(board, site, effort);
  for (const site of homeless) if (at(board.dayOf, site) === nowhere) settle(board, site, effort);
  dropBroken(board, possible);
  while (goBack(board, possible, said) > 0);

  const plan = wavePlan(board, never);
  return { plan, moved: movedSites(board, plan, said) };
}

/** The first free day; else those that come after it make room; else anybody. */
function settle(board: Board, site: number, effort: Effort): void {
  if ((board.before[site] ?? []).some((other) => at(board.dayOf, other) === nowhere)) return;
  if (placeFirst(board, site)) return;
  const behind = (board.behind[site] ?? []).filter(
    (other) => at(board.dayOf, other) !== nowhere && siteAt(board, other).pinned === null,
  );
  const days = behind.map((other) => take(board, other));
  if (placeFirst(board, site) && behind.every((other) => placeFirst(board, other))) return;
  for (const other of [site, ...behind]) if (at(board.dayOf, other) !== nowhere) take(board, other);
  for (const [k, other] of behind.entries()) put(board, other, days[k] ?? 0);
  const wanted = sequence([...board.sites.keys()], board).sorted.filter(
    (one) => one === site || at(board.dayOf, one) !== nowhere,
  );
  if (!exhausted(effort, 0))
    recreate(board, wanted, board.days - 1, effort, Math.max(0, effort.left - 200), seededRandom(1, 'replan'));
}

function placeFirst(board: Board, site: number): boolean {
  for (let day = firstAfter(board, site); day <= at(board.latest, site); day++) {
    if (ownRule(board, site, day) !== null || bindingRule(board, site, day) !== null) continue;
    put(board, site, day);
    return true;
  }
  return false;
}

/** Moved sites may find their old days free in the end. Returns how many did. */
function goBack(board: Board, sorted: readonly number[], said: readonly number[]): number {
  let count = 0;
  for (const site of sorted) {
    const day = said[site] ?? NaN;
    const now = at(board.dayOf, site);
    if (now === nowhere || now === day || !(day >= 0 && day < board.days)) continue;
    take(board, site);
    const inTime = (board.behind[site] ?? []).every(
      (other) => at(board.dayOf, other) === nowhere || at(board.dayOf, other) > day,
    );
    const free = inTime && bindingRule(board, site, day) === null;
    put(board, site, free ? day : now);
    if (free) count += 1;
  }
  return count;
}

function movedSites(board: Board, plan: WavePlan, said: readonly number[]): Moved[] {
  const { firstDay } = board.problem;
  const without = new Map(plan.unplanned.map(({ site, reason }) => [site, reason]));
  const moved: Moved[] = [];
  for (const [site, { name }] of board.sites.entries()) {
    const before = said[site] ?? NaN;
    const now = at(board.dayOf, site);
    if (now === nowhere ? Number.isNaN(before) : now === before) continue;
    moved.push({
      site: name,
      from: Number.isNaN(before) ? null : isoDate(firstDay + before),
      to: now === nowhere ? null : isoDate(firstDay + now),
      reason: without.get(name) ?? whyMoved(board, site, before),
    });
  }
  return moved;
}

function whyMoved(board: Board, site: number, before: number): string {
  if (Number.isNaN(before)) return 'new in the plan';
  if (before < 0) return `${isoDate(board.problem.firstDay + before)} is past`;
  if (before >= board.days) return 'its day lies after the last one that is planned';
  const now = take(board, site);
  const rule = bindingRule(board, site, before);
  put(board, site, now);
  if (rule !== null) return ruleSentence(board, site, before, rule);
  return `makes room for ${names(board, board.sitesOn[before] ?? [])}`;
}
