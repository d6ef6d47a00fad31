import type { Client } from 'pg';
import { LedgerRefusal, type LedgerIdentity } from '../port.js';
import type { Address } from './address.js';
import { execute, lockOf } from './store.js';

/** Each brings a ledger one version further, within one transaction; what was published is never changed. */
const versions: readonly string[] = [
  `
  CREATE TABLE identity (campaign TEXT NOT NULL, grid TEXT NOT NULL, version BIGINT NOT NULL);
  CREATE TABLE operations (
    key TEXT PRIMARY KEY,
    lane TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intended', 'acting', 'unconfirmed', 'ended')),
    outcome TEXT,
    message TEXT,
    attempt BIGINT NOT NULL,
    sent_at TEXT,
    quiet_until TEXT,
    token BIGINT NOT NULL,
    lease_until_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    since TEXT NOT NULL,
    day TEXT NOT NULL
  );
  CREATE UNIQUE INDEX one_open_a_lane ON operations (lane) WHERE state <> 'ended';
  CREATE TABLE queues (
    queue TEXT PRIMARY KEY,
    settled BIGINT NOT NULL DEFAULT 0,
    pilot TEXT,
    containers TEXT,
    status TEXT,
    verdict TEXT,
    adopted TEXT
  );
  CREATE TABLE claims (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    key TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    queue TEXT,
    PRIMARY KEY (pool, member, key)
  );
  CREATE TABLE shares (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (pool, member)
  );
  CREATE TABLE requests (
    site TEXT NOT NULL,
    step TEXT NOT NULL,
    round BIGINT NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (site, step, round)
  );
  CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    key TEXT,
    site TEXT,
    queue TEXT,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE events_written (written BIGINT NOT NULL);
  INSERT INTO events_written VALUES (0);
  CREATE FUNCTION count_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('UPDATE %I.events_written SET written = $1', TG_TABLE_SCHEMA) USING NEW.id;
      RETURN NULL;
    END $$;
  CREATE TRIGGER count_event AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION count_event();
`,
  `
  ALTER TABLE events ADD COLUMN origin TEXT;
  ALTER TABLE identity ADD COLUMN moving_from TEXT;
  CREATE TABLE pauses (scope TEXT PRIMARY KEY, fact TEXT NOT NULL);
  CREATE TABLE approvals (
    plan TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (plan, key)
  );
`,
];

/** Makes a new ledger, or brings one up to this version; several processes may do so at the same moment. */
export async function prepareSchema(
  client: Client,
  { schema }: Address,
  { campaign, grid }: LedgerIdentity,
): Promise<void> {
  await execute(client, `BEGIN; SELECT pg_advisory_xact_lock(${lockOf(`schema ${schema}`)})`);
  const found = await identityIn(client, schema);
  if (found === null) await execute(client, `CREATE SCHEMA IF NOT EXISTS ${schema}`);
  for (const step of versions.slice(found?.version ?? 0)) await execute(client, step);
  if (found === null) {
    const values = [campaign, grid, versions.length];
    await client.query('INSERT INTO identity (campaign, grid, version) VALUES ($1, $2, $3)', values);
  } else if (found.version < versions.length) await client.query('UPDATE identity SET version = $1', [versions.length]);
  await execute(client, 'COMMIT');
}

/** Whether a ledger stands there. Throws a `LedgerRefusal` where it is another's. */
export async function checkIdentity(client: Client, address: Address, expected: LedgerIdentity): Promise<boolean> {
  // One snapshot: somebody may begin the ledger between two looks.
  await execute(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  const found = await identityIn(client, address.schema);
  const altered = await alterations(client, address.schema, found?.version ?? null);
  await execute(client, 'COMMIT');
  const ledger = `The ledger ${address.shown} (schema ${address.schema})`;
  if (altered.length > 0)
    throw new LedgerRefusal(`${ledger} was changed by something else: ${altered.join(', ')}.`, [
      'Put back a backup of the schema. Keep what stands there: its events may still tell what was done.',
    ]);
  if (found === null) return false;
  if (found.version > versions.length)
    throw new LedgerRefusal(
      `${ledger} has version ${String(found.version)}; this program knows version ${String(versions.length)}.`,
      ['Use the newer version of the program that wrote it.'],
    );
  if (found.campaign === expected.campaign && found.grid === expected.grid) return true;
  throw new LedgerRefusal(
    `${ledger} belongs to campaign ${found.campaign} on grid ${found.grid}, not to ${expected.campaign} on ${expected.grid}.`,
    ["Add ?schema=NAME to the ledger's address: a new name begins a new ledger in the same database."],
  );
}

/** What the schema no longer has of what this program made in it, in words; `version` null: its identity is not there. */
async function alterations(client: Client, schema: string, version: number | null): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT 'the table ' || tablename AS name FROM pg_tables WHERE schemaname = $1
     UNION ALL SELECT 'the index ' || indexname FROM pg_indexes WHERE schemaname = $1
     UNION ALL SELECT 'the trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND NOT t.tgisinternal AND t.tgenabled = 'O'`,
    [schema],
  );
  const found = new Set(rows.map(({ name }) => name));
  if (version === null)
    return found.has('the table operations') || found.has('the table events')
      ? ['the table identity does not say which campaign and grid it belongs to']
      : [];
  const made = versions.slice(0, version).flatMap((step) => madeBy(step));
  const triggers = [...found].filter((name) => name.startsWith('the trigger ') && !made.includes(name));
  return [
    ...made.filter((name) => !found.has(name)).map((name) => `${name} is missing`),
    ...triggers.map((name) => `${name} is not of this program`),
  ];
}

/** The tables with their keys, indexes and triggers that a step makes. */
function madeBy(step: string): readonly string[] {
  return [...step.matchAll(/CREATE (?:UNIQUE )?(TABLE|INDEX|TRIGGER) (\w+)([^;]*)/g)].flatMap(
    ([, kind = '', name = '', definition = '']) => [
      `the ${kind.toLowerCase()} ${name}`,
      ...(kind === 'TABLE' && definition.includes('PRIMARY KEY') ? [`the index ${name}_pkey`] : []),
    ],
  );
}

async function identityIn(client: Client, schema: string): Promise<(LedgerIdentity & { version: number }) | null> {
  // Not `to_regclass`: it may still know nothing of what another process made while this one waited for it.
  const there = await client.query<{ there: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'identity') AS there",
    [schema],
  );
  if (there.rows[0]?.there !== true) return null;
  const rows = await client.query<LedgerIdentity & { version: number }>(
    `SELECT campaign, grid, version FROM ${schema}.identity`,
  );
  return rows.rows[0] ?? null;
}
