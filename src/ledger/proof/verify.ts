import { beginning, walkChain } from '../chain.js';
import { formatOf, originFormat, tellingFormat } from '../format.js';
import type { Verification } from '../port.js';
import type { Store } from '../store.js';
import { differencesOf } from './compare.js';
import { rebuild } from './rebuild.js';
import { byName, names, type Row, type Tables } from './tables.js';

/** `Ledger.verify`. */
export async function verify(store: Store): Promise<Verification> {
  const { events, broken } = await walkChain(store);
  const head = events.at(-1)?.hash ?? beginning;
  const told = broken === null && (await formatOf(store)) >= tellingFormat;
  return {
    events: events.length,
    head,
    broken,
    differences: told ? differencesOf(await readTables(store), rebuild(events)) : null,
  };
}

async function readTables(store: Store): Promise<Tables> {
  const hasOrigin = (await formatOf(store)) >= originFormat;
  const read = async (table: keyof Tables) => byName(table, await rowsOf(store, table));
  return {
    operations: await read('operations'),
    queues: await read('queues'),
    claims: await read('claims'),
    shares: await read('shares'),
    requests: await read('requests'),
    pauses: hasOrigin ? await read('pauses') : new Map(),
    approvals: hasOrigin ? await read('approvals') : new Map(),
  };
}

export async function rowsOf({ all }: Store, table: keyof typeof names): Promise<readonly Row[]> {
  return (await all(`SELECT * FROM ${table}`)) as readonly Row[];
}
