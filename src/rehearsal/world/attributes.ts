import { seededRandom } from '../../model/random.js';
import { recordChange, worldNow, type Author } from './journal.js';
import { changeRecord, parseRecord, type StoredQueue } from './queues.js';
import type { World } from './world.js';

const minuteMs = 60_000;

/** Fields that identify a queue or follow from something else: no call sets them. */
const derived = new Set([
  'panda_resource',
  'nickname',
  'siteid',
  'name',
  'atlas_site',
  'rc_site',
  'cloud',
  'status',
  'comment',
  'last_modified',
  'lastmod',
]);

/** Attributes that a record may lack and still be given. */
const late = new Set(['container_type', 'container_options']);

/** Why an attribute cannot be set, or null. */
export function attributeRefusal(queue: StoredQueue, attribute: string): string | null {
  if (derived.has(attribute)) return `Attribute '${attribute}' of ${queue.name} cannot be set by this call`;
  if (late.has(attribute) || attribute in parseRecord(queue)) return null;
  return `Unknown attribute '${attribute}' for ${queue.name}`;
}

/**
 * Sets attributes of one queue together; each real change is journalled and takes effect at
 * factories and nodes 20 to 30 minutes later (docs/grid.md#the-flip). Returns whether anything changed.
 */
export function changeAttributes(
  world: World,
  queue: StoredQueue,
  attributes: Readonly<Record<string, string>>,
  author: Author,
): boolean {
  const record = parseRecord(queue);
  const changed: Record<string, unknown> = {};
  for (const [attribute, text] of Object.entries(attributes)) {
    const value = typed(text, record[attribute]);
    if (asText(value) !== asText(record[attribute])) changed[attribute] = value;
  }
  if (Object.keys(changed).length === 0) return false;
  changeRecord(world, queue.name, record, changed);
  const effectiveAt = effectTime(world, queue.name);
  for (const [attribute, value] of Object.entries(changed)) {
    recordChange(world, author, {
      queue: queue.name,
      what: attribute,
      old: asText(record[attribute]),
      new: asText(value),
      effectiveAt,
    });
  }
  return true;
}

function effectTime(world: World, queue: string): number {
  const now = worldNow(world);
  const random = seededRandom(world.seed, `effect/${queue}/${now}`);
  return now + Math.round((20 + 10 * random()) * minuteMs);
}

/** A URL carries text; the record keeps the kind of value it had. */
function typed(text: string, present: unknown): unknown {
  if (typeof present === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (typeof present === 'boolean') return ['1', 'true'].includes(text.toLowerCase());
  return text;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
