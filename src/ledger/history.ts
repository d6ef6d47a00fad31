import type { Adoption, History, QueueHistory, RequestFact, SiteHistory, Verdict } from '../model/history.js';
import type { OpenOperation, SettledChange } from '../model/operation.js';
import { openOperationOf, type OperationRow } from './operations.js';
import type { Store } from './store.js';

interface QueueRow {
  readonly queue: string;
  readonly settled: number;
  readonly pilot: string | null;
  readonly containers: string | null;
  readonly status: string | null;
  readonly verdict: string | null;
  readonly adopted: string | null;
}

/** What `plan()` needs of the past. */
export function readHistory(store: Store): History {
  return { queues: readQueues(store), sites: readSites(store), claims: readClaims(store) };
}

export function emptyHistory(): History {
  return { queues: new Map(), sites: new Map(), claims: new Map() };
}

function readQueues(store: Store): Map<string, QueueHistory> {
  const open = readOpen(store);
  const queues = new Map<string, QueueHistory>();
  for (const row of store.sql('SELECT * FROM queues').all() as QueueRow[]) {
    queues.set(row.queue, {
      settled: row.settled,
      pilot: parsed(row.pilot) as SettledChange | null,
      containers: parsed(row.containers) as SettledChange | null,
      status: parsed(row.status) as SettledChange | null,
      open: open.get(row.queue) ?? null,
      verdict: parsed(row.verdict) as Verdict | null,
      adopted: parsed(row.adopted) as Adoption | null,
    });
  }
  for (const [queue, operation] of open) {
    if (!queues.has(queue)) queues.set(queue, { settled: 0, pilot: null, containers: null, status: null, open: operation, verdict: null, adopted: null });
  }
  return queues;
}

function readOpen({ sql }: Store): Map<string, OpenOperation> {
  const rows = sql("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'queue %'").all() as OperationRow[];
  return new Map(rows.map((row) => [row.lane.slice('queue '.length), openOperationOf(row)]));
}

function readSites({ sql }: Store): Map<string, SiteHistory> {
  const sites = new Map<string, { requests: RequestFact[] }>();
  const newest = sql('SELECT site, fact, max(round) FROM requests GROUP BY site, step').all() as { site: string; fact: string }[];
  for (const { site, fact } of newest) {
    const known = sites.get(site) ?? { requests: [] };
    known.requests.push(JSON.parse(fact) as RequestFact);
    sites.set(site, known);
  }
  return sites;
}

function readClaims({ sql }: Store): Map<string, Map<string, number>> {
  const claims = new Map<string, Map<string, number>>();
  const held = sql('SELECT pool, member, max(amount) AS amount FROM claims GROUP BY pool, member').all() as { pool: string; member: string; amount: number }[];
  for (const { pool, member, amount } of held) {
    const members = claims.get(pool) ?? new Map<string, number>();
    members.set(member, amount);
    claims.set(pool, members);
  }
  return claims;
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
