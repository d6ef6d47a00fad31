import { row, rows, run, type World } from './world.js';

/** Who changes something, for the journal. */
export interface Author {
  /** A person's or an agent's name. */
  readonly by: string;
  /** Distinguished name of the certificate. */
  readonly dn: string;
  /** `X-Request-ID` and `User-Agent` of the request; `''` where there was none. */
  readonly request: string;
  readonly agent: string;
  /** Journal id of the received write that this belongs to. */
  readonly write: number | null;
}

/** What became of a received write. `late`: it has not landed yet. */
export type Fate = 'effective' | 'without effect' | 'refused' | 'late';

/** An effective change: `old` and `new` differ. Ids rise in the order of happening; times are the world's milliseconds. */
export interface Change {
  readonly id: number;
  readonly at: number;
  readonly kind: 'change';
  readonly by: string;
  readonly request: string;
  readonly agent: string;
  /** The queue's `panda_resource`; for a ticket its title, for a downtime the site. */
  readonly queue: string;
  /** An attribute's name, `status`, `rule PROBE` (JSON of value, reason, expiration), `queue`, `ticket` or `downtime`. */
  readonly what: string;
  readonly old: string;
  readonly new: string;
  /** Id of the received write that did it; null for others' doings. */
  readonly write: number | null;
  /** For an attribute: when factories and nodes follow. */
  readonly effectiveAt: number | null;
}

/** A received write and its fate, whatever was answered. */
export interface ReceivedWrite {
  readonly id: number;
  readonly at: number;
  readonly kind: 'write';
  readonly by: string;
  readonly request: string;
  readonly agent: string;
  readonly queue: string;
  /** `set_attributes` or `set_probestatus`. */
  readonly what: string;
  /** Its parameters, as JSON. */
  readonly new: string;
  readonly fate: Fate;
  /** What the client got: the HTTP status, or `lost`. */
  readonly answer: string;
}

export type JournalEntry = Change | ReceivedWrite;

/** The world's clock, milliseconds. */
export function worldNow(world: World): number {
  const clock = row(world, 'SELECT now FROM world') as { now: number };
  return clock.now;
}

export function recordChange(
  world: World,
  author: Author,
  change: {
    readonly queue: string;
    readonly what: string;
    readonly old: string;
    readonly new: string;
    readonly effectiveAt?: number;
  },
): void {
  run(
    world,
    `INSERT INTO journal (at, kind, "by", request, agent, queue, what, old, new, write, effective_at)
     VALUES (?, 'change', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    worldNow(world),
    author.by,
    author.request,
    author.agent,
    change.queue,
    change.what,
    change.old,
    change.new,
    author.write,
    change.effectiveAt ?? null,
  );
}

/** Notes a received write before it is carried out; returns its id. */
export function recordWrite(
  world: World,
  author: Author,
  write: { readonly queue: string; readonly what: string; readonly parameters: unknown },
): number {
  return run(
    world,
    `INSERT INTO journal (at, kind, "by", request, agent, queue, what, old, new, fate, answer)
     VALUES (?, 'write', ?, ?, ?, ?, ?, '', ?, 'without effect', '')`,
    worldNow(world),
    author.by,
    author.request,
    author.agent,
    write.queue,
    write.what,
    JSON.stringify(write.parameters),
  );
}

/** Says what became of a received write. */
export function recordFate(world: World, id: number, fate: Fate, answer?: string): void {
  run(world, 'UPDATE journal SET fate = ?, answer = coalesce(?, answer) WHERE id = ?', fate, answer ?? null, id);
}

export interface JournalFilter {
  readonly queue?: string;
  readonly kind?: 'change' | 'write';
  /** Only entries after this id. */
  readonly after?: number;
}

/** The journal in order of happening. */
export function readJournal(world: World, filter: JournalFilter = {}): readonly JournalEntry[] {
  const found = rows(
    world,
    `SELECT id, at, kind, "by", request, agent, queue, what, old, new, fate, answer, write, effective_at AS effectiveAt
     FROM journal WHERE id > ?1 AND (?2 IS NULL OR queue = ?2) AND (?3 IS NULL OR kind = ?3) ORDER BY id`,
    filter.after ?? 0,
    filter.queue ?? null,
    filter.kind ?? null,
  ) as readonly JournalRow[];
  return found.map(entry);
}

interface JournalRow {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly by: string;
  readonly request: string;
  readonly agent: string;
  readonly queue: string;
  readonly what: string;
  readonly old: string;
  readonly new: string;
  readonly fate: Fate | null;
  readonly answer: string | null;
  readonly write: number | null;
  readonly effectiveAt: number | null;
}

function entry({ fate, answer, kind, old, write, effectiveAt, ...shared }: JournalRow): JournalEntry {
  return kind === 'write'
    ? { ...shared, kind: 'write', fate: fate ?? 'without effect', answer: answer ?? '' }
    : { ...shared, kind: 'change', old, write, effectiveAt };
}
