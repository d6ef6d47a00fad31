import type { LedgerEvent } from '../../ledger/port.js';
import type { Instant } from '../../model/dates.js';
import { ledgerEvents, notedEvents } from '../../model/event-names.js';
import { queueOperationKinds, type OutcomeKind } from '../../model/operation.js';
import { stepOfKey } from '../../model/keys/operation-keys.js';

/** What an event is about: an operation's kind, what was noted, or what happened to the ledger. No event is about anything else. */
export const eventKinds = [...queueOperationKinds, ...notedEvents, ...ledgerEvents] as const;
export type EventKind = (typeof eventKinds)[number];

/** How an operation can have ended. */
export const endings = [
  'done',
  'already',
  'conflict',
  'unconfirmed',
  'failed',
  'refused',
  'held',
  'not-run',
] as const satisfies readonly OutcomeKind[];

/** Which events are wanted; what is absent does not narrow. */
export interface EventsWanted {
  readonly since?: Instant;
  readonly by?: string;
  readonly kinds?: ReadonlySet<EventKind>;
  readonly outcomes?: ReadonlySet<string>;
  /** The newest so many of what is left. */
  readonly limit?: number;
}

/** The wanted events of a list, in its order. */
export function findEvents(events: readonly LedgerEvent[], wanted: EventsWanted): readonly LedgerEvent[] {
  const { since, by, kinds, outcomes, limit } = wanted;
  const found = events.filter(
    (event) =>
      (since === undefined || event.at >= since) &&
      (by === undefined || event.actor === by) &&
      (kinds === undefined || kinds.has(kindOf(event) as EventKind)) &&
      (outcomes === undefined ||
        (typeof event.detail['outcome'] === 'string' && outcomes.has(event.detail['outcome']))),
  );
  return limit === undefined ? found : found.slice(-limit);
}

const changeKinds: ReadonlySet<string> = new Set(queueOperationKinds);

/** Keys of requests name their step (`migration`, `reminder`) in the place of a kind. */
function kindOf({ key, what }: LedgerEvent): string {
  const named = stepOfKey(key ?? '');
  if (named === '') return what;
  return changeKinds.has(named) ? named : 'request';
}
