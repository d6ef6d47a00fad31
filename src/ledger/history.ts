import type { Adoption, History, QueueHistory, RequestFact, SiteHistory, StopLift, Verdict } from '../model/history.js';
import type { OpenOperation, SettledChange } from '../model/operation.js';
import { presentNames } from './former-names.js';
import { instant } from '../model/dates.js';
import { isInHands, openOperationOf, type IsGone, type OperationRow } from './operations/rows.js';
import { readPauses } from './operations/pauses.js';
import { storeNowMs, type Store } from './store.js';

type QueueEntry = [
  queue: string,
  settled: number,
  pilot: SettledChange | null,
  containers: SettledChange | null,
  status: SettledChange | null,
  verdict: Verdict | null,
  adopted: Adoption | null,
];

/** What `plan()` needs of the past. */
export async function readHistory(store: Store, isGone: IsGone): Promise<History> {
  const open = openRows(await storeNowMs(store), isGone);
  return {
    queues: await readQueues(store, open),
    sites: await readSites(store),
    openRequests: await readOpenRequests(store, open),
    claims: await readClaims(store),
    pauses: await readPauses(store),
    verdicts: await readVerdicts(store),
    lifts: await readLifts(store),
  };
}

export function emptyHistory(): History {
  return {
    queues: new Map(),
    sites: new Map(),
    openRequests: new Map(),
    claims: new Map(),
    pauses: [],
    verdicts: [],
    lifts: [],
  };
}

async function readQueues(store: Store, openOf: OpenOf): Promise<Map<string, QueueHistory>> {
  const open = await readOpen(store, openOf);
  const queues = new Map<string, QueueHistory>();
  const { entries } = (await store.get(store.dialect.everyQueue)) as { entries: string };
  for (const [queue, settled, pilot, containers, status, verdict, adopted] of JSON.parse(entries) as QueueEntry[]) {
    queues.set(queue, {
      settled,
      pilot,
      containers,
      status,
      open: open.get(queue) ?? null,
      verdict: verdict && presentNames(verdict),
      adopted,
    });
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

type OpenOf = (row: OperationRow) => OpenOperation;

/** An open operation, with the lease that its holder still has. */
function openRows(nowMs: number, isGone: IsGone): OpenOf {
  return (row) => {
    return {
      ...openOperationOf(row),
      ...(isInHands(row, nowMs, isGone) && { heldUntil: instant(row.lease_until_ms) }),
    };
  };
}

async function readOpen({ all }: Store, openOf: OpenOf): Promise<Map<string, OpenOperation>> {
  const rows = (await all("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'queue %'")) as OperationRow[];
  return new Map(rows.map((row) => [row.lane.slice('queue '.length), openOf(row)]));
}

async function readOpenRequests({ all }: Store, openOf: OpenOf): Promise<Map<string, OpenOperation>> {
  const rows = (await all(
    "SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'request %'",
  )) as OperationRow[];
  return new Map(rows.map((row) => [row.key, openOf(row)]));
}

async function readSites({ all }: Store): Promise<Map<string, SiteHistory>> {
  const sites = new Map<string, { requests: RequestFact[] }>();
  const rounds = (await all('SELECT site, step, fact FROM requests ORDER BY site, step, round')) as {
    site: string;
    step: string;
    fact: string;
  }[];
  // The newest round of each step; one that was taken back leaves what stood before it.
  const newest = new Map<string, RequestFact>();
  for (const { site, step, fact } of rounds) {
    const told = presentNames(JSON.parse(fact) as RequestFact);
    if (told.state !== 'none') newest.set(`${site}\n${step}`, told);
  }
  for (const fact of newest.values()) {
    const known = sites.get(fact.site) ?? { requests: [] };
    known.requests.push(fact);
    sites.set(fact.site, known);
  }
  return sites;
}

/** The table of queues holds the newest verdict of each alone; what a queue has taught before stands in the events. */
async function readVerdicts(store: Store): Promise<readonly Verdict[]> {
  return (await detailsOf(store, 'verdict')).map((detail) => presentNames(detail as unknown as Verdict));
}

async function readLifts(store: Store): Promise<readonly StopLift[]> {
  return (await detailsOf(store, 'lifted')) as unknown as readonly StopLift[];
}

async function detailsOf({ all }: Store, what: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const rows = (await all('SELECT detail FROM events WHERE what = ? ORDER BY id', what)) as { detail: string }[];
  return rows.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);
}

async function readClaims({ all }: Store): Promise<Map<string, Map<string, number>>> {
  const claims = new Map<string, Map<string, number>>();
  const held = (await all('SELECT pool, member, amount FROM shares')) as {
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
