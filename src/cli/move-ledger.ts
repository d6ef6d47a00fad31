import { resolve } from 'node:path';
import { instant } from '../model/dates.js';
import { isDatabase } from '../model/inventory.js';
import { moveLedger, type Moved } from '../ledger/move.js';
import { LedgerRefusal } from '../ledger/port.js';
import type { OpenStore } from '../ledger/store.js';
import { openStoreAt, type CommandSession } from './context.js';

export interface MovedLedger extends Moved {
  readonly from: string;
  readonly to: string;
}

/** Moves the session's ledger to a file or an address. */
export async function moveLedgerTo(
  { inventory, grid, actor, ledgerPlace }: CommandSession,
  to: string,
): Promise<MovedLedger> {
  const identity = { campaign: inventory.campaign.name, grid: grid.identity };
  const open: OpenStore[] = [];
  try {
    const looked = await openStoreAt(placeOf(ledgerPlace), identity, 'read');
    if (looked === null)
      throw new LedgerRefusal(`There is no ledger at ${ledgerPlace}: nothing can be moved.`, [
        'Name the ledger with --ledger, or `ledger:` in sites.yaml; `migrate config` shows which one counts.',
      ]);
    await looked.close();
    for (const place of [ledgerPlace, to]) {
      const store = await openStoreAt(placeOf(place), identity, 'write');
      if (store) open.push(store);
    }
    const [source, target] = open;
    if (!source || !target) throw new Error('a store opened for writing is always there');
    const at = instant(await grid.clock.now());
    return { from: source.place, to: target.place, ...(await moveLedger(source, target, { by: actor, at })) };
  } finally {
    for (const { close } of open) await close();
  }
}

/** A file by its whole path, by which the other one is found from anywhere. */
function placeOf(place: string): string {
  return isDatabase(place) ? place : resolve(place);
}
