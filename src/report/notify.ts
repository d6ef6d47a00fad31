import type { ExitCode } from '../model/exit-codes.js';
import type { Style } from './terminal/style.js';
import type { Result } from './results/results.js';
import { table } from './terminal/table.js';
import { headline } from './terminal/when.js';

/** What people were told, or would be. */
export function renderNotify({ campaign, asOf, notices }: Result<'notify'>, style: Style): string {
  const title = headline({ campaign, asOf }, style);
  if (notices.length === 0) return `${title}\n\nThere is nothing that people were not told of.`;
  const rows = table(
    notices,
    [
      { title: 'to', cell: ({ to }) => to },
      { title: 'state', cell: ({ state }) => state, emphasize: style.emphasis.bold },
      { title: 'news', cell: ({ text }) => text },
      { title: 'message', cell: ({ message }) => message },
    ],
    style,
  );
  return `${title}\n\n${rows}`;
}

export function notifyExit({ notices }: Result<'notify'>): ExitCode {
  if (notices.some(({ state }) => state === 'failed')) return 1;
  return notices.some(({ state }) => state === 'unconfirmed') ? 68 : 0;
}
