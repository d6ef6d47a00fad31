import { count } from '../../model/text/sentences.js';
import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { pairs, table } from '../terminal/table.js';
import { day } from '../terminal/when.js';

type PlanResult = Result<'plan'>;

/** Which rule keeps a site from each earlier day. */
export function renderExplanation(
  { site, date, reason, notBefore }: NonNullable<PlanResult['explain']>,
  style: Style,
): string {
  const head = `${style.emphasis.bold(site)}: ${date === null ? 'no day' : day(date)}`;
  const parts = [head, paragraph(reason, style, 2)];
  if (notBefore.length > 0) {
    const rules = table(
      notBefore,
      [
        { title: 'from', cell: ({ from }) => day(from) },
        { title: 'to', cell: ({ to }) => day(to) },
        { title: 'not then, because', cell: (span) => span.reason },
      ],
      style,
    );
    parts.push('', rules);
  }
  return parts.join('\n');
}

/** Two plans side by side: when they end, who moved, and every day that differs. */
export function renderComparison(
  { finish, daysEarlier, moved, days }: NonNullable<PlanResult['compare']>,
  style: Style,
): string {
  const lost = moved.flatMap(({ site, after }) => (after === null ? [site] : []));
  const changed = days.filter(({ before, after }) => before.join() !== after.join());
  const parts = [
    style.emphasis.bold('Compared'),
    pairs(
      [
        ['before', dayOrNone(finish.before)],
        [
          'after',
          `${dayOrNone(finish.after)}${difference(daysEarlier)}${lost.length === 0 ? '' : `, with ${count(lost.length, 'site')} fewer`}`,
        ],
        ['moved', moved.length === 0 ? 'no site' : `${moved.length} of the sites`],
        ...(lost.length === 0 ? [] : [['no day', lost.join(', ')] as const]),
      ],
      style,
    ),
  ];
  if (changed.length > 0) {
    const sides = table(
      changed,
      [
        { title: 'day', cell: ({ date }) => day(date) },
        { title: 'before', cell: ({ before }) => before.join(', ') },
        { title: 'after', cell: ({ after }) => after.join(', ') },
      ],
      style,
    );
    parts.push('', sides);
  }
  return parts.join('\n');
}

/** Sites whose day is not the one of the saved plan. */
export function renderMoved(moved: NonNullable<PlanResult['moved']>, style: Style): string {
  if (moved.length === 0) return paragraph('No site moves: all days of the saved plan still hold.', style);
  const rows = table(
    moved,
    [
      { title: 'site', cell: ({ site }) => site },
      { title: 'from', cell: ({ from }) => dayOrNone(from) },
      { title: 'to', cell: ({ to }) => dayOrNone(to) },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
  return [style.emphasis.bold(`Moved: ${moved.length}`), rows].join('\n');
}

function dayOrNone(date: string | null): string {
  return date === null ? 'no day' : day(date);
}

function difference(daysEarlier: number | null): string {
  if (daysEarlier === null) return '';
  if (daysEarlier === 0) return ', the same day';
  const days = Math.abs(daysEarlier) === 1 ? '1 day' : `${Math.abs(daysEarlier)} days`;
  return `, ${days} ${daysEarlier > 0 ? 'earlier' : 'later'}`;
}
