import { eventText } from './event-text.js';
import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { clock } from '../terminal/when.js';

type History = Result<'history'>;

/** What the operation of a key set out to change, where it is known. */
export type ChangeOf = ReadonlyMap<string, string>;

/** The ledger's events, oldest first, and whether their chain holds. */
export function renderHistory({ events, verified }: History, changeOf: ChangeOf, style: Style): string {
  const parts = [events.length === 0 ? 'The ledger has no such event.' : eventsTable(events, changeOf, style)];
  if (verified) parts.push('', renderVerified(verified, style));
  return parts.join('\n');
}

/** The most differences that a screen names; the JSON has all. */
const mostNamed = 20;

/** Whether the chain holds, and whether the tables are what it tells. */
export function renderVerified(
  { events, head, brokenAt, differences, expected }: NonNullable<History['verified']>,
  { emphasis }: Style,
): string {
  const lines: string[] = [];
  if (brokenAt !== null)
    lines.push(
      emphasis.bad(`The chain breaks at event ${brokenAt}: it or one before it was changed after it was written.`),
    );
  else if (differences === null)
    lines.push(
      `The chain of ${events} events holds. What they led to can be compared once a command that acts has brought this ledger into the present format.`,
    );
  else if (differences.length === 0)
    lines.push(emphasis.good(`The chain of ${events} events holds, and the tables are what they tell.`));
  else {
    lines.push(emphasis.bad(`The chain of ${events} events holds, but the tables are not what they tell:`));
    lines.push(...differences.slice(0, mostNamed).map((sentence) => `  ${sentence}`));
    if (differences.length > mostNamed) lines.push(`  … and ${differences.length - mostNamed} more.`);
  }
  if (expected)
    lines.push(
      expected.found
        ? emphasis.good('It goes back to the head that was expected.')
        : emphasis.bad(`It does not go back to ${expected.head}: events were cut off, or it is another ledger.`),
    );
  lines.push(`Ledger head: ${head}`);
  return lines.join('\n');
}

function eventsTable(events: History['events'], changeOf: ChangeOf, style: Style): string {
  return table(
    events,
    [
      { title: `when (${style.timezone})`, cell: ({ at }) => clock(at, style) },
      { title: 'who', cell: ({ actor }) => actor },
      { title: 'what', cell: ({ what }) => what, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'subject', cell: ({ key, queue, site }) => key ?? queue ?? site ?? '' },
      { title: 'detail', cell: (event) => eventText(event, changeOf.get(event.key ?? '') ?? null) },
    ],
    style,
  );
}
