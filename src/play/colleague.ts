import { approvalOf, noteApproval } from '../app/ledger/approve.js';
import type { Session } from '../app/session.js';
import type { Approval } from '../model/history.js';
import type { Plan } from '../model/plan.js';
import { UserError } from '../model/user-error.js';

const name = 'colleague';
/** Of so many days the colleague is away on one, and approves that day's plan on the next: too late. */
const awayEvery = 3;

/** What came of the plans that a colleague was to approve. */
export interface Approving {
  readonly approvals: readonly Approval[];
  /** A plan that still waits for the colleague. */
  readonly waiting: Plan | null;
  readonly told: readonly string[];
}

/**
 * Where the campaign asks for approvals, a colleague approves the operator's plan; on some days a day late, and hears
 * then how a plan of now differs. `waiting`: a plan of an earlier day.
 */
export async function approvedByColleague(
  session: Session,
  plan: Plan,
  { dayOfPlay, waiting }: { readonly dayOfPlay: number | null; readonly waiting: Plan | null },
): Promise<Approving> {
  if (session.inventory.campaign.approvals === null || plan.operations.length === 0)
    return { approvals: [], waiting: null, told: [] };
  if (dayOfPlay === null && waiting !== null) return { approvals: [], waiting, told: [] };
  if (dayOfPlay !== null && dayOfPlay % awayEvery === 0)
    return { approvals: [], waiting: plan, told: [`The ${name} is away: nobody approves today's plan`] };
  const colleague = { ...session, actor: { ...session.actor, name } };
  const late = waiting === null ? null : await attempt(colleague, session.actor.name, waiting);
  const now = await attempt(colleague, session.actor.name, plan);
  const approvals = [late, now].flatMap((found) => (found?.approval ? [found.approval] : []));
  const refused = [late, now].flatMap((found) => (found?.refusal == null ? [] : [`The ${name}: ${found.refusal}`]));
  return { approvals, waiting: null, told: refused };
}

async function attempt(
  colleague: Session,
  plannedBy: string,
  { id, asOf, operations }: Plan,
): Promise<{ readonly approval: Approval | null; readonly refusal: string | null }> {
  try {
    const approval = await approvalOf(colleague, { id, asOf, operations, plannedBy }, null);
    await noteApproval(colleague, approval);
    return { approval, refusal: null };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'stale-plan') throw error;
    return { approval: null, refusal: `${error.message} ${error.advice[0] ?? ''}` };
  }
}
