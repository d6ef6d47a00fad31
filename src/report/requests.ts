import { paragraph, printable, type Style } from './style.js';
import type { Result } from './results/results.js';
import { table } from './table.js';
import { dayOf, headline } from './when.js';

/** Who was asked, when, where, and what is due. */
export function requestStatusScreen({ campaign, asOf, requests }: Result<'request-status'>, paper: Style): string {
  const { ink } = paper;
  const title = headline({ campaign, asOf }, paper);
  if (requests.length === 0)
    return `${title}\n\n${paragraph('No site was asked yet: `migrate request open SITE`.', paper)}`;
  return [
    title,
    '',
    table(
      requests,
      [
        { title: 'site', cell: ({ site }) => site, style: ink.bold },
        { title: 'step', cell: ({ step, round }) => (round === 1 ? step : `${step} ${round}`) },
        { title: 'state', cell: ({ state }) => state },
        { title: 'since', cell: ({ since }) => dayOf(since, paper) },
        { title: 'reference', cell: ({ ref }) => ref ?? '' },
        { title: 'reason', cell: ({ sentence, reason }) => sentence ?? reason ?? '' },
      ],
      paper,
    ),
  ].join('\n');
}

/** A text as it would go out, line by line as it stands. */
export function requestPreviewScreen(
  { channel, to, subject, body, file }: Result<'request-preview'>,
  { ink }: Style,
): string {
  const head = [
    ['by', channel],
    ['to', to === '' ? '(the ticket has no recipient)' : to],
    ['subject', subject],
    ['template', file],
  ] as const;
  return [
    ...head.map(([name, value]) => `${ink.dim(`${name}:`)} ${printable(value)}`),
    '',
    ...body
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : ` ${line}`.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD'))),
  ].join('\n');
}
