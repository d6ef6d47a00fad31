import type { QueueRecord } from '../../model/record.js';
import { utcInstant } from '../naive-time.js';

/** A record that cannot be understood: the name it goes by, as far as known, and why. */
export interface RecordProblem {
  readonly name: string;
  readonly why: string;
}

export type Normalised = { readonly record: QueueRecord } | { readonly problem: RecordProblem };

type Raw = Readonly<Record<string, unknown>>;

const textFields = [
  'nickname', 'atlas_site', 'cloud', 'country', 'type', 'capability', 'resource_type', 'state', 'status', 'comment', 'pilot_version',
  'pilot_manager', 'container_type', 'container_options', 'catchall', 'hc_param', 'cmtconfig',
] as const satisfies readonly (keyof QueueRecord)[];

/**
 * One queue's record from any of the three shapes (GRID section 1): the flat one of 2015 with strings
 * for numbers, AGIS `schedconf.all` with old and new names, CRIC with nulls. `name`: the key it stood
 * under, for messages only; the record's own `panda_resource` (older: `siteid`) says which queue it is.
 */
export function normaliseRecord(raw: unknown, name: string): Normalised {
  if (!isObject(raw)) return { problem: { name, why: `the record is ${kindOf(raw)}, not an object` } };
  const queue = nameOf(raw['panda_resource']) ?? nameOf(raw['siteid']);
  if (queue === null) return { problem: { name, why: 'it has no panda_resource' } };
  const odd = textFields.find((field) => raw[field] !== null && typeof raw[field] === 'object');
  if (odd !== undefined) return { problem: { name: queue, why: `its ${odd} is ${kindOf(raw[odd])}, not a text` } };
  return {
    record: {
      panda_resource: queue,
      nickname: text(raw['nickname']),
      atlas_site: text(raw['atlas_site'] ?? raw['site']),
      cloud: text(raw['cloud']),
      country: text(raw['country']),
      tier_level: tierLevel(raw),
      type: text(raw['type']),
      capability: text(raw['capability']),
      resource_type: text(raw['resource_type']),
      state: text(raw['state']),
      status: text(raw['status']).toLowerCase(),
      comment: text(raw['comment']),
      pilot_version: text(raw['pilot_version']),
      pilot_manager: text(raw['pilot_manager']),
      container_type: text(raw['container_type']),
      container_options: text(raw['container_options']),
      catchall: text(raw['catchall']),
      hc_param: text(raw['hc_param']),
      cmtconfig: text(raw['cmtconfig']),
      last_modified: utcInstant(raw['last_modified'] ?? raw['lastmod']) ?? '',
    },
  };
}

/** The records of a whole answer: an object keyed by queue, a list, or one record alone. The first of two with one name counts. */
export function normaliseRecords(body: unknown): { readonly records: readonly QueueRecord[]; readonly problems: readonly RecordProblem[] } {
  const records: QueueRecord[] = [];
  const problems: RecordProblem[] = [];
  const names = new Set<string>();
  for (const [name, raw] of entriesOf(body)) {
    const normalised = normaliseRecord(raw, name);
    if ('problem' in normalised) problems.push(normalised.problem);
    else if (names.has(normalised.record.panda_resource)) problems.push({ name: normalised.record.panda_resource, why: `a second record (under ${name}) has the same panda_resource` });
    else {
      names.add(normalised.record.panda_resource);
      records.push(normalised.record);
    }
  }
  return { records, problems };
}

function entriesOf(body: unknown): Iterable<readonly [string, unknown]> {
  if (Array.isArray(body)) return body.map((raw: unknown, index) => [`record ${index + 1}`, raw]);
  if (!isObject(body)) return [['the answer', body]];
  if (typeof body['panda_resource'] === 'string') return [['the answer', body]];
  return Object.entries(body);
}

function isObject(value: unknown): value is Raw {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

// The catalogue is written in Python, and so are its booleans.
function text(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(value);
    case 'boolean':
      return value ? 'True' : 'False';
    default:
      return '';
  }
}

/** `tier_level` 2 or "2"; else the digit of `tier`, as in T2D. */
function tierLevel(raw: Raw): number | null {
  const digit = /^\s*[Tt]?([0-3])(?!\d)/.exec(text(raw['tier_level'])) ?? /^\s*[Tt]([0-3])(?!\d)/.exec(text(raw['tier']));
  return digit === null ? null : Number(digit[1]);
}
