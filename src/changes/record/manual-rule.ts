import { restrictiveness, type StatusRule } from '../../model/record.js';
import type { Fields, QueueOperationKind } from '../../model/operation.js';
import { endsWithKeyOf } from '../../model/keys/operation-keys.js';

/** A queue's manual status rule. */
export interface ManualRule {
  /** ONLINE, TEST, PAUSED, BROKEROFF, OFFLINE. */
  readonly value: string;
  /** Reason given by whoever set it; null: the rule is ours. */
  readonly by: string | null;
  /** Instant; null: stands until changed. */
  readonly until: string | null;
}

/** The kind of operation that writes a value. */
const writerOf: Readonly<Record<string, QueueOperationKind>> = {
  BROKEROFF: 'brokeroff',
  OFFLINE: 'off',
  ONLINE: 'online',
};

/** The manual rule of a queue, null: none. Ours where its reason ends with the marker of this campaign and queue under which its value is written. */
export function manualRuleOf(rules: readonly StatusRule[], campaign: string, queue: string): ManualRule | null {
  const rule = rules.find(({ probe }) => probe.toLowerCase() === 'manual');
  if (!rule) return null;
  const kind = writerOf[rule.value];
  const isOurs = kind !== undefined && endsWithKeyOf(rule.reason, campaign, queue, kind);
  return { value: rule.value, by: isOurs ? null : rule.reason, until: rule.expiration };
}

/** The rule as fields of an operation, each for itself: no text that somebody wrote is read as another part of it. */
export function ruleFields(rule: ManualRule | null): Fields {
  if (rule === null) return { manual_rule: '' };
  const { value, by, until } = rule;
  return {
    manual_rule: value,
    ...(by !== null && { manual_rule_by: by }),
    ...(until !== null && { manual_rule_until: until }),
  };
}

/** The rule that fields hold; null: none. */
export function ruleIn(fields: Fields): ManualRule | null {
  const { manual_rule: value = '', manual_rule_by: by = null, manual_rule_until: until = null } = fields;
  return value === '' ? null : { value, by, until };
}

export function isSameRule(one: ManualRule | null, other: ManualRule | null): boolean {
  return one?.value === other?.value && one?.by === other?.by && one?.until === other?.until;
}

/** A rule that may be somebody else's and of which the catalogue does not say what it is, as a sentence; null: it is known, or ours. */
export function unknownRule(queue: string, { value, by }: ManualRule): string | null {
  if (value !== 'UNKNOWN' || by === null) return null;
  return `The manual rule of ${queue} is not known${by === '' ? '' : `: ${by}`}.`;
}

/** The rule in words, for people. */
export function ruleWords({ value, by, until }: ManualRule): string {
  return `${value}${by === null ? '' : ` by ${by}`}${until === null ? '' : `, until ${until}`}`;
}

/** Who has set the manual rule and when, as a sentence, as far as the catalogue says; '': it says neither. */
export function ruleOrigin(rules: readonly StatusRule[]): string {
  const { setBy, updated } = rules.find(({ probe }) => probe.toLowerCase() === 'manual') ?? {};
  const parts = [setBy === undefined ? '' : ` by ${setBy}`, updated == null ? '' : ` on ${updated}`].join('');
  return parts === '' ? '' : `It was set${parts}.`;
}

/** True where the rule is at least as restrictive as `wanted` and stands without expiry, whoever set it. */
export function satisfies(rule: ManualRule | null, wanted: string): boolean {
  return rule !== null && rule.until === null && atLeastAsRestrictive(rule.value, wanted);
}

export function atLeastAsRestrictive(value: string, wanted: string): boolean {
  return (restrictiveness[value] ?? -1) >= (restrictiveness[wanted] ?? Number.POSITIVE_INFINITY);
}
