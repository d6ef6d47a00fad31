import { closeSync, constants, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { DatabaseSyncInstance as DatabaseSync } from '@photostructure/sqlite';

export type { DatabaseSync };
export type { StatementSyncInstance as StatementSync } from '@photostructure/sqlite';

const require = createRequire(import.meta.url);

interface Sqlite {
  readonly DatabaseSync: new (file: string, options: { readOnly: boolean }) => DatabaseSync;
}

// Node 22 prints an ExperimentalWarning when node:sqlite is first touched; stderr is the operator's.
function quietly<T>(load: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Opens a SQLite file in WAL mode with `synchronous=FULL`, on every open: a reopened WAL database
 * falls back to NORMAL. A locked file is waited for, `busyMs` at most. `readOnly`: the file must exist.
 */
export function openSqlite(
  file: string,
  { busyMs = 10_000, readOnly = false }: { busyMs?: number; readOnly?: boolean } = {},
): DatabaseSync {
  const { DatabaseSync } = quietly(
    () =>
      (process.getBuiltinModule('node:sqlite') as Sqlite | undefined) ?? (require('@photostructure/sqlite') as Sqlite),
  );
  if (!readOnly) forItsOwner(file);
  const database = new DatabaseSync(file, { readOnly });
  database.exec(`PRAGMA busy_timeout=${String(busyMs)}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;`);
  intoWalMode(database, busyMs);
  return database;
}

/** What the words of SQLite or of the system tell of the place of a file, and not of a damaged file; null: nothing. */
export function placeTrouble(message: string): 'no room' | 'not writable' | null {
  if (/disk is full|disk I\/O error|ENOSPC|EDQUOT|EFBIG/i.test(message)) return 'no room';
  return /unable to open|readonly|read-only|EACCES|EPERM|EROFS/i.test(message) ? 'not writable' : null;
}

/** A file that is not there yet is begun for its owner alone; SQLite gives the files beside it the same permissions. A pipe is not waited for. */
function forItsOwner(file: string): void {
  if (file === ':memory:') return;
  try {
    closeSync(openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_NONBLOCK, 0o600));
  } catch {
    // SQLite opens it next, and says why it cannot.
  }
}

/** Processes that begin a file at the same moment are turned away by SQLite, without the busy time-out: each tries again. */
function intoWalMode(database: DatabaseSync, busyMs: number): void {
  const deadline = performance.now() + busyMs;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode=WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** SQLITE_BUSY, in any of its extended forms. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}

/** Runs `work` in one write transaction, rolled back when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // A full disk ends the transaction by itself; what went wrong is the first error.
    }
    throw error;
  }
}
