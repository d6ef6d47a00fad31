import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { isBusy, openSqlite, placeTrouble, type DatabaseSync } from '../../storage/sqlite.js';
import { shortBusyMs } from '../../storage/while-busy.js';
import { presentFormat } from '../format.js';
import { LedgerRefusal, type LedgerIdentity } from '../port.js';
import { beginFile, emptied } from './begin.js';
import { sizeOf } from './ground.js';
import { openForReading } from './read.js';
import { alterations, applicationId } from './tables.js';

/**
 * Opens the file, begins a new ledger where there is none, and checks whose it is. null: there is none yet,
 * for one who only looks. Throws `LedgerRefusal`.
 */
export function openLedgerFile(file: string, identity: LedgerIdentity, readOnly: boolean): DatabaseSync | null {
  return refusingDamage(file, () => {
    const size = sizeOf(file);
    if (size === 0 || (size === null && existsSync(`${file}-wal`))) throw emptied(file);
    if (size === null && readOnly) return null;
    if (size === null) beginFile(file, identity);
    const database = readOnly ? openForReading(file) : openSqlite(file, { busyMs: shortBusyMs });
    try {
      check(database, file, identity);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Whose ledger it is, and whether it is whole; all at one moment, since another process may bring it up to date. */
function check(database: DatabaseSync, file: string, expected: LedgerIdentity): void {
  database.exec('BEGIN');
  try {
    if (isEmpty(database)) throw emptied(file);
    if (pragma(database, 'application_id') !== applicationId) throw foreign(file);
    const found = pragma(database, 'user_version');
    if (found > presentFormat)
      throw new LedgerRefusal(
        `The ledger ${file} has format ${String(found)}; this program knows format ${String(presentFormat)}.`,
        ['Use the newer version of the program that wrote it.'],
      );
    const altered = alterations(database, found);
    if (altered.length > 0) throw damaged(file, altered.join(', '));
    checkIdentity(database, file, expected);
  } finally {
    database.exec('ROLLBACK');
  }
}

function checkIdentity(database: DatabaseSync, file: string, expected: LedgerIdentity): void {
  const [found, ...more] = database.prepare('SELECT campaign, grid FROM identity').all() as unknown as LedgerIdentity[];
  if (found === undefined || more.length > 0)
    throw damaged(file, 'the table identity does not say which campaign and grid it belongs to');
  const { campaign, grid } = found;
  if (campaign === expected.campaign && grid === expected.grid) return;
  throw new LedgerRefusal(
    `The ledger ${file} belongs to campaign ${campaign} on grid ${grid}, not to ${expected.campaign} on ${expected.grid}.`,
    ["Name this campaign's own ledger with --ledger FILE or `ledger:` in sites.yaml; a new file begins a new ledger."],
  );
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
}

function pragma(database: DatabaseSync, name: string): number {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[0] ?? 0;
}

function foreign(file: string): LedgerRefusal {
  return new LedgerRefusal(`The file ${file} is a database, but no ledger of this program.`, [
    'Name another file with --ledger FILE or `ledger:` in sites.yaml.',
  ]);
}

/** A ledger that is not as this program left it. */
export function damaged(file: string, what: string): LedgerRefusal {
  return new LedgerRefusal(`The ledger ${file} was changed by something else: ${what}.`, [
    'Put back its last good copy (the .sqlite file with its -wal). Keep what stands there: its events may still tell what was done.',
  ]);
}

/** Runs work on a ledger's file; what SQLite cannot do is a refusal that says what to do. */
export function refusingDamage<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LedgerRefusal || isBusy(error)) throw error;
    const { message } = error as Error;
    const trouble = placeTrouble(message);
    if (trouble === 'not writable')
      throw new LedgerRefusal(`The ledger ${file} cannot be opened: ${message}. Nothing was done.`, [
        `Let this user write to ${dirname(file)}, or name another place with --ledger or \`ledger:\` in sites.yaml.`,
      ]);
    if (trouble === 'no room')
      throw new LedgerRefusal(
        `The ledger ${file} cannot be ${existsSync(file) ? 'opened' : 'begun'}: no room is left on its disk (${message}). Nothing was done.`,
        [
          `Make room in ${dirname(file)} (a full disk, a quota or a limit of file sizes), then run it again.${existsSync(file) ? ' Keep this ledger: another would not know what was sent.' : ''}`,
        ],
      );
    throw new LedgerRefusal(`The ledger ${file} cannot be opened: ${message}.`, [
      'If it is damaged, put back its last good copy (the .sqlite file with its -wal); without one, begin a new ledger with --ledger FILE.',
    ]);
  }
}
