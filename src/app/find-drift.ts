import { instant } from '../model/dates.js';
import type { AcceptanceFact } from '../model/history.js';
import type { LedgerEvent } from '../ledger/port.js';
import { driftOf } from '../planning/drift/drift.js';
import type { Acceptance, Drift } from '../planning/drift/finding.js';
import { UserError } from '../model/user-error.js';
import type { Result } from '../report/results/results.js';
import { queueNamed } from './names.js';
import { takeSnapshot } from './snapshot.js';
import { withLedger, type Session } from './session.js';

/** Looks at catalogue and ledger against the inventory. Changes nothing. */
export async function findDrift(session: Session): Promise<Result<'drift'>> {
  const { inventory, grid } = session;
  const queues = inventory.sites.flatMap((site) => Object.keys(site.queues));
  const [{ situation, plan }, rules, accepted] = await Promise.all([
    takeSnapshot(session, { only: 'catalogue' }),
    grid.catalogue.readRules(queues),
    withLedger(session, 'read', async (ledger) => (await ledger.events({ what: ['accepted'] })).flatMap(acceptancesIn)),
  ]);
  return { campaign: plan.campaign, asOf: plan.asOf, findings: driftOf({ situation, rules, accepted }).map(finding) };
}

/** What takes everything found at a queue over as known; it is found again as soon as it is something else. Notes nothing. */
export async function acceptanceOf(
  session: Session,
  name: string,
  reason: string,
): Promise<{ readonly acceptance: AcceptanceFact; readonly found: Result<'drift'> }> {
  const queue = queueOf(name, session);
  const { findings, ...drift } = await findDrift(session);
  const changes = findings.filter((each) => each.queue === queue);
  const [first] = changes;
  if (!first) throw new UserError(4, 'nothing-to-accept', `Nothing is found at ${queue}: there is nothing to accept.`);
  const acceptance: AcceptanceFact = {
    queue,
    site: first.site ?? null,
    changes: changes.map(({ kind, found }) => ({ kind, found })),
    reason,
  };
  return { acceptance, found: { ...drift, findings: changes } };
}

export async function noteAcceptance(session: Session, acceptance: AcceptanceFact): Promise<void> {
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', (ledger) => ledger.note({ what: 'accepted', acceptance }, session.actor, at));
}

/** A queue that nobody lists can be accepted as well. */
function queueOf(name: string, { inventory }: Session): string {
  try {
    return queueNamed(name, inventory);
  } catch (error) {
    if (error instanceof UserError) return name;
    throw error;
  }
}

function finding({ queue, site, since, by, command, ...rest }: Drift): Result<'drift'>['findings'][number] {
  return {
    ...rest,
    queue,
    ...(site !== null && { site }),
    ...(since !== null && { since }),
    ...(by !== null && { by }),
    ...(command !== null && { command }),
  };
}

function acceptancesIn({ queue, detail }: LedgerEvent): readonly Acceptance[] {
  if (queue === null || !Array.isArray(detail['changes'])) return [];
  return (detail['changes'] as AcceptanceFact['changes']).map(({ kind, found }) => ({ queue, kind, found }));
}
