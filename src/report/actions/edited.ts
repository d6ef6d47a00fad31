import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { renderOutcomes } from './outcomes.js';

type Edited = Result<'brokeroff-undo'>;

/** Entries as they stand, and as they will. */
export function editedTable(changed: Edited['changed'], style: Style): string {
  return table(
    changed,
    [
      { title: 'queue', cell: ({ queue }) => queue, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'before', cell: ({ before }) => before },
      { title: 'now', cell: ({ after }) => after },
    ],
    style,
  );
}

/** What an edit of the inventory changed, and what followed in the catalogue. */
export function renderEdited({ file, changed, outcomes = [] }: Edited, style: Style): string {
  const edited =
    changed.length === 0 ? [] : [`${editedTable(changed, style)}\n\n${file} was changed; have the change reviewed.`];
  return [...edited, ...(outcomes.length === 0 ? [] : [renderOutcomes(outcomes, style)])].join('\n\n');
}
