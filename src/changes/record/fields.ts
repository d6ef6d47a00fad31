import type { Fields, Operation } from '../../model/operation.js';
import type { QueueRecord, StatusRule } from '../../model/record.js';
import { sameContainers } from './containers.js';
import { isSameRule, manualRuleOf, ruleFields, ruleIn, ruleWords, satisfies, unknownRule } from './manual-rule.js';
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
  return { ...owned, ...ruleFields(manualRuleOf(rules, campaign, operation.subject)) };
}

/**
 * Where the owned fields stand (docs/protocol.md#operations, Observe): all at `after`, each at one of the
 * operation's own sides, or a conflict with somebody else's value.
 */
export function compareFields(operation: Operation, present: Fields): 'at after' | 'between' | Conflict {
  let settled = true;
  for (const [field, after] of Object.entries(operation.after)) {
    const found = present[field] ?? '';
    if (field === 'manual_rule' ? isRuleAt(present, after) : sameValue(field, found, after)) continue;
    settled = false;
    if (field === 'manual_rule') {
      const ruleSides = [operation.before, operation.orBefore].filter((side) => side !== undefined && field in side);
      if (!ruleSides.some((side) => isSameRule(ruleIn(present), ruleIn(side ?? {}))))
        return ruleConflict(operation, present);
      continue;
    }
    const sides = [operation.before[field], operation.orBefore?.[field]];
    if (!sides.some((side) => side !== undefined && sameValue(field, found, side)))
      return conflict(operation, field, found);
  }
  return settled ? 'at after' : 'between';
}

/** What the catalogue does not tell of an operation's own fields, as a sentence; null: it tells all. */
export function unknownField({ subject, after }: Operation, present: Fields): string | null {
  const rule = 'manual_rule' in after ? ruleIn(present) : null;
  return rule && unknownRule(subject, rule);
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

/** The wanted rule, whoever set it; of ours a stricter one too. Somebody else's stricter one is theirs, and no change of ours. */
function isRuleAt(present: Fields, wanted: string): boolean {
  const rule = ruleIn(present);
  if (rule === null) return wanted === '';
  if (rule.until !== null) return false;
  return rule.value === wanted || (wanted !== 'ONLINE' && rule.by === null && satisfies(rule, wanted));
}

function ruleConflict(operation: Operation, present: Fields): Conflict {
  const field = 'manual_rule';
  const rule = ruleIn(present);
  const unknown = rule === null ? null : unknownRule(operation.subject, rule);
  if (unknown !== null) return { conflict: unknown, field, found: present[field] ?? '', by: null };
  const wanted = operation.after[field] ?? '';
  if (rule?.by != null && satisfies(rule, wanted)) {
    const sentence = `Somebody else has set ${operation.subject} ${rule.value} (${rule.by}), which is stricter than ${wanted}: their rule stays.`;
    return { conflict: sentence, field, found: rule.value, by: rule.by };
  }
  const stands = rule === null ? 'The manual rule is gone' : `The manual rule is ${quoted(ruleWords(rule))}`;
  const conflict = `${stands} at ${operation.subject}; ${expectedOf(operation, field)}.`;
  return { conflict, field, found: present[field] ?? '', by: rule?.by ?? null };
}

/** True where the catalogue would call both values the same. */
export function sameValue(field: string, found: string, wanted: string): boolean {
  if (field === 'container_type') return sameContainers(found, wanted);
  return found === wanted;
}

function expectedOf({ before, after }: Operation, field: string): string {
  return `expected ${quoted(before[field] ?? '')} or ${quoted(after[field] ?? '')}`;
}

function conflict(operation: Operation, field: string, found: string): Conflict {
  const sentence = `${field} of ${operation.subject} is ${quoted(found)}, set by somebody else; ${expectedOf(operation, field)}.`;
  return { conflict: sentence, field, found, by: null };
}
