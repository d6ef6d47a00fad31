import { ladderSentence } from '../planning/requests/ladder.js';
import { markedCell, sourceText } from './cell-source.js';
import { requestWord } from './request-word.js';
import type { Result } from './results/results.js';
import { paragraph, type Style } from './terminal/style.js';
import { table } from './terminal/table.js';
import { count } from '../model/text/sentences.js';
import { day, dayOf } from './terminal/when.js';

type Sites = NonNullable<Result<'status'>['named']>;
type Site = Sites[number];

/** Sites one below the other: stage and reason, what stands against each with what to do, and its queues. */
export function renderSiteStatus(sites: Sites, style: Style): string {
  return sites.length === 0 ? 'No site is at that stage.' : sites.map((site) => siteText(site, style)).join('\n\n');
}

function siteText(
  {
    site,
    stage,
    reason,
    paused,
    date,
    request,
    canGoBackUntil,
    turn,
    ladder = [],
    risk,
    blockers,
    queues,
    sources,
  }: Site,
  style: Style,
): string {
  const asked =
    request.state === 'none'
      ? 'not asked'
      : `request ${requestWord(request)}${request.ref === undefined ? '' : ` (${request.ref})`}`;
  const shown = [sources.stage, sources.request].filter(({ stale }, index) => index === 0 || stale !== null);
  const against = blockers.map(({ sentence, advice }) => (advice === null ? sentence : `${sentence} ${advice}`));
  const told =
    stage === 'blocked'
      ? [...(paused === null ? [] : [paused]), ...against]
      : [
          reason,
          ...blockers.flatMap(({ sentence, advice }, index) =>
            reason.includes(sentence) ? (advice ?? []) : (against[index] ?? []),
          ),
        ];
  return [
    `${style.emphasis.bold(site)}  ${markedCell(stage, sources.stage)}, ${date === null ? 'no day' : `day ${date}`}, ${asked}`,
    ...told.map((sentence) => paragraph(sentence, style, 2)),
    ...(canGoBackUntil === null ? [] : [`  Can go back to the old pilot until ${day(canGoBackUntil)}.`]),
    ...(turn === null ? [] : [paragraph(turnSentence(turn, blockers, style), style, 2)]),
    ...[ladderSentence(ladder)].flatMap((sentence) => (sentence === null ? [] : [paragraph(sentence, style, 2)])),
    ...(risk === undefined ? [] : [paragraph(`${risk.reason} Proposal: ${risk.proposal}.`, style, 2)]),
    ...shown.map((source) => paragraph(`Source: ${sourceText(source, style)}.`, style, 2)),
    ...(queues.length === 0 ? [] : [table(queues, columns, style)]),
    ...queues.flatMap(({ queue, changed }) => (changed === null ? [] : [paragraph(`${queue}: ${changed}`, style, 2)])),
  ].join('\n');
}

/** `Turn: the site, since Mon 2019-08-05 (3 days): an answer to the request` */
function turnSentence(
  { party, what, since, days }: NonNullable<Site['turn']>,
  blockers: Site['blockers'],
  style: Style,
): string {
  const age = since === null ? '' : `, since ${dayOf(since, style)} (${count(days ?? 0, 'day')})`;
  const said = blockers.some(({ sentence }) => sentence === what);
  return `Turn: ${party}${age}${said ? '.' : `: ${what}`}`;
}

const columns = [
  { title: 'queue', cell: ({ queue }: Site['queues'][number]) => queue },
  { title: 'pilot', cell: ({ pilotVersion }: Site['queues'][number]) => pilotVersion ?? 'unknown' },
  { title: 'status', cell: ({ status }: Site['queues'][number]) => status ?? 'unknown' },
  { title: 'containers', cell: ({ containerType }: Site['queues'][number]) => containerType ?? '' },
  {
    title: 'verdict',
    cell: ({ verdict, open }: Site['queues'][number]) => verdict ?? (open === null ? '' : `open: ${open}`),
  },
];
