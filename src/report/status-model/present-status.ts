import { operationWord } from '../../model/keys/operation-keys.js';
import { nextResult } from '../../planning/overview/results.js';
import { problemsOf } from './problems.js';
import { retirementRows } from './retirements.js';
import type { StatusModel, StatusSources } from './sources.js';
import { turnsModel } from './turns.js';
import { waitingRows } from './waiting.js';

/** How things stand now: the part of the status model that needs no jobs. */
export type PresentStatus = Pick<
  StatusModel,
  'overdue' | 'window' | 'problems' | 'stops' | 'next' | 'today' | 'waiting' | 'turns' | 'retirements'
>;

/** `verdicts`: in force, or as the jobs say now. Pure. */
export function presentStatus(
  { plan, situation, events }: Pick<StatusSources, 'plan' | 'situation' | 'events'>,
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
    turns: turnsModel({ plan, situation }, events),
    retirements,
  };
}
