import { changes } from '../plans/operations.js';
import type { Style } from '../style.js';
import type { Result } from '../results/results.js';
import { table } from '../table.js';
import { moment } from '../when.js';

type History = Result<'history'>;

/** The ledger's events, oldest first, and whether their chain holds. */
export function historyScreen({ events, verified }: History, paper: Style): string {
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

function eventsTable(events: History['events'], paper: Style): string {
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

/** An intended change as a change, what came of it as a sentence; all else by its name. */
function detailText({ before, after, reason, outcome, message, ...rest }: Readonly<Record<string, unknown>>): string {
  const change = isFields(before) && isFields(after) ? changes({ before, after }) : '';
  const parts = [change, ...[reason, outcome, message].filter((text) => typeof text === 'string')];
  // The subject's key names the kind of an intended change.
  const named = Object.entries(rest).filter(
    ([name, value]) => value !== null && value !== '' && !(name === 'kind' && change !== ''),
  );
  return [
    ...parts.filter((text) => text !== ''),
    ...named.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`),
  ].join('; ');
}

function isFields(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((field) => typeof field === 'string')
  );
}
