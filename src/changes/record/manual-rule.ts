import type { StatusRule } from '../../model/record.js';
import { restrictiveness } from '../../model/status-verdict.js';
import { speaksOfKey } from '../../model/keys/operation-keys.js';

/** A queue's manual status rule, read back from its text in `Fields` (src/model/operation.ts). */
export interface ManualRule {
  /** ONLINE, TEST, PAUSED, BROKEROFF, OFFLINE. */
  readonly value: string;
  /** Reason given by whoever set it; null: the rule is ours. */
  readonly by: string | null;
  /** Instant; null: stands until changed. */
  readonly until: string | null;
}

/** The text of a queue's manual rule: ours where its reason carries a brokeroff, off or online key of this campaign and queue. */
export function manualRuleText(rules: readonly StatusRule[], campaign: string, queue: string): string {
  const rule = rules.find(({ probe }) => probe.toLowerCase() === 'manual');
  if (!rule) return '';
  const ours = speaksOfKey(rule.reason, campaign, queue, ['brokeroff', 'off', 'online']);
  const until = rule.expiration === null ? '' : ` until ${rule.expiration}`;
  return `${rule.value}${ours ? '' : ` by ${rule.reason}`}${until}`;
}

/** null where no rule stands. */
export function parseManualRule(text: string): ManualRule | null {
  const match = /^(\S+?)(?: by (.*?))?(?: until (\d{4}-\d{2}-\d{2}T\S+))?$/s.exec(text);
  if (!match?.[1]) return null;
  return { value: match[1], by: match[2] ?? null, until: match[3] ?? null };
}

/** True where the rule is at least as restrictive as `wanted` and stands without expiry, whoever set it. */
export function satisfies(text: string, wanted: string): boolean {
  const rule = parseManualRule(text);
  return rule !== null && rule.until === null && atLeastAsRestrictive(rule.value, wanted);
}

export function atLeastAsRestrictive(value: string, wanted: string): boolean {
  return (restrictiveness[value] ?? -1) >= (restrictiveness[wanted] ?? Number.POSITIVE_INFINITY);
}
