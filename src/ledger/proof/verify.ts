import { beginning, walkChain } from '../chain.js';
import { formatOf, originFormat, tellingFormat } from '../format.js';
import type { Verification } from '../port.js';
import type { Store } from '../store.js';
import { differencesOf } from './compare.js';
import { rebuild } from './rebuild.js';
import { byName, names, type Row, type Tables } from './tables.js';

/** `Ledger.verify`. `movingFrom`: where a copy that is not whole yet comes from, which its events do not tell. */
export async function verify(store: Store, movingFrom: string | null = null): Promise<Verification> {
  const { events, broken } = await walkChain(store);
  const head = events.at(-1)?.hash ?? beginning;
  const told = broken === null && (await formatOf(store)) >= tellingFormat;
  return {
    events: events.length,
    head,
    broken,
    differences: told
      ? [...differencesOf(await readTables(store), rebuild(events)), ...(await identityDifferences(store, movingFrom))]
      : null,
  };
}

/** Campaign and grid are compared with the inventory when a ledger is opened; the rest of its identity here. */
async function identityDifferences(store: Store, movingFrom: string | null): Promise<readonly string[]> {
  if ((await formatOf(store)) < originFormat) return [];
  const rows = (await store.all('SELECT moving_from FROM identity')) as readonly {
    readonly moving_from: string | null;
  }[];
  return rows.flatMap(({ moving_from: found }) =>
    found === movingFrom
      ? []
      : `identity: moving_from is ${found ?? 'nothing'}, the events tell ${movingFrom ?? 'nothing'}.`,
  );
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
