import { openDatabaseStore } from '../../src/ledger/postgres.js';
import { openFileStore } from '../../src/ledger/sqlite.js';
import { moveLedger, type Moved, type MoveStep } from '../../src/ledger/move.js';
import { thisProcess } from '../../src/ledger/process.js';

const identity = { campaign: 'pilot2', grid: 'world-1' };

/** Moves a ledger between two places. */
export async function move(from: string, to: string, onStep?: (step: MoveStep) => void): Promise<Moved> {
  const open = (place: string) =>
    (place.startsWith('postgres') ? openDatabaseStore : openFileStore)(place, identity, false);
  const source = await open(from);
  const target = await open(to);
  if (!source || !target) throw new Error('opened for writing');
  try {
    const order = { by: thisProcess('anna', 'migrate ledger move'), at: '2019-08-06T06:00:00.000Z' };
    return await moveLedger(source, target, { ...order, ...(onStep && { onStep }) });
  } finally {
    await source.close();
    await target.close();
  }
}
