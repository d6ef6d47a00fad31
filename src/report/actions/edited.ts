import type { Style } from '../style.js';
import type { Result } from '../results/results.js';
import { table } from '../table.js';

/** What an edit of the inventory changed. */
export function editedScreen({ file, changed }: Result<'brokeroff-schedule'>, paper: Style): string {
  const rows = table(
    changed,
    [
      { title: 'queue', cell: ({ queue }) => queue, style: (text) => paper.ink.bold(text) },
      { title: 'before', cell: ({ before }) => before },
      { title: 'now', cell: ({ after }) => after },
    ],
    paper,
  );
  return `${rows}\n\n${file} was changed; have the change reviewed.`;
}
