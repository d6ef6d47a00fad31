import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { renderOutcomes } from './outcomes.js';

/** What an edit of the inventory changed, and what followed in the catalogue. */
export function renderEdited({ file, changed, outcomes = [] }: Result<'brokeroff-undo'>, style: Style): string {
  const rows = table(
    changed,
    [
      { title: 'queue', cell: ({ queue }) => queue, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'before', cell: ({ before }) => before },
      { title: 'now', cell: ({ after }) => after },
    ],
    style,
  );
  const edited = changed.length === 0 ? [] : [`${rows}\n\n${file} was changed; have the change reviewed.`];
  return [...edited, ...(outcomes.length === 0 ? [] : [renderOutcomes(outcomes, style)])].join('\n\n');
}
