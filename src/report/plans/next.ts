import { requestWord } from '../request-word.js';
import type { Operation } from '../../model/operation.js';
import { operationsTable } from './operations.js';
import { renderOutcomes } from '../actions/outcomes.js';
import { renderLearned } from './learned.js';
import { kindsOf, summary } from './preview.js';
import { paragraph, readable, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { overdueLine } from './overdue.js';
import { windowLine } from './window-line.js';
import { day, headline } from '../terminal/when.js';
import { count } from '../../model/text/sentences.js';
import { printable } from '../../model/text/printable.js';

type Next = Result<'next'>;

const shownSites = 12;

/** The morning's screen: who comes next and what is to be done today. */
export function renderNext(next: Next, style: Style): string {
  const { emphasis } = style;
  const parts = [...overdueLine(next.overdue, style), headline(next, style), ...windowLine(next, style)];
  if (next.next.length > 0) parts.push('', comingTable(next.next.slice(0, shownSites), style));
  parts.push(...moreLines(next.next.slice(shownSites), next.next).map((line) => emphasis.dim(line)));
  if (next.operations.length > 0) parts.push(...next.taken.map((line) => emphasis.dim(line)));
  const risks = next.next.flatMap(({ site, risk, operations }) =>
    risk && operations.length > 0 ? { site, ...risk } : [],
  );
  for (const section of renderLearned(next.stops, risks, style)) parts.push('', section);
  const left = next.operations.length === 0 ? idleText(next, style) : operationsTable(next.operations, style);
  const nothingDone = next.operations.length > 0 ? `Nothing was done; this is left.\n\n${left}` : left;
  const today =
    next.outcomes === undefined
      ? left
      : next.outcomes.length === 0
        ? nothingDone
        : [...(next.operations.length === 0 ? [left, ''] : []), renderOutcomes(next.outcomes, style)].join('\n');
  return [...parts, '', emphasis.bold('Today'), today].join('\n');
}

/** How many more there are: those with a day stand in the plan, the others have work below. */
function moreLines(hidden: Next['next'], all: Next['next']): readonly string[] {
  const withDay = hidden.filter(({ date }) => date !== null).length;
  const without = hidden.length - withDay;
  const days = all.filter(({ date }) => date !== null).length;
  return [
    ...(withDay === 0 ? [] : [`and ${withDay} more of ${count(days, 'site')} with a day: migrate plan`]),
    ...(without === 0 ? [] : [`and ${count(without, 'more site')} without a day, with other work; it stands below`]),
  ];
}

function idleText({ idle }: Next, style: Style): string {
  return ['Nothing is to be done now.', ...idle].map((sentence) => paragraph(sentence, style)).join('\n');
}

/** What is due, before an operator chooses: where, as of when, and how much of each kind. */
export function renderDue(
  next: Pick<Next, 'campaign' | 'asOf' | 'overdue'>,
  operations: readonly Operation[],
  style: Style,
): string {
  return `${[...overdueLine(next.overdue, style), headline(next, style)].join('\n')}\n${paragraph(`Due today: ${summary(operations)}.`, style)}`;
}

/** A site to choose: its work, its day and why it is due; the whole reason below the list. */
export function siteChoice({ site, date, request, reason, operations }: Next['next'][number], style: Style) {
  const asked = request.state === 'none' ? '' : `; request ${requestWord(request)}`;
  const when = date === null ? '' : `, ${day(date)}`;
  const why = readable(reason, style);
  return {
    value: site,
    short: site,
    name: `${printable(site)}: ${kindsOf(operations)}${when}${asked}. ${why}`,
    description: paragraph(why, style),
  };
}

/** What today's operations change, or that there is none. */
export function renderToday(operations: readonly Operation[], style: Style): string {
  return operations.length === 0 ? 'Nothing is to be done now.' : operationsTable(operations, style);
}

function comingTable(sites: Next['next'], style: Style): string {
  return table(
    sites,
    [
      { title: 'next', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'stage', cell: ({ stage }) => stage },
      { title: 'request', cell: ({ request }) => requestWord(request) },
      { title: 'day', cell: ({ date }) => (date === null ? '' : day(date)) },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
}
