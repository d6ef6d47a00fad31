import { createHash } from 'node:crypto';
import type { EventName } from '../model/event-names.js';
import { canonicalJson } from '../model/fingerprint.js';
import type { Actor, EventFilter, LedgerEvent, Origin } from './port.js';
import { formatOf, originFormat } from './format.js';
import { refuseEnded, type Ending } from './seal.js';
import type { Store } from './store.js';
import { checkedRow, isCount, isInstant, isText, orNull, tampered } from './stored.js';

export type NewEvent = Omit<LedgerEvent, 'id' | 'hash' | 'origin' | 'what'> & {
  readonly what: EventName;
  readonly origin?: Origin | null;
};
/** What a hash is made of; an event that was read may have a name that this program does not know. */
type Linked = Omit<NewEvent, 'what'> & Pick<LedgerEvent, 'id' | 'what'>;

interface EventRow extends Omit<LedgerEvent, 'detail' | 'origin'> {
  readonly detail: string;
  readonly origin: string | null;
}

const eventColumns = {
  id: isCount,
  at: isInstant,
  actor: isText,
  what: isText,
  key: orNull(isText),
  site: orNull(isText),
  queue: orNull(isText),
  detail: isText,
  origin: orNull(isText),
  hash: isText,
};

export const beginning = '0'.repeat(64);
const firstColumns = 'id, at, actor, what, key, site, queue, detail, hash';
const columns = `${firstColumns}, origin`;

/** The newest event, which the next one follows. */
export interface ChainEnd {
  readonly id: number;
  readonly hash: string;
}

/** Where the chain goes on. Throws a `LedgerRefusal` where it has ended: the ledger has gone elsewhere. */
export async function chainEnd({ get }: Store, where?: 'after the seal'): Promise<ChainEnd> {
  const last = (await get(
    'SELECT id, hash, what, detail, (SELECT moving_from FROM identity) AS moving_from FROM events ORDER BY id DESC LIMIT 1',
  )) as (Ending & ChainEnd) | undefined;
  if (!last) return { id: 0, hash: beginning };
  if (where === undefined) refuseEnded(last);
  if (!isCount(last.id)) throw tampered({ table: 'events', row: String(last.id) }, 'id is no number of an event');
  return last;
}

/** Adds an event to the chain, within the caller's transaction; `after` is the chain's end there. */
export async function append(store: Store, event: NewEvent, after?: ChainEnd): Promise<void> {
  const last = after ?? (await chainEnd(store));
  const id = last.id + 1;
  const { at, actor, what, key, site, queue, detail, origin = null } = event;
  store.send(
    `INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    at,
    actor,
    what,
    key,
    site,
    queue,
    canonicalJson(detail),
    linkHash(last.hash, { id, ...event }),
    origin && canonicalJson(origin),
  );
}

export function originOf({ host, pid, command }: Actor, plan: string | null = null): Origin {
  return { host, pid, command: command ?? null, plan };
}

async function columnsOf(store: Store): Promise<string> {
  return (await formatOf(store)) < originFormat ? `${firstColumns}, NULL AS origin` : columns;
}

/** The events, oldest first. */
export async function readEvents(store: Store, { site, queue, from, what }: EventFilter): Promise<LedgerEvent[]> {
  const asked: { readonly condition: string; readonly values: readonly string[] }[] = [];
  if (site !== undefined) asked.push({ condition: 'site = ?', values: [site] });
  if (queue !== undefined) asked.push({ condition: 'queue = ?', values: [queue] });
  // From the end backwards: those who ask for what is new know one of the last.
  if (from !== undefined)
    asked.push({ condition: 'id >= (SELECT id FROM events WHERE hash = ? ORDER BY id DESC LIMIT 1)', values: [from] });
  if (what !== undefined) {
    const isOneOf = `what IN (${what.map(() => '?').join(', ')})`;
    asked.push(
      from === undefined
        ? { condition: isOneOf, values: what }
        : { condition: `(hash = ? OR ${isOneOf})`, values: [from, ...what] },
    );
  }
  const where = asked.length === 0 ? '' : ` WHERE ${asked.map(({ condition }) => condition).join(' AND ')}`;
  const text = `SELECT ${await columnsOf(store)} FROM events${where} ORDER BY id`;
  const rows = await store.all(text, ...asked.flatMap(({ values }) => values));
  return (rows as readonly EventRow[]).map((row) => eventOf(checkedRow<EventRow>('events', ['id'], row, eventColumns)));
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
export async function walkChain(store: Store): Promise<Chain> {
  const { get, all, dialect } = store;
  const events: LedgerEvent[] = [];
  let hash = beginning;
  const rows = (await all(`SELECT ${await columnsOf(store)} FROM events ORDER BY id`)) as readonly EventRow[];
  for (const row of rows) {
    const event = eventOf(row);
    const follows = event.id === events.length + 1 && event.hash === linkHash(hash, event);
    if (!follows || row.detail !== canonicalJson(event.detail) || !isCanonical(row.origin, event.origin))
      return { events, broken: event };
    hash = event.hash;
    events.push(event);
  }
  const written = inNumbers(((await get(dialect.eventsWritten)) as { written: unknown } | undefined)?.written ?? 0);
  return { events, broken: written === events.length ? null : missing(events.length + 1, written) };
}

/** An event without origin has the hash that it had before events knew of any. */
function linkHash(before: string, { id, at, actor, what, key, site, queue, detail, origin }: Linked): string {
  return createHash('sha256')
    .update(before)
    .update(canonicalJson({ id, at, actor, what, key, site, queue, detail, ...(origin && { origin }) }))
    .digest('hex');
}

function eventOf(row: EventRow): LedgerEvent {
  const origin = row.origin === null ? null : (jsonOf(row.origin) as unknown as Origin);
  return { ...row, id: inNumbers(row.id), detail: jsonOf(row.detail), origin };
}

/** An id that somebody made too large is told all the same, to the nearest number. */
function inNumbers(found: unknown): number {
  return Number(found);
}

function isCanonical(stored: string | null, read: Origin | null): boolean {
  return stored === null ? read === null : stored === canonicalJson(read);
}

/** What somebody wrote into an event that is not JSON is shown as it stands; the chain breaks there. */
function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  return { unreadable: text };
}

function missing(id: number, written: number): LedgerEvent {
  const nothing = { key: null, site: null, queue: null, origin: null };
  return { id, at: '', actor: '', what: 'missing', ...nothing, detail: { written }, hash: '' };
}
