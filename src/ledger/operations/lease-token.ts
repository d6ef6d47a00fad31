import type { Instant } from '../../model/dates.js';
import type { EventName } from '../../model/event-names.js';
import type { OpenOperation, SettledChange } from '../../model/operation.js';
import { append, chainEnd, originOf, type ChainEnd } from '../chain.js';
import { dropClaims, dropRolledBackSite, givenBack } from './claims.js';
import { recordSending } from './notes.js';
import {
  actorOf,
  bodyOf,
  heldBy,
  holderName,
  openIn,
  openOperationOf,
  queueLockKey,
  type OperationRow,
} from './rows.js';
import { together } from '../transactions.js';
import type { Actor, LeaseToken, Settlement } from '../port.js';
import { recordChange } from './queues.js';
import { storeNowMs, type Store } from '../store.js';

/** `Ledger.mark`, within the caller's transaction. */
export async function mark(store: Store, token: LeaseToken, sentAt: Instant): Promise<boolean> {
  const [row, end] = await together([heldBy(store, token), chainEnd(store)]);
  if (!row) return false;
  if (row.quiet_until !== null && sentAt < row.quiet_until)
    throw new Error(`${token.key}: an earlier write may be in flight until ${row.quiet_until}`);
  store.send(
    "UPDATE operations SET state = 'acting', attempt = attempt + 1, sent_at = ? WHERE key = ?",
    sentAt,
    token.key,
  );
  await appendOf(store, row, sentAt, 'acting', { attempt: row.attempt + 1 }, { end });
  return true;
}

/** `Ledger.renew`, within the caller's transaction. */
export async function renew(store: Store, token: LeaseToken, leaseMs: number): Promise<LeaseToken | null> {
  const [row, nowMs] = await together([heldBy(store, token), storeNowMs(store)]);
  if (!row) return null;
  const leaseUntilMs = nowMs + Math.ceil(leaseMs);
  store.send('UPDATE operations SET lease_until_ms = ? WHERE key = ?', leaseUntilMs, token.key);
  return { ...token, leaseUntilMs, storeNowMs: nowMs };
}

/** `Ledger.settle`, within the caller's transaction. */
export async function settle(store: Store, token: LeaseToken, settlement: Settlement): Promise<boolean> {
  const [row, end] = await together([heldBy(store, token), chainEnd(store)]);
  if (!row) return false;
  const { outcome, message, at, effectiveAt, by, changedAt, request } = settlement;
  const recorded = request ? await recordSending(store, request) : null;
  const ended = outcome !== 'unconfirmed';
  store.send(
    'UPDATE operations SET state = ?, outcome = ?, message = ?, lease_until_ms = 0 WHERE key = ?',
    ended ? 'ended' : 'unconfirmed',
    ended ? outcome : null,
    message,
    token.key,
  );
  if (outcome === 'done' || outcome === 'already') takeEffect(store, row, outcome, settlement);
  if (ended) dropClaims(store, bodyOf(row), givenBack(outcome));
  const detail = {
    outcome,
    message,
    ...(by !== undefined && { by }),
    ...(changedAt !== undefined && { changedAt }),
    ...(recorded && { request: recorded }),
    record: { effectiveAt, ...(bodyOf(row).queue !== null && { reason: bodyOf(row).reason }) },
  };
  await appendOf(store, row, at, ended ? 'settled' : 'unconfirmed', detail, { end });
  return true;
}

function takeEffect(
  store: Store,
  row: OperationRow,
  outcome: 'done' | 'already',
  { at, effectiveAt }: Settlement,
): void {
  const { key, kind, queue, site, before, after, reason } = bodyOf(row);
  if (queue === null) return;
  const change: SettledChange = {
    key,
    kind,
    before,
    after,
    at,
    effectiveAt,
    day: row.day,
    actor: actorOf(row).name,
    outcome,
    reason,
  };
  recordChange(store, queue, change);
  if (kind === 'rollback') dropRolledBackSite(store, site);
}

/** `Ledger.release`, within the caller's transaction: the old holder's token is worth nothing afterwards. */
export async function release(
  store: Store,
  queue: string,
  by: Actor,
  at: Instant,
  reason: string,
): Promise<OpenOperation[]> {
  const row = await openIn(store, queueLockKey(queue));
  if (!row) return [];
  store.send('UPDATE operations SET lease_until_ms = 0, token = token + 1 WHERE key = ?', row.key);
  await appendOf(store, row, at, 'released', { reason, from: holderName(actorOf(row)) }, { by });
  return [openOperationOf(row)];
}

async function appendOf(
  store: Store,
  row: OperationRow,
  at: Instant,
  what: EventName,
  detail: Record<string, unknown>,
  { by = null, end }: { readonly by?: Actor | null; readonly end?: ChainEnd },
): Promise<void> {
  const { key, site, queue } = bodyOf(row);
  const { name } = by ?? actorOf(row);
  const origin = by && originOf(by);
  await append(store, { at, actor: name, what, key, site, queue, detail, origin }, end);
}
