import { instant, dayMs } from '../../model/dates.js';
import type { History, Verdict, VerdictKind } from '../../model/history.js';
import type { Inventory } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';
import { withLedger, type Session } from '../session.js';
import { UserError } from '../../model/user-error.js';
import { subject } from '../names.js';

export const verdictKinds = [
  'good',
  'container fault',
  'pilot fault',
  'site fault',
  'configuration',
  'inconclusive',
] as const satisfies readonly VerdictKind[];
export const endings = ['next-change', 'one-day', 'never'] as const;

export interface Judgement {
  readonly verdict: (typeof verdictKinds)[number];
  readonly reason: string;
  readonly ends: (typeof endings)[number];
}

/** An operator's verdict on a queue of a site. */
export interface OfSite {
  readonly site: string;
  readonly verdict: Verdict;
}

/** An operator's verdict on sites and queues, each tied to the queue's present generation. Notes nothing. */
export async function verdictsBy(
  session: Session,
  names: readonly string[],
  judgement: Judgement,
): Promise<{ readonly result: Result<'commission'>; readonly verdicts: readonly OfSite[] }> {
  const { inventory, actor, grid } = session;
  const nowMs = await grid.clock.now();
  const at = instant(nowMs);
  const history = await withLedger(session, 'read', (ledger) => ledger.history());
  const queues = names.flatMap((name) => queuesOf(name, inventory, history));
  const verdicts = queues.map(({ site, queue }): OfSite => {
    const generation = history.queues.get(queue)?.settled ?? 0;
    const by = `operator ${actor.name}`;
    return { site, verdict: { queue, generation, ...judgement, at, by, ends: endOf(judgement.ends, nowMs) } };
  });
  const rows = verdicts.map(({ site, verdict: { queue, verdict, reason, by } }) => ({
    site,
    queue,
    verdict,
    reason,
    at,
    by,
  }));
  return { result: { campaign: inventory.campaign.name, asOf: at, verdicts: rows }, verdicts };
}

export async function noteVerdicts(session: Session, verdicts: readonly OfSite[]): Promise<void> {
  await withLedger(session, 'write', async (ledger) => {
    await Promise.all(
      verdicts.map(({ site, verdict }) => ledger.note({ what: 'verdict', site, verdict }, session.actor, verdict.at)),
    );
  });
}

function endOf(ends: Judgement['ends'], nowMs: number): Verdict['ends'] {
  switch (ends) {
    case 'next-change':
      return 'at the next change';
    case 'one-day':
      return { at: instant(nowMs + dayMs) };
    case 'never':
      return 'never';
  }
}

/** A queue itself; of a site the queues that have the new pilot to be judged. */
function queuesOf(
  name: string,
  inventory: Inventory,
  history: History,
): readonly { readonly site: string; readonly queue: string }[] {
  const found = subject(name, inventory);
  if (found.is === 'queue') return [{ site: found.site?.name ?? '', queue: found.queue }];
  const flipped = Object.keys(found.site.queues).filter((queue) => {
    const past = history.queues.get(queue);
    return past?.pilot?.kind === 'flip' || past?.adopted != null;
  });
  if (flipped.length === 0)
    throw new UserError(4, 'nothing-to-judge', `This ledger knows of no flip at ${name}.`, [
      `\`migrate history ${name}\` shows what it knows.`,
    ]);
  return flipped.map((queue) => ({ site: found.site.name, queue }));
}
