import { grouped } from '../../model/grouped.js';
import { stages, type Stage } from '../../model/plan.js';
import { count } from '../../model/text/sentences.js';
import type { StatusResult } from '../../planning/status.js';
import { paragraph, type Style } from '../style.js';
import type { Result } from '../results/results.js';
import { pairs, table } from '../table.js';
import { day, dayOf, headline } from '../when.js';

type Status = Result<'status'>;

const mostProblems = 8;
const mostNext = 7;
const mostWaiting = 8;

/** Status for people: what needs somebody first, then the counts, who is next, today, who waits, and what retires. */
export function statusScreen(status: Status, paper: Style): string {
  return [
    headline(status, paper),
    ...problemsSection(status, paper),
    countsScreen(status, paper),
    ...nextSection(status, paper),
    ...todaySection(status, paper),
    ...waitingSection(status, paper),
    ...retirementsSection(status, paper),
  ].join('\n\n');
}

/** Every stage with its number, then containers and retirement. */
export function countsScreen(status: StatusResult, paper: Style): string {
  const { sites, containers, retirement } = status;
  const drained = retirement.drained === null ? 'drained unknown without a monitor' : `${retirement.drained} drained`;
  const rows = [
    ...stages
      .filter((stage) => sites[stage] > 0)
      .map((stage) => ({ name: names[stage], count: sites[stage], meaning: meaning(stage, status) })),
    { name: 'in all', count: sites.total, meaning: '' },
  ];
  return [
    table(
      rows,
      [
        { title: 'stage', cell: ({ name }) => name },
        { title: 'sites', cell: ({ count }) => String(count), right: true, style: (text) => paper.ink.bold(text) },
        { title: 'meaning', cell: ({ meaning }) => meaning },
      ],
      paper,
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
      paper,
    ),
  ].join('\n');
}

function problemsSection({ problems }: Status, paper: Style): readonly string[] {
  if (problems.length === 0) return [];
  const { ink } = paper;
  // On a terminal the first that fit; elsewhere all, one a line.
  const shown = paper.width === Infinity ? problems : problems.slice(0, mostProblems);
  const told = shown.map(({ severity, subject, sentence, advice }) => {
    const text = `${severity}: ${subject}: ${sentence}${advice === null ? '' : ` ${advice}`}`;
    return paragraph(text, paper, 2).replace(severity, severity === 'error' ? ink.bad(severity) : ink.warn(severity));
  });
  return [[ink.bold('Look at these'), ...told, ...more(problems.length - shown.length, paper)].join('\n')];
}

function nextSection({ next }: Status, paper: Style): readonly string[] {
  if (next.length === 0) return [];
  const shown = next.slice(0, mostNext);
  const rows = table(
    shown,
    [
      { title: 'next', cell: ({ site }) => site, style: (text) => paper.ink.bold(text) },
      { title: 'day', cell: ({ date }) => (date === null ? '' : day(date)) },
      { title: 'request', cell: ({ request }) => request.state },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    paper,
  );
  return [[rows, ...more(next.length - shown.length, paper, 'migrate plan')].join('\n')];
}

function todaySection({ today }: Status, paper: Style): readonly string[] {
  if (today.length === 0) return [`${paper.ink.bold('Today')}\nNothing is to be done now: \`migrate next\` says why.`];
  const groups = [...grouped(today, ({ what, site }) => `${what}\n${site}`).values()];
  const rows = table(
    groups,
    [
      { title: 'today', cell: ([first]) => first?.site ?? '', style: (text) => paper.ink.bold(text) },
      { title: 'what', cell: ([first]) => first?.what ?? '' },
      { title: 'queues', cell: (of) => (of[0]?.queue == null ? '' : String(of.length)), right: true },
      { title: 'reason', cell: ([first]) => first?.reason ?? '' },
    ],
    paper,
  );
  return [`${rows}\n${paper.ink.dim(`${count(today.length, 'operation')} in all: migrate next`)}`];
}

function waitingSection({ waiting }: Status, paper: Style): readonly string[] {
  if (waiting.length === 0) return [];
  const sites = [...grouped(waiting, ({ site, waitsFor, what }) => `${site}\n${waitsFor}\n${what}`).values()];
  const shown = sites.slice(0, mostWaiting);
  const rows = table(
    shown,
    [
      { title: 'waiting', cell: ([first]) => first?.site ?? '', style: (text) => paper.ink.bold(text) },
      { title: 'for', cell: ([first]) => first?.waitsFor ?? '' },
      { title: 'since', cell: ([first]) => (first ? dayOf(first.since, paper) : '') },
      { title: 'days', cell: ([first]) => String(first?.days ?? ''), right: true },
      {
        title: 'what',
        cell: (of) =>
          `${of[0]?.what ?? ''}${of.length > 1 ? ` (${of.length} queues)` : ''}${of[0]?.ref == null ? '' : ` (${of[0].ref})`}`,
      },
    ],
    paper,
  );
  return [[rows, ...more(sites.length - shown.length, paper)].join('\n')];
}

/** Queues that have not retired yet, by their day. */
function retirementsSection({ retirements }: Status, paper: Style): readonly string[] {
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
    paper,
  );
  return [rows];
}

function more(left: number, { ink }: Style, where?: string): readonly string[] {
  return left === 0 ? [] : [ink.dim(`and ${left} more${where === undefined ? ': migrate report' : `: ${where}`}`)];
}

const names: Readonly<Record<Stage, string>> = {
  leaving: 'leaving',
  rolledBack: 'rolled back',
  commissioning: 'commissioning',
  migrated: 'migrated',
  partly: 'partly',
  blocked: 'blocked',
  ready: 'ready',
};

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
      return `can go; ${sites.requested} requested, ${sites.accepted} accepted`;
  }
}
