import { paragraph, printable, type Style } from './style.js';
import type { Result } from './results/results.js';
import { countsScreen } from './plans/status.js';
import { table } from './table.js';
import { day as named, headline } from './when.js';

type Play = Result<'rehearsal-play'>;

/** One played day; a day on which nothing happened is one line. */
export function playedDay({ date, happened }: Play['days'][number], paper: Style): string {
  const lines = happened.map((sentence) => paragraph(sentence, paper, 2));
  return [paper.ink.bold(named(date)), ...(lines.length === 0 ? [paper.ink.dim('  Nothing.')] : lines)].join('\n');
}

/** How a play ended: where the campaign stands, who did not go and why, and what the referee found. */
export function playScreen(play: Play, paper: Style): string {
  return [
    headline(play.final, paper),
    countsScreen(play.final, paper),
    ...section(
      'Back at the old pilot',
      play.rolledBack.map(({ site, reason }) => ({ name: site, reason })),
      paper,
    ),
    ...section(
      'Did not go',
      play.blocked.map(({ site, reason, advice }) => ({ name: site, reason: [reason, ...advice].join(' ') })),
      paper,
    ),
    ...section(
      'Retirements held',
      play.held.map(({ queue, reason }) => ({ name: queue, reason })),
      paper,
    ),
    ...(play.comparison ? [comparisonTable(play.comparison, paper)] : []),
    verdict(play, paper),
  ].join('\n\n');
}

function section(
  title: string,
  rows: readonly { readonly name: string; readonly reason: string }[],
  paper: Style,
): readonly string[] {
  if (rows.length === 0) return [];
  const lines = table(
    rows,
    [
      { title: 'name', cell: ({ name }) => name },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    paper,
  );
  return [`${paper.ink.bold(title)}\n${lines}`];
}

function comparisonTable(comparison: NonNullable<Play['comparison']>, paper: Style): string {
  const rows = table(
    comparison,
    [
      {
        title: 'policy',
        cell: ({ policy }) =>
          Object.entries(policy)
            .map(([key, value]) => `${key}=${value}`)
            .join(' '),
      },
      { title: 'rolled back', cell: ({ rolledBack }) => String(rolledBack.length), right: true },
      { title: 'containers off', cell: ({ containersOff }) => String(containersOff), right: true },
      { title: 'migrated', cell: ({ migrated }) => String(migrated), right: true },
      {
        title: 'days',
        cell: ({ daysToFinish }) => (daysToFinish === null ? 'not finished' : String(daysToFinish)),
        right: true,
      },
      { title: 'who', cell: ({ rolledBack }) => rolledBack.join(', ') },
    ],
    paper,
  );
  return `${paper.ink.bold('Policies side by side')}\n${rows}`;
}

function verdict({ scenario, seed, finished, violations, writes, days }: Play, paper: Style): string {
  const operations = Object.keys(writes).length;
  const end =
    finished === null
      ? `The play ended on ${days.at(-1)?.date ?? 'its first day'}, before the campaign did.`
      : `Nothing is left to do since ${finished}.`;
  const first = `${scenario}, seed ${seed}: ${end}`;
  if (violations.length === 0)
    return `${first}\n${paper.ink.good(`The referee, by the world's own journal: no violation; ${operations} operations, each with one effective write.`)}`;
  const lines = violations.map(({ rule, sentence }) => `  ${paper.ink.bad(rule)}: ${printable(sentence)}`);
  return [
    first,
    paper.ink.bad(`The referee, by the world's own journal: ${violations.length} violations.`),
    ...lines,
  ].join('\n');
}
