import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite, placeTrouble, transaction, type DatabaseSync } from '../../storage/sqlite.js';
import { presentFormat } from '../format.js';
import { LedgerRefusal } from '../port.js';

/** The campaign and the grid (URL or world id) that a ledger belongs to. */
export interface LedgerIdentity {
  readonly campaign: string;
  readonly grid: string;
}

const applicationId = 0x6d696772;

/** From format 2 to 3. */
export const toFormat3 = `
  ALTER TABLE events ADD COLUMN origin TEXT;
  ALTER TABLE identity ADD COLUMN moving_from TEXT;
  CREATE TABLE pauses (scope TEXT PRIMARY KEY, fact TEXT NOT NULL) STRICT;
  CREATE TABLE approvals (
    plan TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (plan, key)
  ) STRICT;
`;

// `lane` holds the lock key: at most one operation of each may be open.
// `claims` are what operations hold of a pool, `shares` what each member counts for: its largest claim.
const format2 = `
  CREATE TABLE identity (campaign TEXT NOT NULL, grid TEXT NOT NULL) STRICT;
  CREATE TABLE operations (
    key TEXT PRIMARY KEY,
    lane TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intended', 'acting', 'unconfirmed', 'ended')),
    outcome TEXT,
    message TEXT,
    attempt INTEGER NOT NULL,
    sent_at TEXT,
    quiet_until TEXT,
    token INTEGER NOT NULL,
    lease_until_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    since TEXT NOT NULL,
    day TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX one_open_a_lane ON operations (lane) WHERE state <> 'ended';
  CREATE TABLE queues (
    queue TEXT PRIMARY KEY,
    settled INTEGER NOT NULL DEFAULT 0,
    pilot TEXT,
    containers TEXT,
    status TEXT,
    verdict TEXT,
    adopted TEXT
  ) STRICT;
  CREATE TABLE claims (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    key TEXT NOT NULL,
    amount REAL NOT NULL,
    queue TEXT,
    PRIMARY KEY (pool, member, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE shares (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    amount REAL NOT NULL,
    PRIMARY KEY (pool, member)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE requests (
    site TEXT NOT NULL,
    step TEXT NOT NULL,
    round INTEGER NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (site, step, round)
  ) STRICT;
  CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    key TEXT,
    site TEXT,
    queue TEXT,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
`;

/**
 * Opens the file, makes a new ledger in an empty one, and checks whose it is. null: there is none yet,
 * for one who only looks. Throws `LedgerRefusal`.
 */
export function openLedgerFile(file: string, identity: LedgerIdentity, readOnly: boolean): DatabaseSync | null {
  if (readOnly && !existsSync(file)) return null;
  // A file at rest gets companions (-wal, -shm) that only a connection with the right to write clears
  // away again; `query_only` keeps a reader from the data all the same.
  const atRest = !existsSync(`${file}-wal`);
  const database = refusingDamage(file, () => openSqlite(file, { readOnly: readOnly && !atRest }));
  try {
    return refusingDamage(file, () => {
      if (readOnly) database.exec('PRAGMA query_only=ON');
      if (readOnly && isEmpty(database)) {
        database.close();
        return null;
      }
      if (!readOnly && pragma(database, 'application_id') === 0)
        transaction(database, () => {
          createIn(database, file, identity);
        });
      check(database, file, identity);
      return database;
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

function createIn(database: DatabaseSync, file: string, { campaign, grid }: LedgerIdentity): void {
  // Another process may have been first.
  if (pragma(database, 'application_id') !== 0) return;
  if (!isEmpty(database)) throw foreign(file);
  database.exec(format2);
  database.exec(toFormat3);
  database.exec(`PRAGMA application_id=${String(applicationId)}; PRAGMA user_version=${String(presentFormat)};`);
  database.prepare('INSERT INTO identity (campaign, grid) VALUES (?, ?)').run(campaign, grid);
}

function check(database: DatabaseSync, file: string, expected: LedgerIdentity): void {
  if (pragma(database, 'application_id') !== applicationId) throw foreign(file);
  const found = pragma(database, 'user_version');
  if (found > presentFormat) {
    throw new LedgerRefusal(
      `The ledger ${file} has format ${String(found)}; this program knows format ${String(presentFormat)}.`,
      ['Use the newer version of the program that wrote it.'],
    );
  }
  const { campaign, grid } = database.prepare('SELECT campaign, grid FROM identity').get() as LedgerIdentity;
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

/** Runs work on a ledger's file; what SQLite cannot do is a refusal that says what to do. */
export function refusingDamage<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LedgerRefusal) throw error;
    const { message } = error as Error;
    const trouble = placeTrouble(message);
    if (trouble === 'not writable')
      throw new LedgerRefusal(`The ledger ${file} cannot be opened: ${message}. Nothing was done.`, [
        `Let this user write to ${dirname(file)}, or name another place with --ledger or \`ledger:\` in sites.yaml.`,
      ]);
    if (trouble === 'no room')
      throw new LedgerRefusal(`The ledger ${file} cannot be opened: ${message}. Nothing was done.`, [
        `Make room in ${dirname(file)} (a full disk, a quota or a limit of file sizes), then run it again. Keep this ledger: another would not know what was sent.`,
      ]);
    throw new LedgerRefusal(`The ledger ${file} cannot be opened: ${message}.`, [
      'If it is damaged, put back its last good copy (the .sqlite file with its -wal); without one, begin a new ledger with --ledger FILE.',
    ]);
  }
}
