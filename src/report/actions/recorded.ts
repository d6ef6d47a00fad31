import { requestWord } from '../request-word.js';
import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { moment } from '../terminal/when.js';

/** What is about to be recorded: as it is known, and as it will be. */
export function renderToRecord(
  changes: readonly { readonly before: Recorded | null; readonly request: Recorded }[],
  style: Style,
): string {
  return table(
    changes,
    [
      { title: 'site', cell: ({ request }) => request.site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'of', cell: ({ request }) => `${request.step}, round ${request.round}` },
      { title: 'known', cell: ({ before }) => (before === null ? 'nothing' : stands(before)) },
      { title: 'now', cell: ({ request }) => stands(request) },
      { title: 'reason', cell: ({ request }) => request.reason ?? '' },
    ],
    style,
  );
}

type Recorded = Result<'request-sent'>['requests'][number];

function stands(request: Recorded): string {
  const { state, ref } = request;
  const words = state === 'none' ? 'nothing sent' : requestWord(request);
  return ref === null ? words : `${words} (${ref})`;
}

/** What was recorded of requests. */
export function renderRecorded({ requests }: Result<'request-sent'>, style: Style): string {
  return table(
    requests,
    [
      { title: 'site', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'request', cell: (request) => requestWord(request) },
      { title: 'round', cell: ({ round }) => String(round), right: true },
      { title: 'since', cell: ({ since }) => moment(since, style) },
      { title: 'reference', cell: ({ ref }) => ref ?? '' },
      { title: 'reason', cell: ({ reason }) => reason ?? '' },
    ],
    style,
  );
}
