/** What this ledger did and somebody else has undone since: no plan does it again, only a person who names the queue. */
import type { SettledChange } from '../model/operation.js';
import { quoted } from '../model/text/sentences.js';
import { ruleWords, satisfies, unknownRule, type ManualRule } from '../changes/record/manual-rule.js';
import type { Queue, Situation } from './situation.js';

/** Our brokeroff or off, whose rule is gone or weaker now, as a sentence; null: it stands, was never set, or nobody knows. */
export function ruleTakenBack(queue: string, present: ManualRule | null, situation: Situation): string | null {
  const { history, view } = situation;
  const change = history.queues.get(queue)?.status;
  if (!change || (change.kind !== 'brokeroff' && change.kind !== 'off')) return null;
  if (satisfies(present, change.after['manual_rule'] ?? '')) return null;
  if (present !== null && unknownRule(queue, present) !== null) return null;
  const now = present === null ? 'the rule is gone' : `its rule is ${ruleWords(present)} now`;
  const rule = (view.rules.get(queue) ?? []).find(({ probe }) => probe.toLowerCase() === 'manual');
  return `${queue} was set ${change.kind} on ${change.day} by ${change.actor}, and ${now}: somebody took it back${lastChange(queue, rule?.updated ?? null, situation)}.`;
}

/** What the catalogue says of when, and of whose words stand at the queue. */
function lastChange(queue: string, updated: string | null, { view }: Situation): string {
  const record = view.records.get(queue);
  const at = updated ?? record?.last_modified ?? '';
  const parts = [
    ...(at === '' ? [] : [`the catalogue's last change: ${at}`]),
    ...(record === undefined || record.comment === '' ? [] : [`its comment: ${quoted(record.comment)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** Containers that our newest change left on, and that are off now, as a sentence; null: they are not, or nobody had them on. */
export function containersTakenBack({ name, record, history }: Queue, { containersAreOn }: Situation): string | null {
  const change = newestOfContainers(history?.pilot ?? null, history?.containers ?? null);
  if (!record || change === null || change.kind === 'rollback') return null;
  if (!containersAreOn(change.after['container_type'] ?? '') || containersAreOn(record.container_type)) return null;
  return `${name} got its containers on ${change.day} by ${change.actor}, and container_type is ${quoted(record.container_type)} now: somebody took them off.`;
}

function newestOfContainers(...changes: readonly (SettledChange | null)[]): SettledChange | null {
  const written = changes.flatMap((change) =>
    change !== null && change.after['container_type'] !== undefined ? [change] : [],
  );
  return written.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))[0] ?? null;
}
