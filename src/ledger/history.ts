import type { Adoption, History, QueueHistory, RequestFact, SiteHistory, Verdict } from '../model/history.js';
import type { OpenOperation, SettledChange } from '../model/operation.js';
import { openOperationOf, type OperationRow } from './operations.js';
import type { Store } from './file/store.js';

type QueueEntry = [
  queue: string,
  settled: number,
  pilot: SettledChange | null,
  containers: SettledChange | null,
  status: SettledChange | null,
  verdict: Verdict | null,
  adopted: Adoption | null,
];

// One text of all queues, parsed at once: half the time of a row and its columns each.
const allQueues = `
  SELECT '[' || coalesce(group_concat(
    '[' || json_quote(queue) || ',' || settled || ',' || coalesce(pilot, 'null') || ',' || coalesce(containers, 'null') || ','
        || coalesce(status, 'null') || ',' || coalesce(verdict, 'null') || ',' || coalesce(adopted, 'null') || ']'
  ), '') || ']' AS entries FROM queues`;

/** What `plan()` needs of the past. */
export function readHistory(store: Store): History {
  return {
    queues: readQueues(store),
    sites: readSites(store),
    openRequests: readOpenRequests(store),
    claims: readClaims(store),
  };
}

export function emptyHistory(): History {
  return { queues: new Map(), sites: new Map(), openRequests: new Map(), claims: new Map() };
}

function readQueues(store: Store): Map<string, QueueHistory> {
  const open = readOpen(store);
  const queues = new Map<string, QueueHistory>();
  const { entries } = store.sql(allQueues).get() as { entries: string };
  for (const [queue, settled, pilot, containers, status, verdict, adopted] of JSON.parse(entries) as QueueEntry[]) {
    queues.set(queue, { settled, pilot, containers, status, open: open.get(queue) ?? null, verdict, adopted });
  }
  for (const [queue, operation] of open) {
    if (!queues.has(queue))
      queues.set(queue, {
        settled: 0,
        pilot: null,
        containers: null,
        status: null,
        open: operation,
        verdict: null,
        adopted: null,
      });
  }
  return queues;
}

function readOpen({ sql }: Store): Map<string, OpenOperation> {
  const rows = sql("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'queue %'").all() as OperationRow[];
  return new Map(rows.map((row) => [row.lane.slice('queue '.length), openOperationOf(row)]));
}

function readOpenRequests({ sql }: Store): Map<string, OpenOperation> {
  const rows = sql("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'request %'").all() as OperationRow[];
  return new Map(rows.map((row) => [row.key, openOperationOf(row)]));
}

function readSites({ sql }: Store): Map<string, SiteHistory> {
  const sites = new Map<string, { requests: RequestFact[] }>();
  const newest = sql('SELECT site, fact, max(round) FROM requests GROUP BY site, step').all() as {
    site: string;
    fact: string;
  }[];
  for (const { site, fact } of newest) {
    const known = sites.get(site) ?? { requests: [] };
    known.requests.push(JSON.parse(fact) as RequestFact);
    sites.set(site, known);
  }
  return sites;
}

function readClaims({ sql }: Store): Map<string, Map<string, number>> {
  const claims = new Map<string, Map<string, number>>();
  const held = sql('SELECT pool, member, amount FROM shares').all() as {
    pool: string;
    member: string;
    amount: number;
  }[];
  for (const { pool, member, amount } of held) {
    const members = claims.get(pool) ?? new Map<string, number>();
    members.set(member, amount);
    claims.set(pool, members);
  }
  return claims;
}
