import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../model/user-error.js';
import { openSqlite, placeTrouble, type DatabaseSync } from '../../storage/sqlite.js';
import { shortBusyMs } from '../../storage/while-busy.js';
import { LedgerRefusal } from '../port.js';

/** Opens a ledger for one who only looks, wherever it stands: nothing can be written through it. */
export function openForReading(file: string): DatabaseSync {
  const database = opened(file);
  database.exec('PRAGMA query_only=ON');
  return database;
}

function opened(file: string): DatabaseSync {
  // A file at rest gets companions (-wal, -shm) that only a connection with the right to write clears away again.
  const atRest = !existsSync(`${file}-wal`);
  try {
    return tried(openSqlite(file, { busyMs: shortBusyMs, readOnly: !atRest }));
  } catch (error) {
    if (placeTrouble(messageOf(error)) !== 'not writable') throw error;
    return openCopy(file);
  }
}

/** SQLite says only at the first read that it may not make the companions. */
function tried(database: DatabaseSync): DatabaseSync {
  try {
    database.prepare('SELECT 1 FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite needs to write beside a file in order to read it: where this user may not, a copy is read that nobody else sees. */
function openCopy(file: string): DatabaseSync {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-ledger-'));
  try {
    const copy = join(folder, 'ledger.sqlite');
    for (const suffix of ['', '-wal'])
      if (existsSync(`${file}${suffix}`)) {
        copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
        chmodSync(`${copy}${suffix}`, 0o600);
      }
    const database = openSqlite(copy);
    // Without companions the copy needs no name any more, and none is left behind.
    database.exec('PRAGMA journal_mode=DELETE');
    return tried(database);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new LedgerRefusal(`The ledger ${file} cannot be read: ${error.message}. Nothing was done.`, [
      'Let this user read the file, its -wal and its folder, or write into the folder for temporary files (TMPDIR).',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
