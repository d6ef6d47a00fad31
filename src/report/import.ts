import { count } from '../model/text/sentences.js';
import type { Result } from './results/results.js';
import { paragraph, printable, type Style } from './style.js';

/** Lines of one kind that a screen shows; the JSON has all. */
const mostShown = 40;

/** The differences as a diff, then what a person has to decide. */
export function importScreen(result: Result<'import'>, dryRun: boolean, paper: Style): string {
  const { ink } = paper;
  const { added, gone, back, renamed, moved, hints, undecided, problems } = result;
  const hintOf = new Map(hints.map(({ queue, value, evidence }) => [queue, `${value}? ${evidence}`]));
  const lines = [
    ...shortened(
      added.map(({ queue, site, newSite }) => {
        const hint = hintOf.get(queue);
        return ink.good(
          printable(`+ ${queue} at ${site}${newSite ? ' (new site)' : ''}${hint === undefined ? '' : `  os ${hint}`}`),
        );
      }),
    ),
    ...shortened(back.map(({ queue, site }) => ink.good(printable(`+ ${queue} at ${site}: in the catalogue again`)))),
    ...shortened(
      gone.map(({ queue, site, retires }) =>
        ink.bad(printable(`- ${queue} at ${site}: ${retires ? 'gone; it retires' : 'gone; excluded'}`)),
      ),
    ),
    ...shortened(
      renamed.map(({ from, to, evidence }) => ink.warn(printable(`~ ${from} is called ${to} (${evidence})`))),
    ),
    ...shortened(moved.map(({ queue, from, to }) => ink.warn(printable(`> ${queue} from ${from} to ${to}`)))),
  ];
  const decide = undecided.map(({ sentence, advice }) => paragraph(`${sentence} ${advice}`, paper, 2));
  return [
    ...lines,
    ...section('For you to decide:', shortened(decide), paper),
    ...section('Not understood:', shortened(problems.map((problem) => paragraph(problem, paper, 2))), paper),
    ...(lines.length === 0 ? [] : ['']),
    verdict(result, dryRun, paper),
  ].join('\n');
}

/** What init has written, and what to do next. */
export function initScreen(
  { file, records, campaign, sites, queues, hints, problems }: Result<'init'>,
  paper: Style,
): string {
  return [
    `${printable(file)}: campaign ${campaign}, ${count(sites, 'site')}, ${count(queues, 'queue')}.`,
    ...(records === null ? [] : [`${printable(records)}: the records, on which the rehearsal plays.`]),
    ...(hints.length === 0
      ? []
      : [
          paragraph(
            `${count(hints.length, 'operating system')} guessed from names and platforms: each is marked as a hint and counts for nothing until somebody confirms it.`,
            paper,
          ),
        ]),
    ...section('Not understood:', shortened(problems.map((problem) => paragraph(problem, paper, 2))), paper),
    '',
    paragraph(
      'Next: `migrate validate`, then `migrate next --dry-run`. Nothing real is touched until `grid.use` names a profile.',
      paper,
    ),
  ].join('\n');
}

function verdict(
  { file, from, changed, added, gone, renamed, moved, back }: Result<'import'>,
  dryRun: boolean,
  paper: Style,
): string {
  const total =
    added.length + gone.filter(({ retires }) => !retires).length + renamed.length + moved.length + back.length;
  if (total === 0) return paper.ink.good(`${printable(file)} and ${printable(from)} have the same queues.`);
  const what = `${count(added.length + back.length, 'queue')} new, ${gone.length} gone, ${renamed.length} renamed, ${moved.length} moved.`;
  if (dryRun) return `${what} Nothing was written.`;
  return `${what} ${printable(file)} was ${changed ? 'changed; have the change reviewed' : 'left as it is'}.`;
}

function section(title: string, lines: readonly string[], { ink }: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', ink.bold(title), ...lines];
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `  … and ${lines.length - mostShown} more; --json has all of them.`];
}
