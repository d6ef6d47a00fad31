import type { EventName } from '../model/event-names.js';
import { formatOf, originFormat } from './format.js';
import { LedgerRefusal } from './port.js';
import type { Store } from './store.js';
import { isText, parsed, type Shape } from './stored.js';

/** How a ledger ends: its last event, and where it is being moved here from. */
export interface Ending {
  readonly what: string;
  readonly detail: string;
  readonly moving_from: string | null;
}

const endShape: Shape<{ readonly to: string }> = { name: 'a move', members: { to: isText } };

/** The last event of a ledger that has gone elsewhere: it acts no more. */
export const moved = 'moved' satisfies EventName;

/** Throws a `LedgerRefusal` where the campaign's ledger is another by now, or this one is not whole yet. */
export async function refuseElsewhere(store: Store): Promise<void> {
  if ((await formatOf(store)) < originFormat) return;
  const last = await endingOf(store);
  if (last) refuseEnded(last);
}

export async function endingOf({ get }: Store): Promise<Ending | undefined> {
  return (await get(
    'SELECT what, detail, (SELECT moving_from FROM identity) AS moving_from FROM events ORDER BY id DESC LIMIT 1',
  )) as Ending | undefined;
}

/** Where a sealed ledger went; null: it is not sealed. */
export function wentTo({ what, detail }: Ending): string | null {
  return what === moved ? parsed({ table: 'events', row: 'the last' }, 'detail', detail, endShape).to : null;
}

export function refuseEnded(ending: Ending): void {
  if (ending.moving_from !== null)
    throw new LedgerRefusal(`This ledger is being moved here from ${ending.moving_from}, and is not whole yet.`, [
      'Run `migrate ledger move` again where it was run before: it completes the move.',
    ]);
  const to = wentTo(ending);
  if (to !== null)
    throw new LedgerRefusal(`This ledger was moved to ${to}; nothing is done by it any more.`, [
      `Name the other one: \`ledger: ${to}\` in sites.yaml, MIGRATE_LEDGER, or --ledger.`,
    ]);
}
