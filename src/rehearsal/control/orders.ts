import type { Edit, ScenarioDowntime, Trouble } from '../scenario.js';
import { readTime } from '../world/times.js';

/** An order to the rehearsal grid that makes no sense; answered with 400 and this message. */
export class BadOrder extends Error {
  override readonly name = 'BadOrder';
}

/** The JSON of a request's body. */
export function asJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch (error) {
    throw new BadOrder(`The body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function asObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new BadOrder(`${what}: an object is expected`);
  return value as Readonly<Record<string, unknown>>;
}

export function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new BadOrder(`'${what}': a text is expected`);
  return value;
}

export function asNumber(value: unknown, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new BadOrder(`'${what}': a number from 0 on is expected`);
  return value;
}

export function asCount(value: unknown, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw new BadOrder(`'${what}': a whole number from 1 on is expected`);
  return value as number;
}

export function asTime(value: unknown, what: string): string {
  const text = asText(value, what);
  if (Number.isNaN(readTime(text))) throw new BadOrder(`'${what}': '${text}' is no ISO 8601 time`);
  return text;
}

/** Checks an edit's shape; whether it fits this world is another question. Throws `BadOrder`. */
export function asEdit(value: unknown): Edit {
  const given = asObject(value, 'an edit');
  const edit = asText(given['edit'], 'edit');
  switch (edit) {
    case 'attributes':
      return { edit, queue: asText(given['queue'], 'queue'), attributes: asTexts(given['attributes'], 'attributes') };
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
    default:
      throw new BadOrder(`'${edit}' is no kind of edit`);
  }
}

function asTexts(value: unknown, what: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asObject(value, what)).map(([name, text]) => [name, asText(text, `${what}.${name}`)]));
}

function asDowntime(value: unknown): ScenarioDowntime {
  const given = asObject(value, 'downtime');
  return {
    atlas_site: asText(given['atlas_site'], 'downtime.atlas_site'),
    start: asTime(given['start'], 'downtime.start'),
    end: asTime(given['end'], 'downtime.end'),
    severity: asText(given['severity'] ?? 'OUTAGE', 'downtime.severity'),
    description: asText(given['description'] ?? '', 'downtime.description'),
  };
}

function asTrouble(value: unknown): Trouble {
  const given = asObject(value, 'trouble');
  asText(given['kind'], 'trouble.kind');
  asObject(given['on'] ?? {}, 'trouble.on');
  return { on: {}, ...given } as Trouble;
}
