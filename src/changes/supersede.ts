import type { QueueHistory } from '../model/history.js';
import type { Fields, OpenOperation, SettledChange } from '../model/operation.js';
import type { QueueRecord } from '../model/record.js';
import { localDate } from '../model/dates.js';
import { pick } from './record/fields.js';
import type { Transition } from './record/transitions.js';

/** How a change follows from a record and its past. */
export type Make = (record: QueueRecord, history: QueueHistory | null) => Transition;

/** A change in the place of an open one: each field may stand where it stood before that one, or where that one puts it. */
export interface Replacement {
  readonly is: 'replacement';
  readonly before: Fields;
  readonly orBefore: Fields;
  readonly after: Fields;
}

export interface ReplacedAt {
  readonly inFlightMs: number;
  readonly nowMs: number;
  /** The campaign's. */
  readonly timezone: string;
}

/**
 * What an operator wants of a queue whose open operation is unconfirmed: thought out as if that one
 * had landed. Refused within the in-flight window.
 */
export function replacing(
  record: QueueRecord,
  history: QueueHistory,
  open: OpenOperation,
  make: Make,
  { inFlightMs, nowMs, timezone }: ReplacedAt,
): Replacement | Exclude<Transition, { is: 'change' }> {
  const { operation } = open;
  if (open.sentAt !== null && nowMs < Date.parse(open.sentAt) + inFlightMs) {
    const until = new Date(Date.parse(open.sentAt) + inFlightMs).toISOString();
    return {
      is: 'refused',
      sentence: `${operation.key} was sent at ${open.sentAt} and may still be in flight.`,
      advice: `Try again after ${until}.`,
    };
  }
  const landed = make({ ...record, ...operation.after }, asSettled(history, open, timezone));
  if (landed.is !== 'change') return landed;
  const before = { ...pick(record, Object.keys(landed.after)), ...within(operation.before, landed.after) };
  return { is: 'replacement', before, orBefore: landed.before, after: landed.after };
}

function within(fields: Fields, names: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field in names));
}

/** The history as it would be had the open operation settled. */
function asSettled(history: QueueHistory, { operation, since, actor }: OpenOperation, timezone: string): QueueHistory {
  const { key, kind, before, after } = operation;
  const change: SettledChange = {
    key,
    kind,
    before,
    after,
    at: since,
    effectiveAt: since,
    day: localDate(Date.parse(since), timezone),
    actor,
    outcome: 'done',
  };
  const settled = history.settled + 1;
  if (kind === 'flip' || kind === 'rollback') return { ...history, settled, pilot: change };
  if (kind === 'containers-off' || kind === 'containers-on') return { ...history, settled, containers: change };
  return { ...history, settled, status: change };
}
