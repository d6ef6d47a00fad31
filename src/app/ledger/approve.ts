import { approvalMark } from '../../model/facts/approval-mark.js';
import { instant, hourMs } from '../../model/dates.js';
import type { Approval } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import { UserError } from '../../model/user-error.js';
import { differenceSentences, planDifference } from '../../planning/difference.js';
import type { Result } from '../../report/results/results.js';
import { withLedger, type Session } from '../session.js';
import { takeSnapshot } from '../snapshot.js';

export interface PlanToApprove {
  readonly id: string;
  readonly asOf: string;
  readonly plannedBy: string;
  readonly operations: readonly Operation[];
}

/** What approves a plan that another operator has made, while it is young enough. Notes nothing. */
export async function approvalOf(session: Session, plan: PlanToApprove, reason: string | null): Promise<Approval> {
  const { approvals } = session.inventory.campaign;
  const { name: by } = session.actor;
  if (approvals === null)
    throw new UserError(4, 'no-approvals', 'This campaign asks for no approvals: the plan can be applied as it is.', [
      '`approvals: { max_age_hours: 24 }` under `campaign:` in sites.yaml asks for them.',
    ]);
  if (plan.plannedBy === by)
    throw new UserError(4, 'own-plan', `The plan is ${by}'s own: another operator approves it.`, [
      'Plan again with `migrate plan --out FILE`, and let somebody else approve it.',
    ]);
  const nowMs = await session.grid.clock.now();
  const untilMs = Date.parse(plan.asOf) + approvals.max_age_hours * hourMs;
  if (nowMs > untilMs) {
    const { plan: present } = await takeSnapshot(session);
    throw new UserError(4, 'stale-plan', `The plan of ${plan.asOf} is older than ${approvals.max_age_hours} hours.`, [
      ...differenceSentences(planDifference(plan.operations, present.operations)),
      'Save the plan of now with `migrate plan --out FILE`, and have that one approved.',
    ]);
  }
  const at = instant(nowMs);
  return {
    plan: plan.id,
    plannedBy: plan.plannedBy,
    by,
    at,
    until: instant(untilMs),
    reason,
    operations: Object.fromEntries(plan.operations.map((operation) => [operation.key, approvalMark(operation)])),
  };
}

export async function noteApproval(session: Session, approval: Approval): Promise<void> {
  await withLedger(session, 'write', (ledger) =>
    ledger.note({ what: 'approved', approval }, session.actor, approval.at),
  );
}

export function approvedResult({ plan, plannedBy, by, at, until, operations }: Approval): Result<'approve'> {
  return { plan, plannedBy, by, at, until, operations: Object.keys(operations).length };
}
