import { count } from '../../model/text/sentences.js';
import type { Result } from '../results/results.js';
import { paragraph, type Style } from '../terminal/style.js';
import { printable } from '../../model/text/printable.js';

/** Lines of one kind that a screen shows; the JSON has all. */
const mostShown = 40;

/** The differences as a diff, then what a person has to decide. */
export function renderImport(result: Result<'import'>, dryRun: boolean, style: Style): string {
  const { emphasis } = style;
  const { added, gone, back, renamed, moved, hints, undecided, problems } = result;
  const hintOf = new Map(hints.map(({ queue, value, evidence }) => [queue, `${value}? ${evidence}`]));
  const lines = [
    ...shortened(
      added.map(({ queue, site, newSite }) => {
        const hint = hintOf.get(queue);
        return emphasis.good(
          printable(`+ ${queue} at ${site}${newSite ? ' (new site)' : ''}${hint === undefined ? '' : `  os ${hint}`}`),
        );
      }),
    ),
    ...shortened(
      back.map(({ queue, site }) => emphasis.good(printable(`+ ${queue} at ${site}: in the catalogue again`))),
    ),
    ...shortened(
      gone.map(({ queue, site, retires }) =>
        emphasis.bad(printable(`- ${queue} at ${site}: ${retires ? 'gone; it retires' : 'gone; excluded'}`)),
      ),
    ),
    ...shortened(
      renamed.map(({ from, to, evidence }) => emphasis.warn(printable(`~ ${from} is called ${to} (${evidence})`))),
    ),
    ...shortened(moved.map(({ queue, from, to }) => emphasis.warn(printable(`> ${queue} from ${from} to ${to}`)))),
  ];
  const decide = undecided.map(({ sentence, advice }) => paragraph(`${sentence} ${advice}`, style, 2));
  return [
    ...lines,
    ...section('For you to decide:', shortened(decide), style),
    ...section('Not understood:', shortened(problems.map((problem) => paragraph(problem, style, 2))), style),
    ...(lines.length === 0 ? [] : ['']),
    verdict(result, dryRun, style),
  ].join('\n');
}

/** What init has written, and what to do next. */
export function renderInit(
  { file, records, campaign, sites, queues, hints, problems }: Result<'init'>,
  style: Style,
): string {
  return [
    `${printable(file)}: campaign ${campaign}, ${count(sites, 'site')}, ${count(queues, 'queue')}.`,
    ...(records === null ? [] : [`${printable(records)}: the records, on which the rehearsal plays.`]),
    ...(hints.length === 0
      ? []
      : [
          paragraph(
            `${count(hints.length, 'operating system')} guessed from names and platforms: each is marked as a hint and counts for nothing until somebody confirms it.`,
            style,
          ),
        ]),
    ...section('Not understood:', shortened(problems.map((problem) => paragraph(problem, style, 2))), style),
    '',
    paragraph(
      'Next: `migrate validate`, then `migrate next --dry-run`. Nothing real is touched until `grid.use` names a profile.',
      style,
    ),
  ].join('\n');
}

function verdict(
  { file, from, changed, added, gone, renamed, moved, back, undecided }: Result<'import'>,
  dryRun: boolean,
  style: Style,
): string {
  const total =
    added.length + gone.filter(({ retires }) => !retires).length + renamed.length + moved.length + back.length;
  if (total === 0 && undecided.length > 0)
    return `${count(undecided.length, 'decision')} above; otherwise ${printable(file)} and ${printable(from)} have the same queues.`;
  if (total === 0) return style.emphasis.good(`${printable(file)} and ${printable(from)} have the same queues.`);
  const what = `${count(added.length + back.length, 'queue')} new, ${gone.length} gone, ${renamed.length} renamed, ${moved.length} moved.`;
  if (dryRun) return `${what} Nothing was written.`;
  return `${what} ${printable(file)} was ${changed ? 'changed; have the change reviewed' : 'left as it is'}.`;
}

function section(title: string, lines: readonly string[], { emphasis }: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', emphasis.bold(title), ...lines];
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `  … and ${lines.length - mostShown} more; --json has all of them.`];
}

/** What a table of operating systems adds, as a diff, then what a person has to confirm or decide. */
export function renderImportOs(
  { file, from, hints, waiting, confirmed, notYet, undecided, changed }: Result<'import-os'>,
  dryRun: boolean,
  style: Style,
): string {
  const { emphasis } = style;
  const place = ({ site, queue }: Result<'import-os'>['hints'][number]): string =>
    queue === null || queue === site ? site : `${queue} at ${site}`;
  const lines = hints.map((hint) => emphasis.good(printable(`+ ${place(hint)}: os ${hint.os}? ${hint.evidence}`)));
  const counted = [
    count(hints.length, 'new hint'),
    ...(waiting.length > 0 ? [`${waiting.length} not confirmed yet`] : []),
    `${confirmed.length} confirmed before`,
    `${notYet.length} not there yet`,
    ...(undecided.length > 0 ? [`${undecided.length} for you to decide`] : []),
  ].join(', ');
  const written = dryRun
    ? 'Nothing was written.'
    : `${printable(file)} was ${changed ? 'changed; a hint counts for nothing until somebody takes `hint: true` out' : 'left as it is'}.`;
  return [
    ...shortened(lines),
    ...section(
      'For you to decide:',
      shortened(undecided.map(({ sentence, advice }) => paragraph(`${sentence} ${advice}`, style, 2))),
      style,
    ),
    ...(lines.length + undecided.length === 0 ? [] : ['']),
    paragraph(`${from}: ${counted}. ${written}`, style),
  ].join('\n');
}
