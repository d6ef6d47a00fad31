import { requestWord } from './request-word.js';
import { paragraph, type Style } from './terminal/style.js';
import type { Result } from './results/results.js';
import { table } from './terminal/table.js';
import { dayOf, headline } from './terminal/when.js';
import { printable, withoutControls } from '../model/text/printable.js';

/** Who was asked, when, where, and what is due. */
export function renderRequestStatus(
  { campaign, asOf, helpdeskRead, requests }: Result<'request-status'>,
  style: Style,
): string {
  const { emphasis } = style;
  const title = headline({ campaign, asOf }, style);
  if (requests.length === 0)
    return `${title}\n\n${paragraph(helpdeskRead ? 'No site was asked yet: `migrate request open SITE`.' : 'Which sites were asked is unknown: the ledger knows of none, and the helpdesk could not be read.', style)}`;
  return [
    title,
    '',
    table(
      requests,
      [
        { title: 'site', cell: ({ site }) => site, emphasize: emphasis.bold },
        { title: 'step', cell: ({ step, round }) => (round === 1 ? step : `${step} ${round}`) },
        { title: 'state', cell: (request) => requestWord(request) },
        { title: 'since', cell: ({ since }) => dayOf(since, style) },
        { title: 'reference', cell: ({ ref }) => ref ?? '' },
        { title: 'reason', cell: ({ sentence, reason }) => sentence ?? reason ?? '' },
      ],
      style,
    ),
  ].join('\n');
}

/** A text as it would go out, line by line as it stands. */
export function renderRequestPreview(
  { channel, to, subject, body, file }: Result<'request-preview'>,
  { emphasis }: Style,
): string {
  const head = [
    ['by', channel],
    ['to', to === '' ? '(the ticket has no recipient)' : to],
    ['subject', subject],
    ['template', file],
  ] as const;
  return [
    ...head.map(([name, value]) => `${emphasis.dim(`${name}:`)} ${printable(value)}`),
    '',
    ...body
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : withoutControls(` ${line}`))),
  ].join('\n');
}
