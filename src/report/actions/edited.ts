import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';

/** What an edit of the inventory changed. */
export function renderEdited({ file, changed }: Result<'brokeroff-schedule'>, style: Style): string {
  const rows = table(
    changed,
    [
      { title: 'queue', cell: ({ queue }) => queue, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'before', cell: ({ before }) => before },
      { title: 'now', cell: ({ after }) => after },
    ],
    style,
  );
  return `${rows}\n\n${file} was changed; have the change reviewed.`;
}
