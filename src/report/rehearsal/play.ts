import { grouped } from '../../model/grouped.js';
import type { OperationKind } from '../../model/operation.js';
import { count, names } from '../../model/text/sentences.js';
import { displayWidth } from '../terminal/display-width.js';
import { paragraph, readable, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { renderCounts } from '../plans/status.js';
import { pairs, table } from '../terminal/table.js';
import { day as named, dayOf, headline } from '../terminal/when.js';

type Play = Result<'rehearsal-play'>;

/** One played day; a day on which nothing happened is one line. */
export function playedDay({ date, happened }: Play['days'][number], style: Style): string {
  const lines = happened.map((sentence) => paragraph(sentence, style, 2));
  return [style.emphasis.bold(named(date)), ...(lines.length === 0 ? [style.emphasis.dim('  Nothing.')] : lines)].join(
    '\n',
  );
}

/** A day in one line, cut where the terminal ends. */
export function dayLine({ date, brief }: Pick<Play['days'][number], 'date' | 'brief'>, style: Style): string {
  const { emphasis } = style;
  const parts: readonly (readonly [string, (text: string) => string])[] = [
    ...Object.entries(doneWords).flatMap(([kind, word]) => {
      const done = brief.done[kind as OperationKind] ?? [];
      const paint = kind === 'rollback' || kind === 'containers-off' ? emphasis.warn : asIs;
      return done.length === 0 ? [] : [[`${word} ${names(done)}`, paint] as const];
    }),
    ...(brief.good.length === 0 ? [] : [[`good: ${names(brief.good)}`, emphasis.good] as const]),
    ...(brief.faults.length === 0 ? [] : [[`not good: ${names(brief.faults)}`, emphasis.bad] as const]),
    ...(brief.stopped.length === 0 ? [] : [[`line stopped: ${brief.stopped.join(', ')}`, emphasis.bad] as const]),
    ...(brief.resumed.length === 0 ? [] : [[`line goes on: ${brief.resumed.join(', ')}`, emphasis.good] as const]),
    ...(brief.missed === 0 ? [] : [[`${brief.missed} tried again later`, emphasis.warn] as const]),
    ...(brief.planted === 0 ? [] : [[`${brief.planted} planted`, emphasis.dim] as const]),
  ];
  let room = style.width - named(date).length - 2;
  const shown: string[] = [];
  for (const [text, paint] of parts) {
    const piece = shown.length === 0 ? text : `; ${text}`;
    if (displayWidth(piece) > room) {
      if (room > 0) shown.push(emphasis.dim('…'));
      break;
    }
    room -= displayWidth(piece) + (shown.length === parts.length - 1 ? 0 : 1);
    shown.push(shown.length === 0 ? paint(text) : `; ${paint(text)}`);
  }
  return `${emphasis.bold(named(date))}  ${shown.length === 0 ? emphasis.dim('nothing') : shown.join('')}`;
}

const asIs = (text: string): string => text;

const doneWords: Readonly<Record<OperationKind, string>> = {
  flip: 'flipped',
  rollback: 'back:',
  'containers-off': 'containers off:',
  'containers-on': 'containers on:',
  brokeroff: 'brokeroff',
  off: 'offline',
  online: 'online again',
  request: 'asked',
};

/** What is about to be played, in three lines. */
export function renderOpening({ campaign, scenario, seed, sites, queues }: Opening, style: Style): string {
  const lines = [
    `Plays the campaign ${campaign} (${count(sites, 'site')}, ${count(queues, 'queue')}) day by day in a world of its own: scenario ${scenario}, seed ${seed}.`,
    'An operator by policy works with the plan and the protocol of the commands; sites, colleagues and failing services are played too, and what the scenario planted is marked so.',
    "At the end a referee judges by the world's own journal. --verbose tells everything that happens.",
  ];
  return lines.map((line) => paragraph(line, style)).join('\n');
}

export interface Opening {
  readonly campaign: string;
  readonly scenario: string;
  readonly seed: number;
  readonly sites: number;
  readonly queues: number;
}

/** What is left to people at the end of a play, and where to read on. */
export interface PlayLeft {
  readonly waiting: Result<'status'>['waiting'];
  /** The file of the report; null: none was written. */
  readonly report: string | null;
  /** How the commands of a morning are given here. */
  readonly command: string;
}

/** How a play ended: what the referee found, where the campaign stands, who did not go and why, and what is left to people. */
export function renderPlay(play: Play, left: PlayLeft, style: Style): string {
  return [
    headline(play.final, style),
    renderCounts(play.final, style),
    ...section(
      'Back at the old pilot',
      play.rolledBack.map(({ site, reason }) => ({ name: site, reason })),
      style,
    ),
    ...section(
      'Did not go',
      play.blocked.map(({ site, reason, advice }) => ({ name: site, reason: [reason, ...advice].join(' ') })),
      style,
    ),
    ...section(
      'Retirements held',
      play.held.map(({ queue, reason }) => ({ name: queue, reason })),
      style,
    ),
    ...(play.comparison ? [comparisonTable(play.comparison, style)] : []),
    verdict(play, style),
    ...waitingLines(left.waiting, style),
    morning(left, style),
    ...(left.report === null ? [] : [`The report is in ${style.emphasis.bold(left.report)}.`]),
  ].join('\n\n');
}

function waitingLines(waiting: PlayLeft['waiting'], style: Style): readonly string[] {
  if (waiting.length === 0) return ['Nobody waits for anybody.'];
  const sites = [...grouped(waiting, ({ site, waitsFor, what }) => `${site}\n${waitsFor}\n${what}`).values()];
  const rows = table(
    sites,
    [
      { title: 'waiting', cell: ([first]) => first?.site ?? '' },
      { title: 'for', cell: ([first]) => first?.waitsFor ?? '' },
      { title: 'since', cell: ([first]) => (first ? dayOf(first.since, style) : '') },
      { title: 'what', cell: ([first]) => first?.what ?? '' },
    ],
    style,
  );
  return [rows];
}

/** The commands with which an operator begins a day. */
function morning({ command }: PlayLeft, style: Style): string {
  const commands = pairs(
    [
      [`${command} status`, 'what needs somebody, and where the campaign stands'],
      [`${command} next --dry-run`, 'what is due today, and why'],
      [`${command} next`, 'choose, look, confirm, and watch it being done'],
      [`${command} commission`, 'how the jobs do since the change'],
      [`${command} rehearsal advance 1d`, 'the next day, in the rehearsal'],
    ],
    style,
  );
  return `${style.emphasis.bold('Your own morning, from the first day on')}\n${commands}`;
}

function section(
  title: string,
  rows: readonly { readonly name: string; readonly reason: string }[],
  style: Style,
): readonly string[] {
  if (rows.length === 0) return [];
  const lines = table(
    rows,
    [
      { title: 'name', cell: ({ name }) => name },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
  return [`${style.emphasis.bold(title)}\n${lines}`];
}

function comparisonTable(comparison: NonNullable<Play['comparison']>, style: Style): string {
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
    style,
  );
  return `${style.emphasis.bold('Policies side by side')}\n${rows}`;
}

function verdict({ scenario, seed, finished, violations, writes, days }: Play, style: Style): string {
  const operations = Object.keys(writes).length;
  const end =
    finished === null
      ? `The play ended on ${days.at(-1)?.date ?? 'its first day'}, before the campaign did.`
      : `Nothing is left to do since ${finished}.`;
  const first = `${scenario}, seed ${seed}: ${end}`;
  if (violations.length === 0)
    return `${first}\n${style.emphasis.good(`The referee, by the world's own journal: no violation; ${operations} operations, each with one effective write.`)}`;
  const lines = violations.map(({ rule, sentence }) => `  ${style.emphasis.bad(rule)}: ${readable(sentence, style)}`);
  return [
    first,
    style.emphasis.bad(`The referee, by the world's own journal: ${violations.length} violations.`),
    ...lines,
  ].join('\n');
}
