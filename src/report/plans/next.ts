import type { Operation } from '../../model/operation.js';
import { operationsTable } from './operations.js';
import { outcomesScreen } from '../actions/outcomes.js';
import { kindsOf, summary } from './preview.js';
import { paragraph, printable, readable, type Style } from '../style.js';
import type { Result } from '../results/results.js';
import { table } from '../table.js';
import { day, headline } from '../when.js';

type Next = Result<'next'>;

const shownSites = 12;

/** The morning's screen: who comes next and what is to be done today. */
export function nextScreen(next: Next, paper: Style): string {
  const { ink } = paper;
  const parts = [headline(next, paper)];
  if (next.next.length > 0) parts.push('', comingTable(next.next.slice(0, shownSites), paper));
  if (next.next.length > shownSites) parts.push(ink.dim(`and ${next.next.length - shownSites} more: migrate plan`));
  const left = next.operations.length === 0 ? idleText(next, paper) : operationsTable(next.operations, paper);
  const nothingDone = next.operations.length > 0 ? `Nothing was done; this is left.\n\n${left}` : left;
  const today =
    next.outcomes === undefined
      ? left
      : next.outcomes.length === 0
        ? nothingDone
        : outcomesScreen(next.outcomes, paper);
  return [...parts, '', ink.bold('Today'), today].join('\n');
}

function idleText({ idle }: Next, paper: Style): string {
  return ['Nothing is to be done now.', ...idle].map((sentence) => paragraph(sentence, paper)).join('\n');
}

/** What is due, before an operator chooses: where, as of when, and how much of each kind. */
export function dueScreen(
  next: Pick<Next, 'campaign' | 'asOf'>,
  operations: readonly Operation[],
  paper: Style,
): string {
  return `${headline(next, paper)}\n${paragraph(`Due today: ${summary(operations)}.`, paper)}`;
}

/** A site to choose: its work, its day and why it is due; the whole reason below the list. */
export function siteChoice({ site, date, request, reason, operations }: Next['next'][number], paper: Style) {
  const asked = request.state === 'none' ? '' : `; request ${request.state}`;
  const when = date === null ? '' : `, ${day(date)}`;
  const why = readable(reason, paper);
  return {
    value: site,
    short: site,
    name: `${printable(site)}: ${kindsOf(operations)}${when}${asked}. ${why}`,
    description: paragraph(why, paper),
  };
}

/** What today's operations change, or that there is none. */
export function todayScreen(operations: readonly Operation[], paper: Style): string {
  return operations.length === 0 ? 'Nothing is to be done now.' : operationsTable(operations, paper);
}

function comingTable(sites: Next['next'], paper: Style): string {
  return table(
    sites,
    [
      { title: 'next', cell: ({ site }) => site, style: (text) => paper.ink.bold(text) },
      { title: 'stage', cell: ({ stage }) => stage },
      { title: 'request', cell: ({ request }) => request.state },
      { title: 'day', cell: ({ date }) => (date === null ? '' : day(date)) },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    paper,
  );
}
