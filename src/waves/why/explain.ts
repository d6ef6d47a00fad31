import { isoDate, type IsoDate } from '../../model/dates.js';
import { at, bindingRule, nowhere, take, type Board } from '../board.js';
import { placedBoard } from './placed.js';
import type { WavePlan, WaveProblem } from '../problem.js';
import { ruleSentence } from './sentence.js';

export interface Explanation {
  readonly site: string;
  /** Its day; null where it has none, then `notBefore` reaches to the end of the horizon. */
  readonly date: IsoDate | null;
  /** What keeps it from every earlier day, in order; closed days between two of the same are taken in. */
  readonly notBefore: readonly Span[];
}

interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly reason: string;
}

/** Why a site goes on its day in the plan and no earlier; null: no such site in the problem. */
export function explainSite(
  problem: WaveProblem,
  plan: Pick<WavePlan, 'dayOf' | 'unplanned'>,
  name: string,
): Explanation | null {
  const board = placedBoard(problem, plan);
  const site = board.sites.findIndex((one) => one.name === name);
  if (site < 0) return null;
  const day = at(board.dayOf, site) === nowhere ? nowhere : take(board, site);
  const runs = runsBefore(board, site, day === nowhere ? board.days : day, plan);
  return {
    site: name,
    date: day === nowhere ? null : isoDate(problem.firstDay + day),
    notBefore: withoutGaps(runs).map(({ from, to, reason }) => ({
      from: isoDate(problem.firstDay + from),
      to: isoDate(problem.firstDay + to),
      reason,
    })),
  };
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  /** Nobody goes on these days. */
  readonly closed: boolean;
}

function runsBefore(board: Board, site: number, end: number, plan: Pick<WavePlan, 'unplanned'>): Run[] {
  const never = plan.unplanned.find((one) => one.site === board.sites[site]?.name);
  const runs: Run[] = [];
  for (let day = 0; day < end; day++) {
    const rule = bindingRule(board, site, day);
    const reason =
      rule === null
        ? (never?.reason ?? 'free, but kept so for an earlier finish')
        : ruleSentence(board, site, day, rule);
    const last = runs[runs.length - 1];
    if (last?.reason === reason) runs[runs.length - 1] = { ...last, to: day };
    else runs.push({ from: day, to: day, reason, closed: rule === 'calendar' });
  }
  return runs;
}

function withoutGaps(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  let gap: Run[] = [];
  for (const run of runs) {
    const last = joined[joined.length - 1];
    if (run.closed) {
      gap.push(run);
    } else if (last?.reason === run.reason) {
      joined[joined.length - 1] = { ...last, to: run.to };
      gap = [];
    } else {
      joined.push(...gap, run);
      gap = [];
    }
  }
  return [...joined, ...gap];
}
