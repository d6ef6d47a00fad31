import { closeSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { openSqlite, transaction } from '../../storage/sqlite.js';
import { presentFormat } from '../format.js';
import { LedgerRefusal, type LedgerIdentity } from '../port.js';
import { applicationId, format2, toFormat3 } from './tables.js';

/**
 * Begins a ledger. It is made beside its place and put there whole, so that a file in that place that holds
 * nothing has lost what it held. Where another process is first, that one's stays.
 */
export function beginFile(file: string, { campaign, grid }: LedgerIdentity): void {
  const draft = join(dirname(file), `.${basename(file)}.${hostname()}.${String(process.pid)}`);
  const clear = (): void => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
  };
  // Of a process that had this number before, and died here.
  clear();
  try {
    const database = openSqlite(draft);
    try {
      transaction(database, () => {
        database.exec(format2);
        database.exec(toFormat3);
        database.exec(`PRAGMA application_id=${String(applicationId)}; PRAGMA user_version=${String(presentFormat)};`);
        // A prepared statement would keep the connection to the draft open until it is collected.
        database.exec(`INSERT INTO identity (campaign, grid) VALUES (${literal(campaign)}, ${literal(grid)})`);
      });
      // Closing would do it as well, and say nothing where it fails, e.g. for want of room.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      if (statSync(`${draft}-wal`).size > 0) throw new Error(`${draft} could not be written whole`);
    } finally {
      database.close();
    }
    putInPlace(draft, file);
  } finally {
    clear();
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function putInPlace(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** What to do about a ledger that stands there and holds nothing. */
export function emptied(file: string): LedgerRefusal {
  return new LedgerRefusal(`The ledger ${file} has lost its content: what was done in this campaign is not in it.`, [
    'Put back its last good copy (the .sqlite file with its -wal). Without it pace, requests and the values to go back to are forgotten.',
    `Only where nothing was ever done with it, remove it and what stands beside it (-wal, -shm): the next command that acts begins a new ledger.`,
  ]);
}
