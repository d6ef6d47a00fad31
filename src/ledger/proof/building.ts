import { canonicalJson } from '../../model/fingerprint.js';
import type { Instant } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import type { Operation, SettledChange } from '../../model/operation.js';
import { isGivenBack, type Fate } from '../operations/claims.js';
import type { Actor, LedgerEvent } from '../port.js';
import { rowName, type Cell, type Row, type Tables } from './tables.js';
import { commissioningPools } from '../../model/keys/pools.js';

/** What an event carries for the tables, beside what people read of it. */
export interface Recorded {
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

export type Told = LedgerEvent & { readonly record: Recorded };

export interface Building {
  operations: Map<string, Row>;
  queues: Map<string, Row>;
  claims: Map<string, Row>;
  requests: Map<string, Row>;
  pauses: Map<string, Row>;
  approvals: Map<string, Row>;
}

export function change({ operations }: Building, { key }: LedgerEvent, how: (row: Row) => Row): void {
  const row = operations.get(key ?? '');
  if (row) operations.set(key ?? '', { ...row, ...how(row) });
}

export function queueChange(tables: Building, { queue }: LedgerEvent, columns: Row): void {
  const name = queue ?? '';
  tables.queues.set(name, { ...queueRow(tables, name), ...columns });
}

export function raiseGeneration(tables: Building, event: LedgerEvent): void {
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

export function noteFact({ requests }: Building, detail: unknown): void {
  if (typeof detail !== 'object' || detail === null) return;
  const fact = detail as RequestFact;
  const { site, step, round } = fact;
  const row = { site, step, round, fact: canonicalJson(fact) };
  requests.set(rowName('requests', row), row);
}

export function dropClaims({ claims }: Building, row: Row, fate: Fate): void {
  const { key, claims: held } = operationOf(row);
  for (const { pool, member } of held)
    if (isGivenBack(pool, fate)) claims.delete(rowName('claims', { pool, member, key }));
}

export function dropCommissioning({ claims }: Building, which: (row: Row) => boolean): void {
  for (const [name, row] of claims)
    if (commissioningPools.some((pool) => pool === row['pool']) && which(row)) claims.delete(name);
}

/** A member's share is the largest of its claims. */
export function sharesOf(claims: ReadonlyMap<string, Row>): Map<string, Row> {
  const shares = new Map<string, Row>();
  for (const { pool = null, member = null, amount = null } of claims.values()) {
    const name = rowName('shares', { pool, member });
    const known = Number(shares.get(name)?.['amount'] ?? 0);
    shares.set(name, { pool, member, amount: Math.max(known, Number(amount)) });
  }
  return shares;
}

export function changeOf(cell: Cell): SettledChange | null {
  return cell === null ? null : (JSON.parse(String(cell)) as SettledChange);
}

export function operationOf(row: Row): Operation {
  return JSON.parse(String(row['body'])) as Operation;
}

export function text({ detail }: LedgerEvent, name: string): string | null {
  const value = detail[name];
  return typeof value === 'string' ? value : null;
}
