import type { Ledger, LedgerEvent } from '../../ledger/port.js';
import type { Plan } from '../../model/plan.js';
import { UserError } from '../../model/user-error.js';
import type { NotedSince } from '../../planning/staleness.js';

/** What people and commissioning tell the ledger, beside what operations do themselves. */
const notes = ['request', 'verdict', 'adopted', 'released', 'superseded'] as const;

/** Where a plan stands in the ledger's time: the ledger's head when it was planned, and what the plan itself found out. */
export interface PlannedAt {
  readonly head: string;
  readonly plan?: Pick<Plan, 'foundRequests' | 'adoptions'>;
}

/** What was noted in the ledger after a plan. Throws a UserError (exit 4) where the ledger does not go back to its head. */
export async function notesSince(ledger: Ledger, { head, plan }: PlannedAt): Promise<readonly NotedSince[]> {
  if ((await ledger.head()) === head) return [];
  const isBeginning = /^0+$/.test(head);
  const events = await ledger.events({ what: notes, ...(!isBeginning && { from: head }) });
  if (!isBeginning && events[0]?.hash !== head) {
    throw new UserError(
      4,
      'stale-plan',
      'The plan was made on another ledger: this one does not go back to its head.',
      ['Plan again.'],
    );
  }
  const news = events.slice(isBeginning ? 0 : 1);
  return news.filter((event) => !isKnownTo(plan, event)).flatMap(noteOf);
}

/** What the plan found at the grid itself is noted after it, and contradicts nothing. */
function isKnownTo(plan: PlannedAt['plan'], { what, queue, site, detail }: LedgerEvent): boolean {
  if (what === 'adopted') return plan?.adoptions.some((adoption) => adoption.queue === queue) ?? false;
  if (what !== 'request') return false;
  return (
    plan?.foundRequests.some(
      (found) =>
        found.site === site &&
        found.step === detail['step'] &&
        found.round === detail['round'] &&
        found.state === detail['state'] &&
        found.by === detail['by'],
    ) ?? false
  );
}

function noteOf({ what, at, actor, key, site, queue, detail }: LedgerEvent): readonly NotedSince[] {
  if (site === null) return [];
  const told = what === 'request' ? detail['state'] : what === 'verdict' ? detail['verdict'] : null;
  const words = typeof told === 'string' ? `${what} "${told}"` : what;
  return [
    { key, site, sentence: `${queue ?? site}: ${words} was noted by ${actor} at ${at}, after this was planned.` },
  ];
}
