import type { Ledger, LedgerEvent } from '../../ledger/port.js';
import { UserError } from '../../model/user-error.js';
import type { NotedSince } from '../../planning/staleness.js';

/** What people and commissioning tell the ledger, beside what operations do themselves. */
const notes: ReadonlySet<string> = new Set(['request', 'verdict', 'adopted', 'released', 'superseded']);

/** What was noted in the ledger after a head of it. Throws a UserError (exit 4) where the ledger does not go back to that head. */
export async function notesSince(ledger: Ledger, head: string): Promise<readonly NotedSince[]> {
  const events = await ledger.events({});
  const at = events.findIndex(({ hash }) => hash === head);
  if (at === -1 && !/^0+$/.test(head)) {
    throw new UserError(
      4,
      'stale-plan',
      'The plan was made on another ledger: this one does not go back to its head.',
      ['Plan again.'],
    );
  }
  return events.slice(at + 1).flatMap(noteOf);
}

function noteOf({ what, at, actor, key, site, queue, detail }: LedgerEvent): readonly NotedSince[] {
  if (site === null || !notes.has(what)) return [];
  const told = what === 'request' ? detail['state'] : what === 'verdict' ? detail['verdict'] : null;
  const words = typeof told === 'string' ? `${what} "${told}"` : what;
  return [
    { key, site, sentence: `${queue ?? site}: ${words} was noted by ${actor} at ${at}, after this was planned.` },
  ];
}
