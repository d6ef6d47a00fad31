import { canonicalJson } from '../../model/fingerprint.js';
import type { Instant } from '../../model/dates.js';
import type { Approval, RequestFact, Verdict } from '../../model/history.js';
import type { Operation, OutcomeKind, SettledChange } from '../../model/operation.js';
import { isFault } from '../../model/verdicts.js';
import { givenBack, isGivenBack, judgedChange, type Fate } from '../operations/claims.js';
import { lockKeyOf } from '../operations/rows.js';
import type { Actor, LedgerEvent } from '../port.js';
import { tracks } from '../operations/queues.js';
import { byName, rowName, type Cell, type Row, type Tables } from './tables.js';
import { commissioningPools, failurePool, isFailurePool } from '../../model/keys/pools.js';

/** What an event carries for the tables, beside what people read of it. */
interface Recorded {
  readonly operation?: Partial<Operation>;
  readonly holder?: Actor;
  readonly token?: number;
  readonly day?: string;
  readonly quietUntil?: Instant | null;
  readonly effectiveAt?: Instant;
  /** Of a change that took effect, since ledgers keep it with the change. */
  readonly reason?: string;
  readonly tables?: Readonly<Record<Exclude<keyof Tables, 'shares' | 'pauses' | 'approvals'>, readonly Row[]>>;
}

type Told = LedgerEvent & { readonly record: Recorded };

interface Building {
  operations: Map<string, Row>;
  queues: Map<string, Row>;
  claims: Map<string, Row>;
  requests: Map<string, Row>;
  pauses: Map<string, Row>;
  approvals: Map<string, Row>;
}

/** The tables as the events tell them, oldest first: all of them, or those since the ledger was brought into this format. */
export function rebuild(events: readonly LedgerEvent[]): Tables {
  const tables: Building = {
    operations: new Map(),
    queues: new Map(),
    claims: new Map(),
    requests: new Map(),
    pauses: new Map(),
    approvals: new Map(),
  };
  const from = events.findLastIndex(({ what }) => what === 'format');
  for (const event of events.slice(Math.max(from, 0))) {
    const { record = {} } = event.detail as { readonly record?: Recorded };
    follow(tables, { ...event, record });
  }
  return { ...tables, shares: sharesOf(tables.claims) };
}

function follow(tables: Building, event: Told): void {
  switch (event.what) {
    case 'format':
      restart(tables, event);
      return;
    case 'intended':
      intended(tables, event);
      return;
    case 'acting':
      change(tables, event, ({ attempt }) => ({ state: 'acting', attempt: Number(attempt) + 1, sent_at: event.at }));
      return;
    case 'taken over':
      takenOver(tables, event);
      return;
    case 'released':
      change(tables, event, ({ token }) => ({ token: Number(token) + 1, lease_until_ms: 0 }));
      return;
    case 'unconfirmed':
      noteFact(tables, event.detail['request']);
      change(tables, event, () => ({ state: 'unconfirmed', message: text(event, 'message'), lease_until_ms: 0 }));
      return;
    case 'settled':
      settled(tables, event);
      return;
    case 'superseded':
      superseded(tables, event);
      return;
    case 'adopted':
      queueChange(tables, event, { adopted: canonicalJson(event.detail) });
      return;
    case 'verdict':
      judged(tables, event);
      return;
    case 'request':
      requested(tables, event);
      return;
    case 'paused':
      tables.pauses.set(text(event, 'scope') ?? '', { scope: text(event, 'scope'), fact: canonicalJson(event.detail) });
      return;
    case 'approved':
      approved(tables, event.detail as unknown as Approval);
      return;
    case 'resumed':
      resumed(tables, event);
  }
}

/** A ledger of an earlier format: its tables are told whole. */
function restart(tables: Building, { record }: Told): void {
  const { operations = [], queues = [], claims = [], requests = [] } = record.tables ?? {};
  tables.operations = byName('operations', operations);
  tables.queues = byName('queues', queues);
  tables.claims = byName('claims', claims);
  tables.requests = byName('requests', requests);
}

function intended(tables: Building, event: Told): void {
  const { key, site, queue, detail, record } = event;
  const { kind, before, after, reason } = detail;
  const operation = { ...record.operation, key, site, queue, kind, before, after, reason } as Operation;
  const known = tables.operations.get(operation.key);
  if (known) dropClaims(tables, known, 'all');
  for (const { pool, member, amount } of operation.claims) {
    const claim = { pool, member, key, amount, queue };
    tables.claims.set(rowName('claims', claim), claim);
  }
  tables.operations.set(operation.key, {
    key,
    lane: lockKeyOf(operation),
    body: canonicalJson(operation),
    state: 'intended',
    outcome: null,
    message: null,
    attempt: 0,
    sent_at: null,
    quiet_until: null,
    token: record.token ?? null,
    lease_until_ms: null,
    actor: canonicalJson(record.holder),
    since: event.at,
    day: record.day ?? null,
  });
}

function takenOver(tables: Building, event: Told): void {
  const { holder, token, quietUntil } = event.record;
  change(tables, event, () => ({
    token: token ?? null,
    lease_until_ms: null,
    quiet_until: quietUntil ?? null,
    actor: canonicalJson(holder),
  }));
}

