import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/fingerprint.js';
import type { EventFilter, LedgerEvent } from './port.js';
import type { Store } from './store.js';

export type NewEvent = Omit<LedgerEvent, 'id' | 'hash'>;

interface EventRow extends Omit<LedgerEvent, 'detail'> {
  readonly detail: string;
}

export const beginning = '0'.repeat(64);
const columns = 'id, at, actor, what, key, site, queue, detail, hash';

/** Adds an event to the chain, within the caller's transaction. */
export async function append({ get, run }: Store, event: NewEvent): Promise<void> {
  const last = (await get('SELECT id, hash FROM events ORDER BY id DESC LIMIT 1')) as
    { id: number; hash: string } | undefined;
  const id = (last?.id ?? 0) + 1;
  const { at, actor, what, key, site, queue, detail } = event;
  await run(
    `INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    at,
    actor,
    what,
    key,
    site,
    queue,
    canonicalJson(detail),
    linkHash(last?.hash ?? beginning, { id, ...event }),
  );
}

/** The events, oldest first. */
export async function readEvents({ all }: Store, { site, queue }: EventFilter): Promise<LedgerEvent[]> {
  const asked = Object.entries({ site, queue }).flatMap(([column, value]) =>
    value === undefined ? [] : [{ column, value }],
  );
  const where = asked.length === 0 ? '' : ` WHERE ${asked.map(({ column }) => `${column} = ?`).join(' AND ')}`;
  const rows = await all(`SELECT ${columns} FROM events${where} ORDER BY id`, ...asked.map(({ value }) => value));
  return (rows as EventRow[]).map(eventOf);
}

/** Hash of the newest event. */
export async function headOf({ get }: Store): Promise<string> {
  const last = (await get('SELECT hash FROM events ORDER BY id DESC LIMIT 1')) as { hash: string } | undefined;
  return last?.hash ?? beginning;
}

export interface Chain {
  readonly events: readonly LedgerEvent[];
  /** The first event that does not follow from the one before, or is missing. */
  readonly broken: LedgerEvent | null;
}

/** Walks the chain from its beginning to its end, or to where it breaks. */
export async function walkChain({ get, all, dialect }: Store): Promise<Chain> {
  const events: LedgerEvent[] = [];
  let hash = beginning;
  for (const row of (await all(`SELECT ${columns} FROM events ORDER BY id`)) as readonly EventRow[]) {
    const event = eventOf(row);
    const follows = event.id === events.length + 1 && event.hash === linkHash(hash, event);
    if (!follows || row.detail !== canonicalJson(event.detail)) return { events, broken: event };
    hash = event.hash;
    events.push(event);
  }
  const written = ((await get(dialect.eventsWritten)) as { written: number } | undefined)?.written ?? 0;
  return { events, broken: written === events.length ? null : missing(events.length + 1, written) };
}

function linkHash(
  before: string,
  { id, at, actor, what, key, site, queue, detail }: NewEvent & { id: number },
): string {
  return createHash('sha256')
    .update(before)
    .update(canonicalJson({ id, at, actor, what, key, site, queue, detail }))
    .digest('hex');
}

function eventOf(row: EventRow): LedgerEvent {
  return { ...row, detail: detailOf(row.detail) };
}

/** What somebody wrote into a detail that is not JSON is shown as it stands; the chain breaks there. */
function detailOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { unreadable: text };
  }
}

function missing(id: number, written: number): LedgerEvent {
  return { id, at: '', actor: '', what: 'missing', key: null, site: null, queue: null, detail: { written }, hash: '' };
}
