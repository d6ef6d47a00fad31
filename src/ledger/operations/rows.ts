import type { Instant } from '../../model/dates.js';
import type { OpenOperation, Operation, OutcomeKind } from '../../model/operation.js';
import type { Actor, LeaseToken } from '../port.js';
import type { Store } from '../store.js';
import { stepOfKey } from '../../model/keys/operation-keys.js';
import {
  actorShape,
  checkedRow,
  isCount,
  isDay,
  isInstant,
  isText,
  oneOf,
  operationShape,
  orNull,
  parsed,
  type Place,
} from '../stored.js';

/** A row of `operations`: instants by the campaign's clock, the lease by the store's. */
export interface OperationRow {
  readonly key: string;
  /** The lock key: at most one operation of each is open. */
  readonly lane: string;
  /** The operation, as JSON. */
  readonly body: string;
  readonly state: 'intended' | 'acting' | 'unconfirmed' | 'ended';
  readonly outcome: OutcomeKind | 'superseded' | null;
  readonly message: string | null;
  readonly attempt: number;
  readonly sent_at: Instant | null;
  readonly quiet_until: Instant | null;
  readonly token: number;
  /** 0: given up. */
  readonly lease_until_ms: number;
  /** The holder, as JSON. */
  readonly actor: string;
  readonly since: Instant;
  readonly day: string;
}

/** At most one operation of a lock key is open: a queue has one, and each step of the requests of a site. */
export function lockKeyOf({ key, queue, site }: Operation): string {
  return queue === null ? requestLockKey(site, stepOfKey(key)) : queueLockKey(queue);
}

export function queueLockKey(queue: string): string {
  return `queue ${queue}`;
}

export function requestLockKey(site: string, step: string): string {
  return `request ${site}/${step}`;
}

/** Whether the process of a holder has certainly ended. */
export type IsGone = (holder: Actor) => boolean;

/** Whether the holder of an open operation may still act on it, by the store's time. */
export function isInHands(row: OperationRow, nowMs: number, isGone: IsGone): boolean {
  return row.lease_until_ms > nowMs && !isGone(actorOf(row));
}

/** A row as read from the table. Throws `LedgerRefusal` where it is none of this program's. */
export function operationRow(found: unknown): OperationRow {
  const row = checkedRow<OperationRow>('operations', ['key'], found, {
    key: isText,
    lane: isText,
    body: isText,
    state: oneOf('intended', 'acting', 'unconfirmed', 'ended'),
    outcome: orNull(isText),
    message: orNull(isText),
    attempt: isCount,
    sent_at: orNull(isInstant),
    quiet_until: orNull(isInstant),
    token: isCount,
    lease_until_ms: isCount,
    actor: isText,
    since: isInstant,
    day: isDay,
  });
  // Read here once, so that nothing begins on a row that cannot be read later.
  bodyOf(row);
  actorOf(row);
  return row;
}

function readRow(found: unknown): OperationRow | undefined {
  return found === undefined ? undefined : operationRow(found);
}

export async function rowOf({ get }: Store, key: string): Promise<OperationRow | undefined> {
  return readRow(await get('SELECT * FROM operations WHERE key = ?', key));
}

export async function openIn({ get }: Store, lockKey: string): Promise<OperationRow | undefined> {
  return readRow(await get("SELECT * FROM operations WHERE lane = ? AND state <> 'ended'", lockKey));
}

/** The open operation of a lease while it is still the holder's. */
export async function heldBy(store: Store, token: LeaseToken): Promise<OperationRow | undefined> {
  const row = await rowOf(store, token.key);
  return row && row.token === token.fence && row.state !== 'ended' ? row : undefined;
}

export function bodyOf(row: OperationRow): Operation {
  return parsed(placeOf(row), 'body', row.body, operationShape);
}

export function actorOf(row: OperationRow): Actor {
  return parsed(placeOf(row), 'actor', row.actor, actorShape);
}

function placeOf({ key }: OperationRow): Place {
  return { table: 'operations', row: key };
}

/** `user@host pid`, for people. */
export function holderName({ name, host, pid }: Actor): string {
  return `${name}@${host} ${String(pid)}`;
}

export function openOperationOf(row: OperationRow): OpenOperation {
  if (row.state === 'ended') throw new Error(`${row.key} has ended`);
  const actor = actorOf(row);
  return {
    operation: bodyOf(row),
    state: row.state,
    attempt: row.attempt,
    sentAt: row.sent_at,
    actor: actor.name,
    holder: holderName(actor),
    since: row.since,
  };
}
