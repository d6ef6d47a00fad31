import type { DatabaseSync, StatementSync } from '../../storage/sqlite.js';
import { whileBusy } from '../../storage/while-busy.js';
import type { Dialect, Store } from '../store.js';
import type { Connection } from '../transactions.js';

/** An open ledger file. */
export interface FileStore extends Store, Connection {
  readonly database: DatabaseSync;
}

const dialect: Dialect = {
  now: "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now",
  // One text of all queues, parsed at once: half the time of a row and its columns each.
  everyQueue: `
  SELECT '[' || coalesce(group_concat(
    '[' || json_quote(queue) || ',' || settled || ',' || coalesce(pilot, 'null') || ',' || coalesce(containers, 'null') || ','
        || coalesce(status, 'null') || ',' || coalesce(verdict, 'null') || ',' || coalesce(adopted, 'null') || ']'
  ), '') || ']' AS entries FROM queues`,
  format: 'SELECT user_version AS format FROM pragma_user_version',
  neighbours: null,
  // A write transaction excludes all others here.
  lockEvents: 'SELECT 1',
  eventsWritten: "SELECT seq AS written FROM sqlite_sequence WHERE name = 'events'",
};

export function storeOf(database: DatabaseSync): FileStore {
  const statements = new Map<string, StatementSync>();

  /** The prepared statement of a text, prepared once. */
  function statement(text: string): StatementSync {
    const known = statements.get(text);
    if (known) return known;
    const prepared = database.prepare(text);
    statements.set(text, prepared);
    return prepared;
  }

  return {
    database,
    dialect,
    keepsOrder: false,
    // Within a write transaction nobody else keeps the file locked.
    sent: () => Promise.resolve(),
    send: (text, ...values) => {
      statement(text).run(...values);
    },
    run: (text, ...values) => whileBusy(() => statement(text).run(...values).changes),
    beginWrite: 'BEGIN IMMEDIATE',
    beginRead: 'BEGIN',
    isStoreError,
    exec: (text) =>
      whileBusy(() => {
        database.exec(text);
      }),
    get: (text, ...values) =>
      whileBusy((): unknown => reading(statement(text), (prepared) => prepared.get(...values) as unknown)),
    all: (text, ...values) =>
      whileBusy(() => reading(statement(text), (prepared) => prepared.all(...values) as readonly unknown[])),
  };
}

/** Numbers beyond the whole ones of JavaScript are read as they stand: those who check a row refuse them. */
function reading<T>(statement: StatementSync, read: (statement: StatementSync) => T): T {
  try {
    return read(statement);
  } catch (error) {
    if (!(error instanceof Error && /too large to be represented/.test(error.message))) throw error;
  }
  statement.setReadBigInts(true);
  try {
    return safeNumbers(read(statement)) as T;
  } finally {
    statement.setReadBigInts(false);
  }
}

/** Rows, one row or nothing, with each big integer that is a number of JavaScript as one. */
function safeNumbers(found: unknown): unknown {
  if (Array.isArray(found)) return found.map((row: unknown) => safeNumbers(row));
  if (typeof found !== 'object' || found === null) return found;
  return Object.fromEntries(
    Object.entries(found).map(([column, cell]) => [
      column,
      typeof cell === 'bigint' && Number.isSafeInteger(Number(cell)) ? Number(cell) : (cell as unknown),
    ]),
  );
}

/** An error of the database itself, not of this program. */
function isStoreError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}
