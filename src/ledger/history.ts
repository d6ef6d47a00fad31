import type { Adoption, History, QueueHistory, RequestFact, SiteHistory, StopLift, Verdict } from '../model/history.js';
import type { OpenOperation, SettledChange } from '../model/operation.js';
import { instant } from '../model/dates.js';
import { isInHands, openOperationOf, operationRow, type IsGone, type OperationRow } from './operations/rows.js';
import { requestOf, type RequestRow } from './operations/notes.js';
import { readPauses } from './operations/pauses.js';
import { storeNowMs, type Store } from './store.js';
import {
  adoptionShape,
  changeShape,
  checkedRow,
  isAmount,
  isCount,
  isText,
  liftShape,
  parsed,
  parsedOrNull,
  shaped,
  tampered,
  verdictShape,
  type Shape,
} from './stored.js';

type QueueEntry = [
  queue: string,
  settled: number,
  pilot: SettledChange | null,
  containers: SettledChange | null,
  status: SettledChange | null,
  verdict: Verdict | null,
  adopted: Adoption | null,
  ...more: unknown[],
];

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
  for (const entry of await readEntries(store)) {
    const standing = standingOf(entry);
    queues.set(entry[0], { ...standing, open: open.get(entry[0]) ?? null });
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

async function readEntries(store: Store): Promise<readonly QueueEntry[]> {
  const { entries } = (await store.get(store.dialect.everyQueue)) as { entries: string };
  try {
    return JSON.parse(entries) as QueueEntry[];
  } catch {
    // One cell that is no JSON spoils the text of all: each is read by itself, until it is found.
    const rows = (await store.all('SELECT * FROM queues')) as readonly QueueRow[];
    return rows.map(entryOf);
  }
}

function entryOf({ queue, settled, ...cells }: QueueRow): QueueEntry {
  const place = { table: 'queues', row: queue };
  return [
    queue,
    settled,
    parsedOrNull(place, 'pilot', cells.pilot, changeShape),
    parsedOrNull(place, 'containers', cells.containers, changeShape),
    parsedOrNull(place, 'status', cells.status, changeShape),
    parsedOrNull(place, 'verdict', cells.verdict, verdictShape),
    parsedOrNull(place, 'adopted', cells.adopted, adoptionShape),
  ];
}

function standingOf(entry: QueueEntry): Omit<QueueHistory, 'open'> {
  if (!Array.isArray(entry)) throw tampered({ table: 'queues', row: 'unknown' }, 'a cell is no JSON');
  const [queue, settled, pilot, containers, status, verdict, adopted, ...more] = entry;
  const place = { table: 'queues', row: queue };
  if (!isText(queue) || more.length > 0) throw tampered(place, 'a cell is no JSON');
  if (!isCount(settled)) throw tampered(place, `settled is ${String(settled)}`);
  return {
    settled,
    pilot: pilot === null ? null : shaped(place, 'pilot', pilot, changeShape),
    containers: containers === null ? null : shaped(place, 'containers', containers, changeShape),
    status: status === null ? null : shaped(place, 'status', status, changeShape),
    verdict: verdict === null ? null : shaped(place, 'verdict', verdict, verdictShape),
    adopted: adopted === null ? null : shaped(place, 'adopted', adopted, adoptionShape),
  };
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
  const rows = (await all("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'queue %'")).map(operationRow);
  return new Map(rows.map((row) => [row.lane.slice('queue '.length), openOf(row)]));
}

async function readOpenRequests({ all }: Store, openOf: OpenOf): Promise<Map<string, OpenOperation>> {
  const rows = (await all("SELECT * FROM operations WHERE state <> 'ended' AND lane LIKE 'request %'")).map(
    operationRow,
  );
  return new Map(rows.map((row) => [row.key, openOf(row)]));
}

async function readSites({ all }: Store): Promise<Map<string, SiteHistory>> {
  const sites = new Map<string, { requests: RequestFact[] }>();
  const rounds = (await all(
    'SELECT site, step, round, fact FROM requests ORDER BY site, step, round',
  )) as readonly RequestRow[];
  // The newest round of each step; one that was taken back leaves what stood before it.
  const newest = new Map<string, RequestFact>();
  for (const row of rounds) {
    const { site, step } = row;
    const told = requestOf(row);
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
  return detailsOf(store, 'verdict', verdictShape);
}

async function readLifts(store: Store): Promise<readonly StopLift[]> {
  return detailsOf(store, 'lifted', liftShape);
}

async function detailsOf<T extends object>({ all }: Store, what: string, shape: Shape<T>): Promise<readonly T[]> {
  const rows = (await all('SELECT id, detail FROM events WHERE what = ? ORDER BY id', what)) as readonly {
    readonly id: number;
    readonly detail: string;
  }[];
  return rows.map(({ id, detail }) => parsed({ table: 'events', row: String(id) }, 'detail', detail, shape));
}

interface Share {
  readonly pool: string;
  readonly member: string;
  readonly amount: number;
}

const shareColumns = { pool: isText, member: isText, amount: isAmount };

async function readClaims({ all }: Store): Promise<Map<string, Map<string, number>>> {
  const claims = new Map<string, Map<string, number>>();
  for (const row of await all('SELECT pool, member, amount FROM shares')) {
    const { pool, member, amount } = checkedRow<Share>('shares', ['pool', 'member'], row, shareColumns);
    const members = claims.get(pool) ?? new Map<string, number>();
    members.set(member, amount);
    claims.set(pool, members);
  }
  return claims;
}
