import { requestWord } from '../request-word.js';
import { stageName } from '../stage-name.js';
import { grouped } from '../../model/grouped.js';
import { stages, type Stage } from '../../model/plan.js';
import { count } from '../../model/text/sentences.js';
import type { StatusResult } from '../../planning/overview/status.js';
import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { pairs, table } from '../terminal/table.js';
import { overdueLine } from './overdue.js';
import { windowLine } from './window-line.js';
import { day, dayOf, headline } from '../terminal/when.js';

type Status = Result<'status'>;

const mostProblems = 8;
const mostNext = 7;
const mostWaiting = 8;

/** Status for people: what needs somebody first, then the counts, who is next, today, who waits, and what retires. */
export function renderStatus(status: Status, style: Style): string {
  return [
    ...overdueLine(status.overdue, style),
    [headline(status, style), ...windowLine(status, style)].join('\n'),
    ...problemsSection(status, style),
    renderCounts(status, style),
    ...nextSection(status, style),
    ...todaySection(status, style),
    ...waitingSection(status, style),
    ...turnsSection(status, style),
    ...retirementsSection(status, style),
  ].join('\n\n');
}

/** Every stage with its number, then containers and retirement. */
export function renderCounts(status: StatusResult, style: Style): string {
  const { sites, containers, retirement } = status;
  const drained = retirement.drained === null ? 'drained unknown without a monitor' : `${retirement.drained} drained`;
  const rows = [
    ...stages
      .filter((stage) => sites[stage] > 0)
      .map((stage) => ({ name: stageName[stage], count: sites[stage], meaning: meaning(stage, status) })),
    { name: 'total', count: sites.total, meaning: '' },
  ];
  return [
    table(
      rows,
      [
        { title: 'stage', cell: ({ name }) => name },
        {
          title: 'sites',
          cell: ({ count }) => String(count),
          right: true,
          emphasize: (text) => style.emphasis.bold(text),
        },
        { title: 'meaning', cell: ({ meaning }) => meaning },
      ],
      style,
    ),
    '',
    pairs(
      [
        ['containers', `${containers.awaiting} awaiting, ${containers.on} on, ${containers.off} off (migrated sites)`],
        [
          'retirement',
          `${retirement.due} due, ${retirement.scheduled} scheduled, ${retirement.brokeroff} in brokeroff, ${drained} (queues)`,
        ],
      ],
      style,
    ),
  ].join('\n');
}

function problemsSection({ problems }: Status, style: Style): readonly string[] {
  if (problems.length === 0) return [];
  const { emphasis } = style;
  // On a terminal the first that fit; elsewhere all, one a line.
  const shown = style.width === Infinity ? problems : problems.slice(0, mostProblems);
  const told = shown.map(({ severity, subject, sentence, advice }) => {
    const text = `${severity}: ${subject}: ${sentence}${advice === null ? '' : ` ${advice}`}`;
    return paragraph(text, style, 2).replace(
      severity,
      severity === 'error' ? emphasis.bad(severity) : emphasis.warn(severity),
    );
  });
  return [[emphasis.bold('Look at these'), ...told, ...more(problems.length - shown.length, style)].join('\n')];
}

