import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Client } from 'pg';
import type { Dialect, Store, Value } from '../store.js';
import { sentChanges, type Connection } from '../transactions.js';

/** Anything that went wrong in the database or on the way to it; the cause is the driver's error. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem';
}

const dialect: Dialect = {
  now: 'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now',
  everyQueue: `
  SELECT '[' || coalesce(string_agg(
    '[' || to_json(queue)::text || ',' || settled || ',' || coalesce(pilot, 'null') || ',' || coalesce(containers, 'null') || ','
        || coalesce(status, 'null') || ',' || coalesce(verdict, 'null') || ',' || coalesce(adopted, 'null') || ']', ','
  ), '') || ']' AS entries FROM queues`,
  // Version 1 tells as much as a file of format 2.
  format: 'SELECT version + 1 AS format FROM identity',
  eventsWritten: 'SELECT written FROM events_written',
  neighbours: `
  SELECT format('%I', n.nspname) AS schema FROM pg_class e JOIN pg_namespace n ON n.oid = e.relnamespace
  JOIN pg_class i ON i.relnamespace = n.oid AND i.relname = 'identity'
  WHERE e.relname = 'events_written' AND n.nspname <> current_schema()
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(i.oid, 'SELECT') ORDER BY n.nspname`,
  lockEvents: 'LOCK TABLE events IN EXCLUSIVE MODE',
};

/** A connection to a ledger's schema. All writers of one grid wait for each other: a queue is in one campaign's hands at a time. */
export function storeOf(client: Client, socket: Socket, grid: string): Store & Connection {
  const statements = new Map<string, { readonly name: string; readonly text: string }>();

  /** What is asked for in one turn goes out in one piece; with TLS each query stays a piece of its own. */
  let isGathering = false;
  function gather(): void {
    if (isGathering) return;
    isGathering = true;
    socket.cork();
    process.nextTick(() => {
      isGathering = false;
      socket.uncork();
    });
  }

  async function query(text: string, values: readonly Value[]) {
    gather();
    let statement = statements.get(text);
    if (!statement) {
      statement = { name: `ledger ${String(statements.size)}`, text: numbered(text) };
      statements.set(text, statement);
    }
    try {
      return await client.query<Record<string, unknown>>({ ...statement, values: [...values] });
    } catch (error) {
      throw problemOf(error);
    }
  }

  const changes = sentChanges();
  return {
    dialect,
    keepsOrder: true,
    sent: changes.sent,
    send: (text, ...values) => {
      changes.add(query(text, values));
    },
    beginWrite: `BEGIN; SELECT pg_advisory_xact_lock(${lockOf(`grid ${grid}`)})`,
    beginRead: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    isStoreError: (error) => error instanceof DatabaseProblem,
    exec: (text) => {
      gather();
      return execute(client, text);
    },
    get: async (text, ...values) => (await query(text, values)).rows[0],
    all: async (text, ...values) => (await query(text, values)).rows,
    run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
  };
}

export async function execute(client: Client, text: string): Promise<void> {
  try {
    const { command } = await client.query(text);
    // A COMMIT of what has failed before is answered as what it is, and is no error of its own.
    if (text === 'COMMIT' && command !== 'COMMIT') throw new Error('the transaction was rolled back');
  } catch (error) {
    throw problemOf(error);
  }
}

export function problemOf(error: unknown): DatabaseProblem {
  return new DatabaseProblem(error instanceof Error ? error.message : String(error), { cause: error });
}

/** The number of an advisory lock: the first 63 bits of the name's hash. */
export function lockOf(name: string): string {
  const bits = createHash('sha256').update(`migrate ${name}`).digest().readBigUInt64BE() >> 1n;
  return bits.toString();
}

/** `?` and `?2` as PostgreSQL writes them: `$1` and `$2`. */
function numbered(text: string): string {
  let last = 0;
  return text.replaceAll(/\?(\d*)/g, (_, digits: string) => {
    last += 1;
    return `$${digits === '' ? String(last) : digits}`;
  });
}
