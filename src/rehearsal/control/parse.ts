import { messageOf } from '../../model/user-error.js';
import { touchable, type Edit, type ScenarioDowntime, type Trouble, type TroubleScope } from '../scenario.js';
import { readTime } from '../world/times.js';

/** A control of the rehearsal grid that makes no sense; answered with 400 and this message. */
export class BadControl extends Error {
  override readonly name = 'BadControl';
}

/** The JSON of a request's body. */
export function asJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch (error) {
    throw new BadControl(`The body is no JSON: ${messageOf(error)}`);
  }
}

export function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new BadControl(`${what}: an object is expected`);
  return value as Readonly<Record<string, unknown>>;
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new BadControl(`'${what}': a text is expected`);
  return value;
}

export function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new BadControl(`'${what}': a number from 0 on is expected`);
  return value;
}

export function asCount(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    throw new BadControl(`'${what}': a whole number from 1 on is expected`);
  return value as number;
}

export function asTime(value: unknown, what: string): string {
  const text = asText(value, what);
  if (Number.isNaN(readTime(text))) throw new BadControl(`'${what}': '${text}' is no ISO 8601 time`);
  return text;
}

/** Checks an edit's shape; whether it fits this world is another question. Throws `BadControl`. */
export function asEdit(value: unknown): Edit {
  const given = asObject(value, 'an edit');
  const edit = asText(given['edit'], 'edit');
  switch (edit) {
    case 'attributes':
      return {
        edit,
        queue: asText(given['queue'], 'queue'),
        attributes: asTexts(given['attributes'], 'attributes'),
        when: asWhen(given['when'] ?? 'now'),
      };
    case 'rule':
      return {
        edit,
        queue: asText(given['queue'], 'queue'),
        probe: asText(given['probe'], 'probe'),
        value: given['value'] === null ? null : asText(given['value'], 'value'),
        reason: asText(given['reason'] ?? '', 'reason'),
        expiration: given['expiration'] == null ? null : asTime(given['expiration'], 'expiration'),
      };
    case 'rename':
      return { edit, queue: asText(given['queue'], 'queue'), to: asText(given['to'], 'to') };
    case 'remove':
      return { edit, queue: asText(given['queue'], 'queue') };
    case 'downtime':
      return { edit, downtime: asDowntime(given['downtime']) };
    case 'trouble':
      return { edit, trouble: asTrouble(given['trouble']) };
    case 'mend':
      return { edit, kind: asTroubleKind(given['kind']), queues: asNames(given['queues'], 'queues') };
    default:
      throw new BadControl(`'${edit}' is no kind of edit`);
  }
}

function asWhen(value: unknown): 'now' | 'after the next read' {
  if (value === 'now' || value === 'after the next read') return value;
  throw new BadControl("'when' is 'now' or 'after the next read'");
}

function asTexts(value: unknown, what: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(asObject(value, what)).map(([name, text]) => [name, asText(text, `${what}.${name}`)]),
  );
}

function asDowntime(value: unknown): ScenarioDowntime {
  const given = asObject(value, 'downtime');
  return {
    atlas_site: asText(given['atlas_site'], 'downtime.atlas_site'),
    start: asTime(given['start'], 'downtime.start'),
    end: asTime(given['end'], 'downtime.end'),
    severity: asText(given['severity'] ?? 'OUTAGE', 'downtime.severity'),
    description: asText(given['description'] ?? '', 'downtime.description'),
    touches: asTouches(given['touches'] ?? 'everything'),
    ...('written' in given && { written: given['written'] }),
  };
}

function asTouches(value: unknown): (typeof touchable)[number] {
  const known = touchable.find((name) => name === value);
  if (known === undefined) throw new BadControl(`'downtime.touches' is one of: ${touchable.join(', ')}`);
  return known;
}

/** Every kind that `asTrouble` knows. */
const troubleKinds: Readonly<Record<Trouble['kind'], true>> = {
  'container namespace': true,
  'container set-up': true,
  'memory monitor': true,
  'image missing': true,
  pilot: true,
  'queue data': true,
  'silent death': true,
  'copy tool': true,
  'stage-in outage': true,
  'scratch disk': true,
  'broken task': true,
  'worker node': true,
  cpu: true,
};

function asTroubleKind(value: unknown): Trouble['kind'] {
  const kind = asText(value, 'kind');
  if (!Object.hasOwn(troubleKinds, kind)) throw new BadControl(`'${kind}' is no kind of trouble`);
  return kind as Trouble['kind'];
}

/** Checks a trouble's shape. Throws `BadControl`. */
export function asTrouble(value: unknown): Trouble {
  const given = asObject(value, 'trouble');
  const kind = asText(given['kind'], 'trouble.kind');
  const on = asScope(given['on'] ?? {});
  const share = (): number => asNumber(given['share'], 'trouble.share');
  switch (kind) {
    case 'container namespace':
    case 'container set-up':
    case 'memory monitor':
    case 'image missing':
    case 'queue data':
    case 'copy tool':
    case 'silent death':
    case 'stage-in outage':
    case 'scratch disk':
      return { kind, on, share: share() };
    case 'pilot':
      return { kind, on, share: share(), version: asText(given['version'], 'trouble.version') };
    case 'broken task':
      return { kind, on, share: share(), task: asCount(given['task'], 'trouble.task') };
    case 'worker node':
      return { kind, on, node: asNumber(given['node'], 'trouble.node') };
    case 'cpu':
      return { kind, on, factor: asNumber(given['factor'], 'trouble.factor') };
    default:
      throw new BadControl(`'${kind}' is no kind of trouble`);
  }
}

function asScope(value: unknown): TroubleScope {
  const given = asObject(value, 'trouble.on');
  return {
    ...(given['queues'] === undefined ? {} : { queues: asNames(given['queues'], 'trouble.on.queues') }),
    ...(given['atlas_sites'] === undefined
      ? {}
      : { atlas_sites: asNames(given['atlas_sites'], 'trouble.on.atlas_sites') }),
    ...(given['cloud'] === undefined ? {} : { cloud: asText(given['cloud'], 'trouble.on.cloud') }),
    ...(given['record'] === undefined ? {} : { record: asTexts(given['record'], 'trouble.on.record') }),
    ...(given['from'] === undefined ? {} : { from: asTime(given['from'], 'trouble.on.from') }),
    ...(given['to'] === undefined ? {} : { to: asTime(given['to'], 'trouble.on.to') }),
  };
}

function asNames(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw new BadControl(`'${what}': a list of names is expected`);
  return value.map((name: unknown) => asText(name, what));
}
