import { canonicalJson } from '../../model/fingerprint.js';
import type { Approval, Verdict } from '../../model/history.js';
import type { Operation, OutcomeKind, SettledChange } from '../../model/operation.js';
import { isFault } from '../../model/facts/verdicts.js';
import { givenBack, judgedChange } from '../operations/claims.js';
import { lockKeyOf } from '../operations/rows.js';
import type { Actor, LedgerEvent } from '../port.js';
import { tracks } from '../operations/queues.js';
import { byName, rowName, type Tables } from './tables.js';
import { failurePool, isFailurePool } from '../../model/keys/pools.js';
import {
  type Recorded,
  type Told,
  type Building,
  change,
  queueChange,
  raiseGeneration,
  noteFact,
  dropClaims,
  dropCommissioning,
  sharesOf,
  changeOf,
  operationOf,
  text,
} from './building.js';

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