function nextSection({ next }: Status, style: Style): readonly string[] {
  if (next.length === 0) return [];
  const shown = next.slice(0, mostNext);
  const rows = table(
    shown,
    [
      { title: 'next', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'day', cell: ({ date }) => (date === null ? '' : day(date)) },
      { title: 'request', cell: ({ request }) => requestWord(request) },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
  return [[rows, ...more(next.length - shown.length, style, 'migrate plan')].join('\n')];
}

function todaySection({ today }: Status, style: Style): readonly string[] {
  if (today.length === 0)
    return [`${style.emphasis.bold('Today')}\nNothing is to be done now: \`migrate next\` says why.`];
  const groups = [...grouped(today, ({ what, site }) => `${what}\n${site}`).values()];
  const rows = table(
    groups,
    [
      { title: 'today', cell: ([first]) => first?.site ?? '', emphasize: (text) => style.emphasis.bold(text) },
      { title: 'what', cell: ([first]) => first?.what ?? '' },
      { title: 'queues', cell: (of) => (of[0]?.queue == null ? '' : String(of.length)), right: true },
      { title: 'reason', cell: ([first]) => first?.reason ?? '' },
    ],
    style,
  );
  return [`${rows}\n${style.emphasis.dim(`${count(today.length, 'operation')} in total: migrate next`)}`];
}

function waitingSection({ waiting }: Status, style: Style): readonly string[] {
  if (waiting.length === 0) return [];
  const sites = [...grouped(waiting, ({ site, waitsFor, what }) => `${site}\n${waitsFor}\n${what}`).values()];
  const shown = sites.slice(0, mostWaiting);
  const rows = table(
    shown,
    [
      { title: 'waiting', cell: ([first]) => first?.site ?? '', emphasize: (text) => style.emphasis.bold(text) },
      { title: 'for', cell: ([first]) => first?.waitsFor ?? '' },
      { title: 'since', cell: ([first]) => (first ? dayOf(first.since, style) : '') },
      { title: 'days', cell: ([first]) => String(first?.days ?? ''), right: true },
      {
        title: 'what',
        cell: (of) =>
          `${of[0]?.what ?? ''}${of.length > 1 ? ` (${of.length} queues)` : ''}${of[0]?.ref == null ? '' : ` (${of[0].ref})`}`,
      },
    ],
    style,
  );
  return [[rows, ...more(sites.length - shown.length, style)].join('\n')];
}

/** Whose turn it is, summed by party. */
function turnsSection({ turns }: Status, style: Style): readonly string[] {
  const shown = turns.parties.filter(({ sites, daysLost }) => sites > 0 || daysLost > 0);
  if (shown.length === 0) return [];
  return [
    table(
      shown,
      [
        { title: 'whose turn', cell: ({ party }) => party, emphasize: (text) => style.emphasis.bold(text) },
        { title: 'sites', cell: ({ sites }) => String(sites), right: true },
        {
          title: 'days lost so far',
          cell: ({ party, daysLost }) => (party === 'nobody' ? '' : String(daysLost)),
          right: true,
        },
        { title: 'the oldest', cell: ({ oldest }) => oldestWords(oldest) },
      ],
      style,
    ),
  ];
}

function oldestWords(oldest: Status['turns']['parties'][number]['oldest']): string {
  return oldest === null ? '' : `${oldest.site}, ${count(oldest.days, 'day')}`;
}

/** Queues that have not retired yet, by their day. */
function retirementsSection({ retirements }: Status, style: Style): readonly string[] {
  const open = retirements.filter(({ state }) => state === 'due' || state === 'scheduled' || state === 'unknown queue');
  if (open.length === 0) return [];
  const days = [...grouped(open, ({ on }) => on ?? '').values()];
  const rows = table(
    days,
    [
      { title: 'retiring', cell: ([first]) => (first?.on == null ? 'at once' : day(first.on)) },
      { title: 'queues', cell: (of) => String(of.length), right: true },
      {
        title: 'names',
        cell: (of) => of.map(({ queue, held }) => (held === null ? queue : `${queue} (held)`)).join(', '),
      },
    ],
    style,
  );
  return [rows];
}

function more(left: number, { emphasis }: Style, where?: string): readonly string[] {
  return left === 0 ? [] : [emphasis.dim(`and ${left} more${where === undefined ? ': migrate report' : `: ${where}`}`)];
}

function meaning(stage: Stage, { sites }: StatusResult): string {
  switch (stage) {
    case 'leaving':
      return 'no queue takes part';
    case 'rolledBack':
      return 'back at the old pilot';
    case 'commissioning':
      return 'flipped, no good verdict yet';
    case 'migrated':
      return 'all queues at the new pilot';
    case 'partly':
      return 'some queues at the new pilot';
    case 'blocked':
      return 'a readiness rule stands in the way';
    case 'ready':
      return `can go; ${asked(sites)}`;
  }
}

function asked({ requested, accepted }: Pick<StatusResult['sites'], 'requested' | 'accepted'>): string {
  if (requested === null || accepted === null) return 'how many were asked is unknown, the helpdesk could not be read';
  return `${requested} requested, ${accepted} accepted`;
}
