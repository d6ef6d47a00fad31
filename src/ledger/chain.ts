import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/fingerprint.js';
import type { EventFilter, LedgerEvent } from './port.js';
import type { Store } from './file/store.js';

export type NewEvent = Omit<LedgerEvent, 'id' | 'hash'>;

interface EventRow extends Omit<LedgerEvent, 'detail'> {
  readonly detail: string;
}

const beginning = '0'.repeat(64);
const columns = 'id, at, actor, what, key, site, queue, detail, hash';

/** Adds an event to the chain, within the caller's transaction. */
export function append({ sql }: Store, event: NewEvent): void {
  const last = sql('SELECT id, hash FROM events ORDER BY id DESC LIMIT 1').get() as
    { id: number; hash: string } | undefined;
  const id = (last?.id ?? 0) + 1;
  const { at, actor, what, key, site, queue, detail } = event;
  sql(`INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
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
export function readEvents({ sql }: Store, { site, queue }: EventFilter): LedgerEvent[] {
  const rows = sql(
    `SELECT ${columns} FROM events WHERE (?1 IS NULL OR site = ?1) AND (?2 IS NULL OR queue = ?2) ORDER BY id`,
  );
  return (rows.all(site ?? null, queue ?? null) as EventRow[]).map(eventOf);
}

/** Walks the chain from its beginning; `broken` is the first event that does not follow from the one before, or is gone. */
export function verifyChain({ sql }: Store): { events: number; broken: LedgerEvent | null } {
  let events = 0;
  let hash = beginning;
  for (const row of sql(`SELECT ${columns} FROM events ORDER BY id`).iterate() as Iterable<EventRow>) {
    const event = eventOf(row);
    if (event.id !== events + 1 || event.hash !== linkHash(hash, event)) return { events, broken: event };
    hash = event.hash;
    events += 1;
  }
  const written =
    (sql("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get() as { seq: number } | undefined)?.seq ?? 0;
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
