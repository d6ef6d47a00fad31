import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { instant } from '../../src/model/dates.js';
import type { Claim, Operation, QueueOperation, RequestOperation, OutcomeKind } from '../../src/model/operation.js';
import type { Actor, LeaseToken, Intention, Ledger } from '../../src/ledger/port.js';
import { openPostgresLedger } from '../../src/ledger/postgres.js';
import { openSqliteLedger, type LedgerOptions } from '../../src/ledger/sqlite.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { openSqlite } from '../../src/storage/sqlite.js';

export const identity = { campaign: 'pilot2', grid: 'world-1' };

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Where no ledger is yet: in a file, or in a schema of the run's server. */
export function newPlace(): string {
  const server = inject('postgres') as string | undefined;
  return server === undefined ? join(temporaryFolder(), 'ledger.sqlite') : newSchema(server);
}

function newSchema(server: string): string {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  onTestFinished(() => inDatabase(server, `DROP SCHEMA IF EXISTS ${schema} CASCADE`));
  const address = new URL(server);
  address.searchParams.set('schema', schema);
  return address.href;
}

/** Changes a ledger behind its back. */
export async function tamper(place: string, sql: string): Promise<void> {
  if (place.startsWith('postgres')) {
    const schema = new URL(place).searchParams.get('schema') ?? '';
    await inDatabase(place, `SET search_path TO ${schema}; ${sql}`);
    return;
  }
  const database = openSqlite(place);
  database.exec(sql);
  database.close();
}

async function inDatabase(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A ledger in a place of its own, or a further connection to `file`. Processes in `dead` are known to be gone. */
export async function openLedger(
  options: Partial<LedgerOptions> & { file?: string; dead?: Set<number> } = {},
): Promise<Ledger> {
  const { file = newPlace(), dead = new Set<number>(), ...rest } = options;
  const open = file.startsWith('postgres') ? openPostgresLedger : openSqliteLedger;
  const ledger = await open(file, { ...identity, isGone: ({ pid }) => dead.has(pid), ...rest });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** A copy of a ledger that an earlier version wrote. */
export function stored(name: string): string {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  copyFileSync(join(packageRoot(), 'test/ledger/stored', name), file);
  return file;
}

export function actor(name = 'anna', pid = 1): Actor {
  return { name, host: 'desk', pid, startedAt: `start-${String(pid)}` };
}

/** The campaign's time: minutes after 2019-08-05T06:00Z. */
export function at(minutes = 0): string {
  return instant(Date.UTC(2019, 7, 5, 6) + minutes * 60_000);
}

export function flip(queue: string, change: Partial<QueueOperation> = {}): QueueOperation {
  const site = change.site ?? 'OSCER';
  return {
    key: `pilot2/${queue}/flip#0`,
    kind: 'flip',
    subject: queue,
    site,
    queue,
    before: { pilot_version: '1', container_type: 'singularity:wrapper' },
    after: { pilot_version: '2', container_type: 'singularity:pilot' },
    reason: `${site} is ready.`,
    claims: [],
    inputsFingerprint: 'slice',
    ...change,
  };
}

export function rollback(queue: string, generation: number, change: Partial<QueueOperation> = {}): QueueOperation {
  return flip(queue, {
    key: `pilot2/${queue}/rollback#${String(generation)}`,
    kind: 'rollback',
    before: { pilot_version: '2', container_type: 'singularity:pilot' },
    after: { pilot_version: '1', container_type: 'singularity:wrapper' },
    ...change,
  });
}

export function request(site: string, round = 1, change: Partial<RequestOperation> = {}): RequestOperation {
  return {
    key: `pilot2/${site}/migration#${String(round)}`,
    kind: 'request',
    subject: site,
    site,
    queue: null,
    before: { request: 'none' },
    after: { request: 'sent' },
    reason: `${site} has not been asked.`,
    claims: [],
    inputsFingerprint: 'slice',
    ...change,
  };
}

export function claim(pool: string, member: string, limit: number, amount = 1): Claim {
  return { pool, member, amount, limit };
}

/** How an intention is made here: by anna at 06:00Z, a lease of a minute, ten minutes in which a write may be in flight. */
export function intent(
  change: Partial<{ actor: Actor; at: string; leaseMs: number; inFlightMs: number; plan: string }> = {},
) {
  return { actor: actor(), at: at(), day: '2019-08-05', leaseMs: 60_000, inFlightMs: 600_000, ...change };
}

/** The lease token of an intention that must be ours. */
export function tokenOf(intention: Intention): LeaseToken {
  if (intention.is !== 'ours') throw new Error(`not ours but ${JSON.stringify(intention)}`);
  return intention.token;
}

export function settlement(outcome: OutcomeKind = 'done', minutes = 1) {
  return { outcome, message: 'As planned.', at: at(minutes), effectiveAt: at(minutes + 25) };
}

/** Takes an operation through to its end. */
export async function carryThrough(
  ledger: Ledger,
  operation: Operation,
  outcome: OutcomeKind = 'done',
  by = intent(),
): Promise<void> {
  const token = tokenOf(await ledger.intend(operation, by));
  await ledger.mark(token, by.at);
  await ledger.settle(token, settlement(outcome));
}
