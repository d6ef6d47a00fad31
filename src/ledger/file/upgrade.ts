import { canonicalJson } from '../../model/fingerprint.js';
import { append } from '../chain.js';
import { formatOf, originFormat, presentFormat, tellingFormat } from '../format.js';
import { presentNames } from '../former-names.js';
import type { Tables } from '../proof/tables.js';
import { rowsOf } from '../proof/verify.js';
import type { Store } from '../store.js';
import { transactionsOn } from '../transactions.js';
import { toFormat3 } from './tables.js';
import type { FileStore } from './store.js';

const jsonColumns = {
  operations: ['body', 'actor'],
  queues: ['pilot', 'containers', 'status', 'verdict', 'adopted'],
  requests: ['fact'],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>;

/** Brings a ledger of an earlier format into the present one, in one transaction. */
export async function bringUpToDate(store: FileStore): Promise<void> {
  if ((await formatOf(store)) === presentFormat) return;
  await transactionsOn(store).write(async () => {
    // Another process may have been first.
    const found = await formatOf(store);
    if (found < originFormat) await store.exec(toFormat3);
    if (found < tellingFormat) await fromFormat1(store);
    await store.exec(`PRAGMA user_version=${String(presentFormat)}`);
  });
}

/**
 * The events stay as they are, for their hashes; a new one tells the tables whole, since those before it
 * tell too little of them.
 */
async function fromFormat1(store: Store): Promise<void> {
  for (const [table, columns] of Object.entries(jsonColumns))
    for (const column of columns) await rename(store, table, column);
  const last = (await store.get('SELECT at FROM events ORDER BY id DESC LIMIT 1')) as { at: string } | undefined;
  if (!last) return;
  const tables = {
    operations: await rowsOf(store, 'operations'),
    queues: await rowsOf(store, 'queues'),
    claims: await rowsOf(store, 'claims'),
    requests: await rowsOf(store, 'requests'),
  };
  await append(store, {
    at: last.at,
    actor: 'migrate',
    what: 'format',
    key: null,
    site: null,
    queue: null,
    detail: { from: 1, to: 2, record: { tables } },
  });
}

async function rename({ all, run }: Store, table: string, column: string): Promise<void> {
  const rows = (await all(
    `SELECT rowid AS id, ${column} AS json FROM ${table} WHERE ${column} IS NOT NULL`,
  )) as readonly { readonly id: number; readonly json: string }[];
  for (const { id, json } of rows)
    await run(
      `UPDATE ${table} SET ${column} = ? WHERE rowid = ?`,
      canonicalJson(presentNames(JSON.parse(json) as object)),
      id,
    );
}
