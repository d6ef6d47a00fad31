import { isMapping } from '../../model/mapping.js';
import type { QueueRecord, RecordDetail } from '../../model/record.js';
import { hostOf } from '../host-of.js';
import { utcInstant } from '../naive-time.js';

/** A record that cannot be understood: the name it goes by, as far as known, and why. */
export interface RecordProblem {
  readonly name: string;
  readonly why: string;
}

export type Normalised = { readonly record: QueueRecord } | { readonly problem: RecordProblem };

type Raw = Readonly<Record<string, unknown>>;

/**
 * One queue's record from any of the three shapes (docs/grid.md#queue-records): the flat one of 2015 with strings
 * for numbers, AGIS `schedconf.all` with old and new names, CRIC with nulls. `name`: the key it stood
 * under, for messages only; the record's own `panda_resource` (older: `siteid`) says which queue it is.
 */
export function normaliseRecord(raw: unknown, name: string): Normalised {
  if (!isMapping(raw)) return { problem: { name, why: `the record is ${kindOf(raw)}, not an object` } };
  const queue = nameOf(raw['panda_resource']) ?? nameOf(raw['siteid']);
  if (queue === null) return { problem: { name, why: 'it has no panda_resource' } };
  const odd: string[] = [];
  const record: QueueRecord = {
    panda_resource: queue,
    nickname: text(raw['nickname'], 'nickname', odd),
    atlas_site: text(raw['atlas_site'] ?? raw['site'], 'atlas_site', odd),
    rc_site: text(raw['rc_site'] ?? raw['gocname'], 'rc_site', odd),
    cloud: text(raw['cloud'], 'cloud', odd),
    country: text(raw['country'], 'country', odd),
    tier_level: tierLevel(raw),
    type: text(raw['type'], 'type', odd),
    capability: text(raw['capability'], 'capability', odd),
    resource_type: text(raw['resource_type'], 'resource_type', odd),
    state: text(raw['state'], 'state', odd),
    status: text(raw['status'], 'status', odd).toLowerCase(),
    comment: text(raw['comment'] ?? raw['comment_'], 'comment', odd),
    pilot_version: text(raw['pilot_version'], 'pilot_version', odd),
    pilot_manager: text(raw['pilot_manager'], 'pilot_manager', odd),
    container_type: text(raw['container_type'], 'container_type', odd),
    container_options: text(raw['container_options'], 'container_options', odd),
    catchall: text(raw['catchall'], 'catchall', odd),
    hc_param: text(raw['hc_param'], 'hc_param', odd),
    cmtconfig: text(raw['cmtconfig'], 'cmtconfig', odd),
    compute_elements: computeElements(raw['queues']),
    storages: storages(raw['astorages']),
    ...detailOf(raw),
    last_modified: utcInstant(raw['last_modified'] ?? raw['lastmod']) ?? '',
  };
  return odd.length === 0 ? { record } : { problem: { name: queue, why: odd.join(', ') } };
}

/** The records of a whole answer: an object keyed by queue, a list, or one record alone. The first of two with one name counts. */
export function normaliseRecords(body: unknown): {
  readonly records: readonly QueueRecord[];
  readonly problems: readonly RecordProblem[];
} {
  const records: QueueRecord[] = [];
  const problems: RecordProblem[] = [];
  const names = new Set<string>();
  for (const [name, raw] of entriesOf(body)) {
    const normalised = normaliseRecord(raw, name);
    if ('problem' in normalised) {
      problems.push(normalised.problem);
      continue;
    }
    const { record } = normalised;
    if (names.has(record.panda_resource)) {
      problems.push({
        name: record.panda_resource,
        why: `a second record (under ${name}) has the same panda_resource`,
      });
    } else {
      names.add(record.panda_resource);
      records.push(record);
    }
  }
  return { records, problems };
}

function entriesOf(body: unknown): Iterable<readonly [string, unknown]> {
  if (Array.isArray(body)) return body.map((raw: unknown, index) => [`record ${index + 1}`, raw]);
  if (!isMapping(body)) return [['the answer', body]];
  if (typeof body['panda_resource'] === 'string' || typeof body['siteid'] === 'string') return [['the answer', body]];
  return Object.entries(body);
}

const none: readonly string[] = [];

function computeElements(queues: unknown): readonly string[] {
  if (!Array.isArray(queues) || queues.length === 0) return none;
  const hosts = queues.map((queue: unknown) => hostOf(isMapping(queue) ? queue['ce_endpoint'] : null));
  return [...new Set(hosts.filter((host) => host !== ''))];
}

const readiness = ['queues', 'copytools', 'corecount', 'workflow', 'is_cvmfs'];

function detailOf(raw: Raw): { readonly detail?: RecordDetail } {
  if (!readiness.some((field) => raw[field] !== undefined && raw[field] !== null)) return {};
  const { queues, copytools, corecount, workflow, is_cvmfs: cvmfs } = raw;
  const cores = typeof corecount === 'string' && corecount.trim() !== '' ? Number(corecount) : corecount;
  return {
    detail: {
      elements: (Array.isArray(queues) ? (queues as readonly unknown[]) : [])
        .filter(isMapping)
        .map(({ ce_flavour: flavour, ce_state: state }) => ({ flavour: word(flavour), state: word(state) })),
      copytools: isMapping(copytools) ? Object.keys(copytools) : [],
      corecount: typeof cores === 'number' && Number.isFinite(cores) ? cores : null,
      workflow: word(workflow),
      cvmfs:
        typeof cvmfs === 'boolean' ? cvmfs : /^(?:true|false)$/i.test(word(cvmfs)) ? /^true$/i.test(word(cvmfs)) : null,
    },
  };
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Of all activities but those of the event service, whose storage is another site's. */
function storages(byActivity: unknown): readonly string[] {
  if (!isMapping(byActivity)) return none;
  const names = Object.entries(byActivity).flatMap(([activity, list]) =>
    activity.startsWith('es_') || !Array.isArray(list) ? [] : (list as readonly unknown[]),
  );
  return names.length === 0 ? none : [...new Set(names.filter((name) => typeof name === 'string'))];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** `''` for nothing. The catalogue is written in Python, and so are its booleans. A list or an object is noted in `odd`. */
function text(value: unknown, field: string, odd: string[]): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  odd.push(`its ${field} is ${kindOf(value)}, not a text`);
  return '';
}

/** `tier_level` 2 or "2"; else the digit of `tier`, as in T2D. */
function tierLevel({ tier_level: level, tier }: Raw): number | null {
  if (level === 0 || level === 1 || level === 2 || level === 3) return level;
  const digit = digitOf(level, /^\s*[Tt]?([0-3])(?!\d)/) ?? digitOf(tier, /^\s*[Tt]([0-3])(?!\d)/);
  return digit === null ? null : Number(digit);
}

function digitOf(value: unknown, shape: RegExp): string | null {
  return typeof value === 'string' ? (shape.exec(value)?.[1] ?? null) : null;
}
