import type { Paper } from './paper.js';
import type { Result } from './results.js';
import { table } from './table.js';
import { moment } from './when.js';

type History = Result<'history'>;

/** The ledger's events, oldest first, and whether their chain holds. */
export function historyScreen({ events, verified }: History, paper: Paper): string {
  const parts = [events.length === 0 ? 'The ledger has no such event.' : eventsTable(events, paper)];
  if (verified) {
    const { brokenAt } = verified;
    const verdict =
      brokenAt === null
        ? paper.ink.good(`The chain of ${verified.events} events holds.`)
        : paper.ink.bad(`The chain breaks at event ${brokenAt}: it or one before it was changed after it was written.`);
    parts.push('', verdict);
  }
  return parts.join('\n');
}

function eventsTable(events: History['events'], paper: Paper): string {
  return table(
    events,
    [
      { title: 'when', cell: ({ at }) => moment(at) },
      { title: 'who', cell: ({ actor }) => actor },
      { title: 'what', cell: ({ what }) => what, style: (text) => paper.ink.bold(text) },
      { title: 'subject', cell: ({ key, queue, site }) => key ?? queue ?? site ?? '' },
      { title: 'detail', cell: ({ detail }) => detailText(detail) },
    ],
    paper,
  );
}

function detailText(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}
