import type { DatabaseSync, StatementSync } from '../../storage/sqlite.js';

/** An open ledger file. */
export interface Store {
  readonly database: DatabaseSync;
  /** The prepared statement of a text, prepared once. */
  readonly sql: (text: string) => StatementSync;
}

export function storeOf(database: DatabaseSync): Store {
  const statements = new Map<string, StatementSync>();
  return {
    database,
    sql: (text) => {
      let statement = statements.get(text);
      if (!statement) {
        statement = database.prepare(text);
        statements.set(text, statement);
      }
      return statement;
    },
  };
}

/** The store's own clock, by which leases end; never the campaign's. */
export function storeNowMs({ sql }: Store): number {
  return (sql("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now").get() as { now: number }).now;
}

/** An error of the database itself, not of this program. */
export function isStoreError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}
