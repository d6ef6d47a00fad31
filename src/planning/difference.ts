import { approvalMark } from '../model/facts/approval-mark.js';
import type { Operation } from '../model/operation.js';
import { count } from '../model/text/sentences.js';

/** What a plan of now has and an earlier one had not, by the key of each operation. */
export interface PlanDifference {
  readonly added: readonly Operation[];
  readonly gone: readonly Operation[];
  /** As they are now: they start from other values, or lead to others. */
  readonly altered: readonly Operation[];
}

export function planDifference(before: readonly Operation[], now: readonly Operation[]): PlanDifference {
  const marks = new Map(before.map((operation) => [operation.key, approvalMark(operation)]));
  const keys = new Set(now.map(({ key }) => key));
  return {
    added: now.filter(({ key }) => !marks.has(key)),
    gone: before.filter(({ key }) => !keys.has(key)),
    altered: now.filter(
      (operation) => marks.has(operation.key) && marks.get(operation.key) !== approvalMark(operation),
    ),
  };
}

const mostNamed = 5;

/** A sentence for each kind of difference; one that nothing differs. */
export function differenceSentences({ added, gone, altered }: PlanDifference): readonly string[] {
  const sentences = [
    ...told(added, 'is new', 'are new'),
    ...told(gone, 'is no longer planned', 'are no longer planned'),
    ...told(altered, 'starts from other values now', 'start from other values now'),
  ];
  return sentences.length > 0 ? sentences : ['A plan of now has the same operations.'];
}

function told(operations: readonly Operation[], one: string, several: string): readonly string[] {
  if (operations.length === 0) return [];
  const named = operations.slice(0, mostNamed).map(({ kind, queue, site }) => `${kind} ${queue ?? site}`);
  const more = operations.length > mostNamed ? ' …' : '.';
  const verb = operations.length === 1 ? one : several;
  return [`${count(operations.length, 'operation')} ${verb}: ${named.join(', ')}${more}`];
}
