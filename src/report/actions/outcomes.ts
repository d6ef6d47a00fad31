import type { Outcome, OutcomeKind } from '../../model/operation.js';
import { operationWord } from '../../model/keys/operation-keys.js';
import type { Emphasis, Style } from '../terminal/style.js';
import { table } from '../terminal/table.js';

const styles: Readonly<Record<OutcomeKind, keyof Emphasis>> = {
  done: 'good',
  already: 'good',
  conflict: 'bad',
  failed: 'bad',
  refused: 'bad',
  unconfirmed: 'warn',
  held: 'warn',
  'not-run': 'dim',
};

/** What became of operations, one a row, and one line that counts them. */
export function renderOutcomes(outcomes: readonly Outcome[], style: Style): string {
  if (outcomes.length === 0) return 'Nothing is to be done now.';
  const rows = table(
    outcomes,
    [
      {
        title: 'outcome',
        cell: ({ outcome }) => outcome,
        emphasize: (text, { outcome }) => style.emphasis[styles[outcome]](text),
      },
      { title: 'what', cell: operationWord },
      { title: 'subject', cell: ({ queue, site }) => queue ?? site ?? '' },
      { title: 'message', cell: sentence },
    ],
    style,
  );
  return `${rows}\n\n${tally(outcomes)}`;
}

function sentence({ message, by, until }: Outcome): string {
  const who = by !== undefined && !message.includes(by) ? ` By ${by}.` : '';
  const when = until === undefined || message.includes(until) ? '' : ` Again after ${until}.`;
  return `${message}${who}${when}`;
}

function tally(outcomes: readonly Outcome[]): string {
  const counts = new Map<OutcomeKind, number>();
  for (const { outcome } of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}
