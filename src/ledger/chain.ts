import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/fingerprint.js';
import type { EventFilter, LedgerEvent } from './port.js';
import type { Store } from './store.js';

export type NewEvent = Omit<LedgerEvent, 'id' | 'hash'>;

interface EventRow extends Omit<LedgerEvent, 'detail'> {
  readonly detail: string;
}

/** Events that are in memory at a time while the chain is walked. */
const pageSize = 2000;
const beginning = '0'.repeat(64);
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

/** Walks the chain from its beginning; `broken` is the first event that does not follow from the one before, or is gone. */
export async function verifyChain({
  get,
  all,
  dialect,
}: Store): Promise<{ events: number; broken: LedgerEvent | null }> {
  let events = 0;
  let hash = beginning;
  for (;;) {
    const page = `SELECT ${columns} FROM events WHERE id > ? ORDER BY id LIMIT ${String(pageSize)}`;
    const rows = (await all(page, events)) as readonly EventRow[];
    for (const row of rows) {
      const event = eventOf(row);
      if (event.id !== events + 1 || event.hash !== linkHash(hash, event)) return { events, broken: event };
      hash = event.hash;
      events += 1;
    }
    if (rows.length < pageSize) break;
  }
  const written = ((await get(dialect.eventsWritten)) as { written: number } | undefined)?.written ?? 0;
  return { events, broken: written > events ? missing(events + 1, written) : null };
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
  return { ...row, detail: JSON.parse(row.detail) as Record<string, unknown> };
}

function missing(id: number, written: number): LedgerEvent {
  return { id, at: '', actor: '', what: 'missing', key: null, site: null, queue: null, detail: { written }, hash: '' };
}
