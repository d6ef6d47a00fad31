import type { Fields, Operation } from '../../model/operation.js';
import type { QueueRecord, StatusRule } from '../../model/record.js';
import { sameContainers } from './containers.js';
import { manualRuleText, parseManualRule, satisfies } from './manual-rule.js';
import { quoted } from '../../model/text/sentences.js';

/** A value that is on neither side of an operation: it is not written over. */
export interface Conflict {
  /** Names the field, the value found, and who set it where that is known. */
  readonly conflict: string;
  readonly field: string;
  readonly found: string;
  /** null where the catalogue does not say who. */
  readonly by: string | null;
}

/** The present values of the fields that an operation owns. `rules`: the queue's status rules. */
export function ownedFields(operation: Operation, record: QueueRecord, rules: readonly StatusRule[]): Fields {
  const owned = pick(record, Object.keys(operation.after));
  if (!('manual_rule' in operation.after)) return owned;
  const campaign = operation.key.slice(0, operation.key.indexOf(`/${operation.subject}/`));
  return { ...owned, manual_rule: manualRuleText(rules, campaign, operation.subject) };
}

/**
 * Where the owned fields stand (docs/protocol.md#operations, Observe): all at `after`, each at one of the
 * operation's own sides, or a conflict with somebody else's value.
 */
export function compareFields(operation: Operation, present: Fields): 'at after' | 'between' | Conflict {
  let settled = true;
  for (const [field, after] of Object.entries(operation.after)) {
    const found = present[field] ?? '';
    if (sameValue(field, found, after)) continue;
    settled = false;
    const sides = [operation.before[field], operation.orBefore?.[field]];
    if (!sides.some((side) => side !== undefined && isSide(field, found, side)))
      return conflict(operation, field, found);
  }
  return settled ? 'at after' : 'between';
}

/** The named fields of a record, as strings; a field the record does not have is `''`. */
export function pick(record: QueueRecord, fields: readonly string[]): Fields {
  return Object.fromEntries(fields.map((field) => [field, fieldOf(record, field)]));
}

/** A field of a record by its name, as a string; `''` where the record does not have it. */
export function fieldOf(record: QueueRecord, field: string): string {
  const values = record as unknown as Readonly<Record<string, string | number | null | undefined>>;
  return String(values[field] ?? '');
}

/** True where the catalogue would call both values the same. A rule without expiry counts as what it is at least. */
export function sameValue(field: string, found: string, wanted: string): boolean {
  if (field === 'container_type') return sameContainers(found, wanted);
  if (field === 'manual_rule' && (wanted === 'BROKEROFF' || wanted === 'OFFLINE')) return satisfies(found, wanted);
  return found === wanted;
}

/** `before` is what was read, to the letter; only containers are compared as a set. */
function isSide(field: string, found: string, side: string): boolean {
  return field === 'manual_rule' ? found === side : sameValue(field, found, side);
}

function conflict(operation: Operation, field: string, found: string): Conflict {
  const expected = `expected ${quoted(operation.before[field] ?? '')} or ${quoted(operation.after[field] ?? '')}`;
  if (field === 'manual_rule') {
    const by = parseManualRule(found)?.by ?? null;
    const stands = found === '' ? 'The manual rule is gone' : `The manual rule is ${quoted(found)}`;
    return { conflict: `${stands} at ${operation.subject}; ${expected}.`, field, found, by };
  }
  const sentence = `${field} of ${operation.subject} is ${quoted(found)}, set by somebody else; ${expected}.`;
  return { conflict: sentence, field, found, by: null };
}
