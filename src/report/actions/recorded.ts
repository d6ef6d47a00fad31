import { requestWord } from '../request-word.js';
import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { moment } from '../terminal/when.js';

/** What is about to be recorded: as it is known, and as it will be. */
export function renderToRecord(
  changes: readonly { readonly before: Recorded | null; readonly request: Recorded; readonly left?: Left }[],
  style: Style,
): string {
  const said = changes.flatMap(({ before }) => (before === null ? [] : wordsOf(before)));
  const rows = table(
    changes,
    [
      { title: 'site', cell: ({ request }) => request.site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'of', cell: ({ request }) => `${request.step}, round ${request.round}` },
      { title: 'known', cell: ({ before }) => (before === null ? 'nothing' : stands(before)) },
      { title: 'now', cell: ({ request, left }) => (left === undefined ? stands(request) : leftWords(left, request)) },
      { title: 'reason', cell: ({ request }) => request.reason ?? '' },
    ],
    style,
  );
  return [rows, ...said.map((words) => paragraph(words, style))].join('\n');
}

/** The newest words of the site, or of whoever recorded its answer. */
function wordsOf({ site, state, since, reason }: Recorded): readonly string[] {
  const isAnswer = state === 'replied' || state === 'declined' || state === 'solved' || state === 'accepted';
  return isAnswer && reason !== null ? [`Known of ${site}, ${since}: ${reason}`] : [];
}

type Recorded = Result<'request-sent'>['requests'][number];

type Left = NonNullable<Result<'request-undo'>['left']>[number];

function stands(request: Recorded): string {
  const { state, ref } = request;
  const words = state === 'none' ? 'nothing sent' : requestWord(request);
  return ref === null ? words : `${words} (${ref})`;
}

/** What counts once a word is taken back: the helpdesk may have what the ledger never knew. */
function leftWords({ request: left, by, unread }: Left, { round }: Recorded): string {
  if (left === null) return unread ? 'nothing recorded' : 'nothing sent';
  return `${stands(left)}${left.round === round ? '' : `, round ${left.round}`}${by === 'the helpdesk' ? ' at the helpdesk' : ''}`;
}

/** What was recorded of requests. */
export function renderRecorded({ requests, left = [] }: Result<'request-sent'>, style: Style): string {
  const leftOf = new Map(requests.flatMap((request, index) => (left[index] ? [[request, left[index]] as const] : [])));
  const word = (request: Recorded): string => {
    const counts = leftOf.get(request);
    return counts === undefined ? requestWord(request) : leftWords(counts, request);
  };
  return table(
    requests,
    [
      { title: 'site', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'request', cell: word },
      { title: 'round', cell: ({ round }) => String(round), right: true },
      { title: 'since', cell: ({ since }) => moment(since, style) },
      { title: 'reference', cell: ({ ref }) => ref ?? '' },
      { title: 'reason', cell: ({ reason }) => reason ?? '' },
    ],
    style,
  );
}
