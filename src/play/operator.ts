import type { History, QueueHistory, Verdict } from '../model/history.js';
import type { Inventory } from '../model/inventory.js';
import type { Judged, OperatorPolicy } from './setup.js';

/**
 * The acting operator's own decisions, once a flip's deadline is over: what is inconclusive goes by
 * the policy; a site fault is the site's to repair, and no reason against the pilot; a queue whose record nobody
 * corrected goes back.
 */
export function handDecisions(
  { campaign, sites }: Inventory,
  history: History,
  policy: OperatorPolicy,
  nowMs: number,
): readonly Judged[] {
  const deadlineMs = campaign.commissioning.deadline_hours * 3_600_000;
  return sites.flatMap(({ name: site, queues }) =>
    Object.keys(queues).flatMap((queue): Judged[] => {
      const past = history.queues.get(queue);
      const open = past ? undecided(past) : null;
      if (!past || !open || nowMs < effectiveMs(past) + deadlineMs) return [];
      const word = wordOn(open, policy);
      return word === null
        ? []
        : [{ site, verdict: { ...open, ...word, by: 'operator acting', ends: 'at the next change' } }];
    }),
  );
}

/** The test's own verdict on the queue as it stands, where it is not the end of it. */
function undecided({ verdict, settled }: QueueHistory): Verdict | null {
  return verdict?.generation === settled && verdict.by === 'commissioning' ? verdict : null;
}

function wordOn({ verdict, reason }: Verdict, policy: OperatorPolicy): Pick<Verdict, 'verdict' | 'reason'> | null {
  switch (verdict) {
    case 'inconclusive':
      if (policy.on_inconclusive === 'good')
        return {
          verdict: 'good',
          reason: `Looked at by hand after the deadline: no fault of the pilot or the containers was found. (${reason})`,
        };
      return {
        verdict: 'pilot fault',
        reason: `Not found good until the deadline; by policy it goes back. (${reason})`,
      };
    case 'site fault':
      return { verdict: 'good', reason: `The site was told, and the pilot is not at fault. (${reason})` };
    case 'configuration':
      return {
        verdict: 'pilot fault',
        reason: `Nobody corrected the record until the deadline; it goes back meanwhile. (${reason})`,
      };
    default:
      return null;
  }
}

function effectiveMs({ pilot, containers, adopted }: QueueHistory): number {
  const settled = [pilot, containers].flatMap((change) => (change ? [Date.parse(change.effectiveAt)] : []));
  return settled.length > 0 ? Math.max(...settled) : Date.parse(adopted?.at ?? '');
}
