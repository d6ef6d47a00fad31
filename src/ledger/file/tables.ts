import { openSqlite, type DatabaseSync } from '../../storage/sqlite.js';
import { originFormat } from '../format.js';

/** The tables of a ledger's file, format by format, and whether a file still has them. */

/** Marks a database as a ledger of this program. */
export const applicationId = 0x6d696772;

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
export const format2 = `
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

/** What is not as this program made it: tables, indexes, triggers and views, in words. */
export function alterations(database: DatabaseSync, format: number): readonly string[] {
  const [found, made] = [schemaOf(database), schemaMade(format)];
  return [...new Set([...made.keys(), ...found.keys()])].flatMap((name) => {
    const [there, ours] = [found.get(name), made.get(name)];
    if (there === ours) return [];
    if (there === undefined) return [`${name} is missing`];
    return [ours === undefined ? `${name} is not of this program` : `${name} was altered`];
  });
}

/** Definitions by kind and name, without what SQLite makes by itself. */
function schemaOf(database: DatabaseSync): ReadonlyMap<string, string> {
  const rows = database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").all() as {
    type: string;
    name: string;
    sql: string;
  }[];
  return new Map(rows.map(({ type, name, sql }) => [`the ${type} ${name}`, sql.replaceAll(/\s+/g, ' ')]));
}

function schemaMade(format: number): ReadonlyMap<string, string> {
  const database = openSqlite(':memory:');
  try {
    database.exec(format < originFormat ? format2 : `${format2}${toFormat3}`);
    return schemaOf(database);
  } finally {
    database.close();
  }
}
