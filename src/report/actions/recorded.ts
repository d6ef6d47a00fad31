import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { moment } from '../terminal/when.js';

/** What was recorded of requests. */
export function renderRecorded({ requests }: Result<'request-sent'>, style: Style): string {
  return table(
    requests,
    [
      { title: 'site', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'request', cell: ({ state }) => state },
      { title: 'round', cell: ({ round }) => String(round), right: true },
      { title: 'since', cell: ({ since }) => moment(since, style) },
      { title: 'reference', cell: ({ ref }) => ref ?? '' },
      { title: 'reason', cell: ({ reason }) => reason ?? '' },
    ],
    style,
  );
}
