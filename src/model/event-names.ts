/** What a ledger's events are called. */

/** The steps of an operation: such an event carries the operation's key. */
type StepEvent = 'intended' | 'acting' | 'unconfirmed' | 'settled' | 'taken over' | 'superseded' | 'released';

/** What was noted of the campaign or of what became of an operation. */
export const notedEvents = [
  'request',
  'verdict',
  'adopted',
  'report',
  'notice',
  'accepted',
  'approved',
  'paused',
  'resumed',
  'lifted',
] as const;

/** What happened to the ledger itself. */
export const ledgerEvents = ['format', 'moved', 'arrived'] as const;

/** What this program can write: an event of another name does not compile. */
export type EventName = StepEvent | (typeof notedEvents | typeof ledgerEvents)[number];
