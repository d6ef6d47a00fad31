import { operationWord } from '../../model/keys/operation-keys.js';
import { nextResult } from '../../planning/results.js';
import type { Situation } from '../../planning/situation.js';
import type { Plan } from '../../model/plan.js';
import { problemsOf } from './problems.js';
import { retirementRows } from './retirements.js';
import type { StatusModel } from './sources.js';
import { waitingRows } from './waiting.js';

/** How things stand now: the part of the status model that needs neither the ledger's events nor the jobs. */
export type PresentStatus = Pick<
  StatusModel,
  'overdue' | 'window' | 'problems' | 'stops' | 'next' | 'today' | 'waiting' | 'retirements'
>;

/** `verdicts`: in force, or as the jobs say now. Pure. */
export function presentStatus(
  { plan, situation }: { readonly plan: Plan; readonly situation: Situation },
  verdicts: StatusModel['verdicts'],
): PresentStatus {
  const retirements = retirementRows(plan, situation);
  return {
    stops: plan.stops,
    overdue: plan.overdue,
    window: plan.window,
    problems: problemsOf(plan, situation, verdicts, retirements),
    next: nextResult(plan, { track: 'pilot' })
      .next.filter(({ stage, date }) => stage === 'ready' && date !== null)
      .map(({ site, date, request, reason, risk }) => ({ site, date, request, reason, ...(risk && { risk }) })),
    today: plan.operations.map(({ key, kind, site, queue, reason }) => ({
      kind,
      what: operationWord({ kind, key }),
      site,
      queue,
      reason,
    })),
    waiting: waitingRows({ plan, situation }),
    retirements,
  };
}