function settled(tables: Building, event: Told): void {
  noteFact(tables, event.detail['request']);
  const outcome = text(event, 'outcome');
  change(tables, event, () => ({ state: 'ended', outcome, message: text(event, 'message'), lease_until_ms: 0 }));
  const row = tables.operations.get(event.key ?? '');
  if (!row) return;
  dropClaims(tables, row, givenBack(outcome as OutcomeKind));
  if (outcome !== 'done' && outcome !== 'already') return;
  const { key, kind, queue, site, before, after } = operationOf(row);
  if (queue === null) return;
  const settledChange: SettledChange = {
    key,
    kind,
    before,
    after,
    at: event.at,
    effectiveAt: event.record.effectiveAt ?? '',
    day: String(row['day']),
    actor: (JSON.parse(String(row['actor'])) as Actor).name,
    outcome,
    ...(event.record.reason !== undefined && { reason: event.record.reason }),
  };
  raiseGeneration(tables, event);
  queueChange(tables, event, { [tracks[kind]]: canonicalJson(settledChange) });
  if (kind === 'rollback') dropCommissioning(tables, ({ member }) => member === site);
}

function superseded(tables: Building, event: Told): void {
  const { by } = event.detail;
  const message = `Replaced by ${String(by)} of ${event.actor}.`;
  change(tables, event, () => ({ state: 'ended', outcome: 'superseded', message, lease_until_ms: 0 }));
  if (event.queue !== null) raiseGeneration(tables, event);
}

function judged(tables: Building, event: Told): void {
  const verdict = event.detail as unknown as Verdict;
  queueChange(tables, event, { verdict: canonicalJson(verdict) });
  if (verdict.generation !== tables.queues.get(verdict.queue)?.['settled']) return;
  if (verdict.verdict === 'good') {
    dropCommissioning(tables, ({ queue }) => queue === verdict.queue);
    for (const [name, { pool, queue }] of tables.claims)
      if (isFailurePool(String(pool)) && queue === verdict.queue) tables.claims.delete(name);
  } else if (isFault(verdict.verdict)) claimFault(tables, verdict.queue);
}

function claimFault(tables: Building, queue: string): void {
  const { pilot = null, containers = null } = tables.queues.get(queue) ?? {};
  const key = judgedChange(changeOf(pilot), changeOf(containers));
  const row = tables.operations.get(key ?? '');
  if (!row) return;
  for (const { pool, member, amount } of operationOf(row).claims) {
    const claim = { pool, member, key, amount, queue };
    if (isFailurePool(pool)) tables.claims.set(rowName('claims', claim), claim);
  }
}

function approved(tables: Building, { plan, until, operations }: Approval): void {
  for (const [key, operation] of Object.entries(operations)) {
    const row = { plan, key, operation, until };
    tables.approvals.set(rowName('approvals', row), row);
  }
}

function resumed(tables: Building, event: Told): void {
  const scope = text(event, 'scope') ?? '';
  tables.pauses.delete(scope);
  for (const [name, { pool, key }] of tables.claims)
    if (pool === failurePool(scope) && tables.operations.get(String(key))?.['state'] === 'ended')
      tables.claims.delete(name);
}

/** Where the event has a key, the note ended that open request. */
function requested(tables: Building, event: Told): void {
  noteFact(tables, event.detail);
  const message = `Recorded as ${text(event, 'state') ?? ''} by ${event.actor}.`;
  change(tables, event, ({ token }) => ({
    state: 'ended',
    outcome: 'done',
    message,
    lease_until_ms: 0,
    token: Number(token) + 1,
  }));
}

function change({ operations }: Building, { key }: LedgerEvent, how: (row: Row) => Row): void {
  const row = operations.get(key ?? '');
  if (row) operations.set(key ?? '', { ...row, ...how(row) });
}

function queueChange(tables: Building, { queue }: LedgerEvent, columns: Row): void {
  const name = queue ?? '';
  tables.queues.set(name, { ...queueRow(tables, name), ...columns });
}

function raiseGeneration(tables: Building, event: LedgerEvent): void {
  queueChange(tables, event, { settled: Number(queueRow(tables, event.queue ?? '')['settled']) + 1 });
}

function queueRow({ queues }: Building, queue: string): Row {
  return (
    queues.get(queue) ?? {
      queue,
      settled: 0,
      pilot: null,
      containers: null,
      status: null,
      verdict: null,
      adopted: null,
    }
  );
}

function noteFact({ requests }: Building, detail: unknown): void {
  if (typeof detail !== 'object' || detail === null) return;
  const fact = detail as RequestFact;
  const { site, step, round } = fact;
  const row = { site, step, round, fact: canonicalJson(fact) };
  requests.set(rowName('requests', row), row);
}

function dropClaims({ claims }: Building, row: Row, fate: Fate): void {
  const { key, claims: held } = operationOf(row);
  for (const { pool, member } of held)
    if (isGivenBack(pool, fate)) claims.delete(rowName('claims', { pool, member, key }));
}

function dropCommissioning({ claims }: Building, which: (row: Row) => boolean): void {
  for (const [name, row] of claims)
    if (commissioningPools.some((pool) => pool === row['pool']) && which(row)) claims.delete(name);
}

/** A member's share is the largest of its claims. */
function sharesOf(claims: ReadonlyMap<string, Row>): Map<string, Row> {
  const shares = new Map<string, Row>();
  for (const { pool = null, member = null, amount = null } of claims.values()) {
    const name = rowName('shares', { pool, member });
    const known = Number(shares.get(name)?.['amount'] ?? 0);
    shares.set(name, { pool, member, amount: Math.max(known, Number(amount)) });
  }
  return shares;
}

function changeOf(cell: Cell): SettledChange | null {
  return cell === null ? null : (JSON.parse(String(cell)) as SettledChange);
}

function operationOf(row: Row): Operation {
  return JSON.parse(String(row['body'])) as Operation;
}

function text({ detail }: LedgerEvent, name: string): string | null {
  const value = detail[name];
  return typeof value === 'string' ? value : null;
}
