import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';

/** Every setting, what it is and who says so. */
export function renderConfig({ settings }: Result<'config'>, style: Style): string {
  return table(
    settings,
    [
      { title: 'setting', cell: ({ name }) => name },
      { title: 'from', cell: ({ source }) => source },
      { title: 'where', cell: ({ where }) => where },
      { title: 'value', cell: ({ value }) => value, emphasize: (text) => style.emphasis.bold(text) },
    ],
    style,
  );
}
