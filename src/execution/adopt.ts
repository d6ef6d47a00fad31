import type { Instant } from '../model/dates.js';
import type { Plan } from '../model/plan.js';
import type { Actor, Ledger } from '../ledger/port.js';

/** Notes in the ledger what the plan found without history: queues at `to`, requests at the helpdesk. Noting twice does nothing. */
export async function adopt(
  plan: Pick<Plan, 'adoptions' | 'foundRequests'>,
  ledger: Ledger,
  actor: Actor,
  at: Instant,
): Promise<void> {
  await Promise.all([
    ...plan.adoptions.map((adoption) => ledger.note({ what: 'adopted', adoption }, actor, at)),
    ...plan.foundRequests.map((request) => ledger.note({ what: 'request', request, isFound: true }, actor, at)),
  ]);
}
