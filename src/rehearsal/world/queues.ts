import type { AgisRecord } from '../catalogue/agis-record.js';
import { effectiveStatus, type Rule, type EffectiveStatus } from '../catalogue/verdict.js';
import { recordChange, worldNow, type Author } from './journal.js';
import { naiveMicroseconds } from './times.js';
import { row, rows, run, type World } from './world.js';

/** One queue as stored. `record` is JSON text. */
export interface StoredQueue {
  /** Stays the same whatever it is called. */
  readonly id: number;
  readonly name: string;
  readonly nickname: string;
  readonly cloud: string;
  readonly slots: number;
  readonly record: string;
}

const columns = 'rowid AS id, name, nickname, cloud, slots, record';

/** By `panda_resource`. */
export function findQueue(world: World, name: string): StoredQueue | undefined {
  return row(world, `SELECT ${columns} FROM queue WHERE name = ?`, name) as StoredQueue | undefined;
}

/** The queues that a reader asks for, by `panda_resource` or by nickname; unknown names are left out. */
export function selectQueues(world: World, names: readonly string[]): readonly StoredQueue[] {
  const found = new Map<string, StoredQueue>();
  for (const name of names) {
    const matching = rows(
      world,
      `SELECT ${columns} FROM queue WHERE name = ?1 OR nickname = ?1`,
      name,
    ) as readonly StoredQueue[];
    for (const queue of matching) found.set(queue.name, queue);
  }
  return [...found.values()];
}

/** Every queue, in the scenario's order. `cloud: null` means all. */
export function allQueues(world: World, cloud: string | null): readonly StoredQueue[] {
  return rows(
    world,
    `SELECT ${columns} FROM queue WHERE ?1 IS NULL OR cloud = ?1 ORDER BY rowid`,
    cloud,
  ) as readonly StoredQueue[];
}

export function parseRecord(queue: StoredQueue): AgisRecord {
  return JSON.parse(queue.record) as AgisRecord;
}

/** Stores the changed fields of a record, with the time of the change. */
export function changeRecord(world: World, name: string, record: AgisRecord, fields: AgisRecord): void {
  const modified = naiveMicroseconds(worldNow(world));
  const after = {
    ...record,
    ...fields,
    last_modified: modified,
    ...('lastmod' in record ? { lastmod: modified } : {}),
  };
  run(world, 'UPDATE queue SET record = ? WHERE name = ?', JSON.stringify(after), name);
}

const ruleColumns = 'queue, probe, value, reason, expires, updated, dn';

/** The rules of one queue. */
export function readRules(world: World, queue: string): readonly Rule[] {
  return rows(world, `SELECT ${ruleColumns} FROM rule WHERE queue = ? ORDER BY probe`, queue) as readonly Rule[];
}

/** Every rule, queue by queue. */
export function readAllRules(world: World): readonly Rule[] {
  return rows(world, `SELECT ${ruleColumns} FROM rule ORDER BY queue, probe`) as readonly Rule[];
}

/** Sets one probe's rule, or takes it away (`rule: null`), and the status follows. Returns whether anything changed. */
export function changeRule(
  world: World,
  queue: StoredQueue,
  probe: string,
  rule: Pick<Rule, 'value' | 'reason' | 'expires'> | null,
  author: Author,
): boolean {
  const before = readRules(world, queue.name).find((other) => other.probe === probe) ?? null;
  const [old, next] = [ruleText(before), ruleText(rule)];
  if (old === next) return false;
  if (rule === null) {
    run(world, 'DELETE FROM rule WHERE queue = ? AND probe = ?', queue.name, probe);
  } else {
    run(
      world,
      'INSERT OR REPLACE INTO rule (queue, probe, value, reason, expires, updated, dn) VALUES (?, ?, ?, ?, ?, ?, ?)',
      queue.name,
      probe,
      rule.value,
      rule.reason,
      rule.expires,
      worldNow(world),
      author.dn,
    );
  }
  recordChange(world, author, { queue: queue.name, what: `rule ${probe}`, old, new: next });
  followRules(world, queue, effectiveStatus(readRules(world, queue.name)), author);
  return true;
}

function followRules(world: World, queue: StoredQueue, { status, comment }: EffectiveStatus, author: Author): void {
  const before = parseRecord(queue);
  if (before['status'] === status && before['comment'] === comment) return;
  changeRecord(world, queue.name, before, { status, comment });
  if (before['status'] !== status) {
    recordChange(world, author, { queue: queue.name, what: 'status', old: String(before['status']), new: status });
  }
}

function ruleText(rule: Pick<Rule, 'value' | 'reason' | 'expires'> | null): string {
  if (rule === null) return '';
  const expiration = rule.expires === null ? null : new Date(rule.expires).toISOString();
  return JSON.stringify({ value: rule.value, reason: rule.reason, expiration });
}
