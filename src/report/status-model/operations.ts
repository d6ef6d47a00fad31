import type { LedgerEvent } from '../../ledger/port.js';
import type { Situation } from '../../planning/situation.js';
import type { StatusModel } from './sources.js';

/** Operations that ended, by outcome. */
export function outcomesOf(events: readonly LedgerEvent[]): StatusModel['outcomes'] {
  return counted(
    events.flatMap(({ what, detail }) =>
      what === 'settled' && typeof detail['outcome'] === 'string' ? [detail['outcome']] : [],
    ),
  );
}

/** Who holds operations that are open. */
export function holdersOf({ history }: Situation): StatusModel['holders'] {
  const open = [...[...history.queues.values()].map((queue) => queue.open), ...history.openRequests.values()];
  const counts = counted(open.flatMap((operation) => (operation ? [operation.holder] : [])));
  return Object.entries(counts).map(([holder, operations]) => ({ holder, operations }));
}

function counted(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
