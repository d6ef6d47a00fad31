import type { Operation } from '../../model/operation.js';
import { operationsTable } from './operations.js';
import { renderOutcomes } from '../actions/outcomes.js';
import { kindsOf, summary } from './preview.js';
import { paragraph, readable, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { day, headline } from '../terminal/when.js';
import { printable } from '../../model/text/printable.js';

type Next = Result<'next'>;

const shownSites = 12;

/** The morning's screen: who comes next and what is to be done today. */
export function renderNext(next: Next, style: Style): string {
  const { emphasis } = style;
  const parts = [headline(next, style)];
  if (next.next.length > 0) parts.push('', comingTable(next.next.slice(0, shownSites), style));
  if (next.next.length > shownSites)
    parts.push(emphasis.dim(`and ${next.next.length - shownSites} more: migrate plan`));
  const left = next.operations.length === 0 ? idleText(next, style) : operationsTable(next.operations, style);
  const nothingDone = next.operations.length > 0 ? `Nothing was done; this is left.\n\n${left}` : left;
  const today =
    next.outcomes === undefined
      ? left
      : next.outcomes.length === 0
        ? nothingDone
        : renderOutcomes(next.outcomes, style);
  return [...parts, '', emphasis.bold('Today'), today].join('\n');
}

function idleText({ idle }: Next, style: Style): string {
  return ['Nothing is to be done now.', ...idle].map((sentence) => paragraph(sentence, style)).join('\n');
}

/** What is due, before an operator chooses: where, as of when, and how much of each kind. */
export function renderDue(
  next: Pick<Next, 'campaign' | 'asOf'>,
  operations: readonly Operation[],
  style: Style,
): string {
  return `${headline(next, style)}\n${paragraph(`Due today: ${summary(operations)}.`, style)}`;
}

/** A site to choose: its work, its day and why it is due; the whole reason below the list. */
export function siteChoice({ site, date, request, reason, operations }: Next['next'][number], style: Style) {
  const asked = request.state === 'none' ? '' : `; request ${request.state}`;
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
      { title: 'request', cell: ({ request }) => request.state },
      { title: 'day', cell: ({ date }) => (date === null ? '' : day(date)) },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
}
