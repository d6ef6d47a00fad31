import type { Instant } from '../../model/dates.js';
import { append } from '../chain.js';
import { dropClaims } from './claims.js';
import type { Actor } from '../port.js';
import { bodyOf, isInHands, rowOf, type IsGone, type OperationRow } from './rows.js';
import { storeNowMs, type Store } from '../store.js';

interface Given {
  readonly actor: Actor;
  readonly at: Instant;
}

/** `Ledger.giveUp`, within the caller's transaction. */
export async function giveUp(store: Store, key: string, message: string, by: Given, isGone: IsGone): Promise<boolean> {
  const row = await rowOf(store, key);
  if (row?.state !== 'intended' || isInHands(row, await storeNowMs(store), isGone)) return false;
  await endUnsent(store, row, message, by);
  return true;
}

/** Ends what nobody holds and what nothing was sent of; its shares of the limits are free again. */
export async function endUnsent(
  store: Store,
  open: OperationRow,
  message: string,
  { actor, at }: Given,
): Promise<void> {
  const body = bodyOf(open);
  const { key, site, queue } = body;
  store.send(
    "UPDATE operations SET state = 'ended', outcome = 'not-run', message = ?, lease_until_ms = 0 WHERE key = ?",
    message,
    key,
  );
  dropClaims(store, body, 'all');
  await append(store, {
    at,
    actor: actor.name,
    what: 'settled',
    key,
    site,
    queue,
    detail: { outcome: 'not-run', message },
  });
}
