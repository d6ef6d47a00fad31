import { row, rows, type World } from '../world/world.js';
import { worldNow } from '../world/journal.js';
import { allQueues, parseRecord, readAllRules, selectQueues, type StoredQueue } from '../world/queues.js';
import { cricRecord } from './cric-record.js';
import { rulesAnswer, type Dialect } from './rules.js';

const cacheLagMs = 3 * 3_600_000;

/** Names of a comma list or of a repeated parameter; null where the request names none. */
export function namedQueues(query: URLSearchParams): readonly string[] | null {
  const given = ['panda_queue', 'pandaqueue', 'pandaqueue[]', 'panda_queue[]', 'computingsite'].flatMap((name) =>
    query.getAll(name),
  );
  return given.length === 0 ? null : given.flatMap((text) => text.split(/[,|]/)).filter((name) => name !== '');
}

/** The queues' records as one JSON object keyed by nickname, which is the catalogue's own queue name. */
export function readRecords(world: World, query: URLSearchParams, dialect: Dialect): string {
  const names = namedQueues(query);
  const cloud = query.get('cloud');
  if (names === null && dialect === 'agis') return listing(world, cloud);
  const queues =
    names === null
      ? allQueues(world, cloud)
      : selectQueues(world, names).filter((queue) => cloud === null || queue.cloud === cloud);
  const text =
    dialect === 'agis'
      ? (queue: StoredQueue) => queue.record
      : (queue: StoredQueue) => JSON.stringify(cricRecord(parseRecord(queue)));
  return `{${queues.map((queue) => `${JSON.stringify(queue.nickname)}:${text(queue)}`).join(',')}}`;
}

/** SQLite joins the texts: a hundred thousand rows as JavaScript objects would take ten times their memory. */
function listing(world: World, cloud: string | null): string {
  const { body } = row(
    world,
    `SELECT group_concat(json_quote(nickname) || ':' || record, ',') AS body
     FROM (SELECT nickname, record FROM queue WHERE ?1 IS NULL OR cloud = ?1 ORDER BY rowid)`,
    cloud,
  ) as { body: string | null };
  return `{${body ?? ''}}`;
}

/** CRIC refuses filters such as `is_virtual=True`; the filter's name, or null. */
export function booleanFilter(query: URLSearchParams): string | null {
  return [...query].find(([, value]) => /^(true|false)$/i.test(value))?.[0] ?? null;
}

/** The status rules of the named queues, or of all that have any. */
export function readStatusRules(world: World, query: URLSearchParams, dialect: Dialect): string {
  const names = namedQueues(query);
  const rules = readAllRules(world);
  const ruled = rows(world, 'SELECT name, nickname FROM queue WHERE name IN (SELECT queue FROM rule)') as readonly {
    name: string;
    nickname: string;
  }[];
  const nicknames = new Map(ruled.map(({ name, nickname }) => [name, nickname]));
  const asked =
    names === null
      ? rules
      : rules.filter(({ queue }) => names.includes(queue) || names.includes(nicknames.get(queue) ?? queue));
  return rulesAnswer(asked, nicknames, dialect);
}

/** The copy that nodes and servers cache: the record as it stood up to three hours ago. null: no such queue. */
export function readCachedRecord(world: World, nickname: string): string | null {
  const queue = selectQueues(world, [nickname]).find((candidate) => candidate.nickname === nickname);
  if (!queue) return null;
  const now = worldNow(world);
  const since = now - (now % cacheLagMs);
  const record = { ...parseRecord(queue) };
  const undone = rows(
    world,
    "SELECT what, old FROM journal WHERE queue = ? AND kind = 'change' AND at >= ? ORDER BY id DESC",
    queue.name,
    since,
  ) as readonly { what: string; old: string }[];
  for (const { what, old } of undone) if (what in record) record[what] = old;
  return JSON.stringify(record);
}
