import { Socket } from 'node:net';
import type { Client } from 'pg';
import { addressOf, type Address } from './database/address.js';
import { failureOf } from './database/failure.js';
import { checkIdentity, prepareSchema } from './database/schema.js';
import { execute, storeOf } from './database/store.js';
import { absentLedger, ledgerOn } from './ledger-on.js';
import type { Ledger, LedgerIdentity } from './port.js';
import { isGone } from './process.js';
import type { OpenStore } from './store.js';
import { UserError } from '../model/user-error.js';
import type { LedgerOptions } from './sqlite.js';

const connectMs = 10_000;
/** Writers wait for each other; so long only where one hangs. */
const lockMs = 10_000;

/**
 * The ledger in a schema of a PostgreSQL database. Rejects with a `LedgerRefusal` for a ledger of
 * another campaign or grid, of a newer version, or closed to this user.
 */
export async function openPostgresLedger(url: string, options: LedgerOptions): Promise<Ledger> {
  const { readonly: readOnly = false, isGone: gone = isGone } = options;
  const open = await openDatabaseStore(url, options, readOnly);
  return open === null
    ? absentLedger(addressOf(url, options.campaign).shown)
    : ledgerOn(open, { readOnly, isGone: gone });
}

/** The schema as a store; null: there is none yet, for one who only looks. */
export async function openDatabaseStore(
  url: string,
  identity: LedgerIdentity,
  readOnly: boolean,
): Promise<OpenStore | null> {
  const address = addressOf(url, identity.campaign);
  const socket = new Socket();
  const client = await clientOf(address, socket);
  try {
    await client.connect();
    await execute(client, settings(address));
    const stands = await checkIdentity(client, address, identity);
    if (readOnly && !stands) {
      await client.end();
      return null;
    }
    if (!readOnly) {
      await prepareSchema(client, address, identity);
      await checkIdentity(client, address, identity);
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error instanceof UserError ? error : failureOf(address.shown, error);
  }
  return {
    store: storeOf(client, socket, identity.grid),
    place: address.place,
    explain: (error) => failureOf(address.shown, error),
    close: () => client.end(),
  };
}

async function clientOf({ connection, schema }: Address, socket: Socket): Promise<Client> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: connection,
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    application_name: `migrate ${schema}`,
    // What is asked for together is sent together: the way there and back is what a step mostly waits for.
    pipeline: true,
    stream: () => socket,
  });
  // Counters and milliseconds stay far below 2^53.
  client.setTypeParser(pg.types.builtins.INT8, Number);
  // A lost connection fails the next query, with its reason.
  client.on('error', () => undefined);
  return client;
}

/** What is answered is on the disk, whatever the server's default is. */
function settings({ schema }: Address): string {
  return `SET search_path TO ${schema}; SET synchronous_commit TO on; SET lock_timeout TO ${String(lockMs)}`;
}
