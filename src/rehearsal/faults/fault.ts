import { asCount, asEdit, asNumber, asObject, asText, BadControl } from '../control/parse.js';
import type { Edit } from '../scenario.js';

/** What a fault waits for; what is not given matches everything. */
export interface FaultMatch {
  /** The queue's `panda_resource`; a request for all queues matches too. */
  readonly queue?: string;
  /** A name of `endpoints.ts`, e.g. `set_attributes`. */
  readonly endpoint?: string;
  readonly effect?: 'read' | 'write';
  readonly method?: string;
}

/** `before`: the request changes nothing; `after`: it is carried out, and then its answer suffers. */
export type When = 'before' | 'after';

/** What goes wrong with one request. */
export type FaultKind =
  /** `worldMs` pass in the world and `realMs` on the wall before the request is carried out. */
  | { readonly kind: 'latency'; readonly worldMs: number; readonly realMs: number }
  /** An error page with this HTTP status. */
  | { readonly kind: 'status'; readonly status: number; readonly when: When }
  /** 429 with Retry-After. */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  /** No answer, a reset connection, JSON that breaks off, a login page in place of JSON. */
  | { readonly kind: 'timeout' | 'reset' | 'cut' | 'html'; readonly when: When }
  /** The answer is lost, and the write lands this much later by the world's clock. */
  | { readonly kind: 'late'; readonly afterSeconds: number }
  /** 200 with an error in the list, nothing done. */
  | { readonly kind: 'error list'; readonly message: string }
  /** Answers well, nothing done. */
  | { readonly kind: 'no effect' }
  /** `container_type` is stored in other words: pairs turned round, spaces, lower case. */
  | { readonly kind: 'normalised' }
  /** The first of a list's entries are left out of its page, as what a token may not see is. */
  | { readonly kind: 'short page'; readonly hidden: number }
  /** A list is empty, and its summary is not. */
  | { readonly kind: 'empty list' }
  /** Every entry of a list stands in it so many times, as jobs do that are in several of the monitor's tables. */
  | { readonly kind: 'listed again'; readonly times: number }
  /** The status rules of the queues of an answer are null. */
  | { readonly kind: 'no mode' }
  /** Right after this read somebody else makes a change. */
  | { readonly kind: 'foreign write'; readonly by: string; readonly change: Edit };

/** Strikes the next `count` matching requests, each with `probability`. */
export type Fault = { readonly on: FaultMatch; readonly count: number; readonly probability: number } & FaultKind;

/**
 * Checks an ordered fault and fills in what was left out: `on` everything, `count` 1,
 * `probability` 1, `when` before, times 0. Throws `BadControl`.
 */
export function asFault(fault: unknown): Fault {
  const given = asObject(fault, 'a fault');
  const kind = asKind(given);
  return {
    on: { ...meantFor(kind), ...asMatch(given['on'] ?? {}) },
    count: asCount(given['count'] ?? 1, 'count'),
    probability: asNumber(given['probability'] ?? 1, 'probability'),
    ...kind,
  };
}

/** Some faults make sense for reads or for writes only. */
function meantFor({ kind }: FaultKind): FaultMatch {
  if (kind === 'no mode') return { effect: 'read', endpoint: 'rules' };
  if (['foreign write', 'short page', 'empty list', 'listed again'].includes(kind)) return { effect: 'read' };
  return ['late', 'error list', 'no effect', 'normalised'].includes(kind) ? { effect: 'write' } : {};
}

function asKind(given: Readonly<Record<string, unknown>>): FaultKind {
  const kind = asText(given['kind'], 'kind');
  switch (kind) {
    case 'latency':
      return {
        kind,
        worldMs: asNumber(given['worldMs'] ?? 0, 'worldMs'),
        realMs: asNumber(given['realMs'] ?? 0, 'realMs'),
      };
    case 'status':
      return { kind, status: asNumber(given['status'], 'status'), when: asWhen(given['when']) };
    case 'busy':
      return { kind, retryAfterSeconds: asNumber(given['retryAfterSeconds'] ?? 0, 'retryAfterSeconds') };
    case 'timeout':
    case 'reset':
    case 'cut':
    case 'html':
      return { kind, when: asWhen(given['when']) };
    case 'late':
      return { kind, afterSeconds: asCount(given['afterSeconds'], 'afterSeconds') };
    case 'error list':
      return { kind, message: asText(given['message'] ?? 'permission denied', 'message') };
    case 'no effect':
    case 'normalised':
      return { kind };
    case 'short page':
      return { kind, hidden: asCount(given['hidden'] ?? 1, 'hidden') };
    case 'listed again':
      return { kind, times: asCount(given['times'] ?? 2, 'times') };
    case 'empty list':
    case 'no mode':
      return { kind };
    case 'foreign write':
      return { kind, by: asText(given['by'], 'by'), change: asEdit(given['change']) };
    default:
      throw new BadControl(`'${kind}' is no kind of fault`);
  }
}

function asMatch(value: unknown): FaultMatch {
  const given = asObject(value, 'on');
  for (const [name, text] of Object.entries(given)) {
    if (!['queue', 'endpoint', 'effect', 'method'].includes(name))
      throw new BadControl(`'on.${name}' is nothing a fault can wait for`);
    asText(text, `on.${name}`);
  }
  return given;
}

function asWhen(value: unknown): When {
  if (value === undefined) return 'before';
  if (value === 'before' || value === 'after') return value;
  throw new BadControl("'when' is 'before' or 'after'");
}
