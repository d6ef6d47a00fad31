import { instant, type Instant, type IsoDate } from '../../model/dates.js';
import { canonicalJson } from '../../model/fingerprint.js';
import type { RequestFact } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import { isApproved } from './approvals.js';
import { append, chainEnd, originOf, type ChainEnd, type NewEvent } from '../chain.js';
import { overLimit, takeClaims } from './claims.js';
import { endUnsent } from './give-up.js';
import { knownRequest, newestRequest } from './notes.js';
import { actorOf, bodyOf, holderName, lockKeyOf, openIn, openOperationOf, rowOf, type OperationRow } from './rows.js';
import { together } from '../transactions.js';
import type { Intent, Intention, LeaseToken } from '../port.js';
import type { IsGone } from './rows.js';
import { inOtherHands } from './neighbours.js';
import { pauseOf } from './pauses.js';
import { raiseGeneration, settledOn } from './queues.js';
import { storeNowMs, type Store } from '../store.js';
import {
  agreedDayStep,
  escalationStep,
  keyNumber,
  migrationStep,
  reminderStep,
  stepOfKey,
} from '../../model/keys/operation-keys.js';
import { toldDay } from '../../model/facts/request-news.js';

/** `Ledger.intend`, within the caller's transaction. */
export async function intend(store: Store, operation: Operation, intent: Intent, isGone: IsGone): Promise<Intention> {
  const [known, open, nowMs] = await together([
    rowOf(store, operation.key),
    openIn(store, lockKeyOf(operation)),
    storeNowMs(store),
  ]);
  if (known?.outcome === 'superseded')
    return { is: 'stale', sentence: `${operation.key} was superseded: ${known.message ?? ''}` };
  if (known?.outcome === 'done' || known?.outcome === 'already') return settledIntention(known);

  const own = open?.key === operation.key;
  const replaced = open !== undefined && open.key === operation.supersedes;
  if (open) {
    const wait = waitFor(open, replaced, intent, nowMs, isGone);
    if (wait && (own || replaced || wait.waiting === 'for its holder'))
      return { is: 'busy', open: openOperationOf(open), ...wait };
    if (open.state !== 'intended' && own) return resume(store, open, intent, nowMs);
    if (open.state !== 'intended' && !replaced)
      return { is: 'busy', open: openOperationOf(open), waiting: 'for its end', until: null };
  }

  const [fact, stale, elsewhere, approved, pause, limit, end] = await together([
    recordedRequest(store, operation),
    staleness(store, operation, intent.day, replaced ? 1 : 0),
    inOtherHands(store, operation, intent),
    intent.needsApproval === true ? isApproved(store, operation, intent.at) : true,
    pauseOf(store, operation, intent.at),
    overLimit(store, operation),
    open ? undefined : chainEnd(store),
  ]);
  if (fact) return recordedIntention(store, operation, fact, own, intent);
  if (stale !== null) return { is: 'stale', sentence: stale };
  if (elsewhere) return elsewhere;
  if (!approved) return { is: 'not approved' };
  if (pause) return { is: 'paused', pause };
  if (limit) return { is: 'over limit', ...limit };
  if (replaced) await supersede(store, open, operation, intent);
  else if (open && !own)
    await endUnsent(store, open, `Given up for ${operation.key} of ${intent.actor.name}: nothing was sent.`, intent);
  return begin(store, operation, { known, nowMs, end }, intent);
}

/**
 * Why an open operation cannot be taken from its holder now, or null. A holder that is known to be
 * gone, or has given up its lease, can send nothing more; of one that may live the lease must have
 * ended and the in-flight window of its last write too. What replaces an operation writes something else: always after the window.
 */
function waitFor(
  open: OperationRow,
  replaced: boolean,
  { at, inFlightMs }: Intent,
  nowMs: number,
  isGone: IsGone,
): { waiting: 'for its holder' | 'for the in-flight window'; until: Instant | null } | null {
  const gone = open.lease_until_ms === 0 || isGone(actorOf(open));
  if (!gone && nowMs < open.lease_until_ms) return { waiting: 'for its holder', until: leaseEnd(open) };
  const ends = inFlightEnd(open, inFlightMs);
  if (ends !== null && at < ends && (replaced || !gone)) return { waiting: 'for the in-flight window', until: ends };
  return null;
}

function inFlightEnd(open: OperationRow, inFlightMs: number): Instant | null {
  return open.sent_at === null ? null : instant(Date.parse(open.sent_at) + inFlightMs);
}

function leaseEnd(open: OperationRow): Instant | null {
  return open.lease_until_ms === 0 ? null : instant(open.lease_until_ms);
}

/**
 * A plan made before the queue's last settled operation, or before the request's newest round, is
 * stale. What is about to be superseded counts as settled: the key of its successor says so.
 */
async function staleness(store: Store, operation: Operation, day: IsoDate, superseded: 0 | 1): Promise<string | null> {
  const step = stepOfKey(operation.key);
  const number = keyNumber(operation.key);
  if (operation.queue !== null) {
    const [before, request, agreedDay] = await together([
      settledOn(store, operation.queue),
      newestRequest(store, operation.site, migrationStep),
      newestRequest(store, operation.site, agreedDayStep),
    ]);
    const settled = before + superseded;
    if (settled !== number)
      return `${operation.queue} has ${String(settled)} settled operations; this plan was made at ${String(number)}.`;
    if (operation.kind !== 'flip') return null;
    const told = toldDay(request, agreedDay);
    if (told !== null && told > day) return `${operation.site} was told ${told}.`;
    return againstAnswer(request, day);
  }
  const newest = await newestRequest(store, operation.site, step);
  if (newest && newest.round > number) return `A newer round of this request exists: ${String(newest.round)}.`;
  const followsUp = step === reminderStep || step === escalationStep;
  return followsUp ? answered(await newestRequest(store, operation.site, migrationStep), number) : null;
}

/** A site is not flipped against its word, whoever heard it while this was planned. */
function againstAnswer(request: RequestFact | null, day: IsoDate): string | null {
  if (request?.state === 'declined' || request?.state === 'replied') return heard(request);
  if (request?.on === undefined || request.on <= day) return null;
  return request.state === 'accepted' || request.state === 'solved'
    ? `${request.site} has accepted for ${request.on}, by ${request.by}.`
    : null;
}

/** Nobody is reminded of what is answered, or of an earlier request than the newest. */
function answered(request: RequestFact | null, round: number): string | null {
  if (!request) return null;
  if (request.round !== round) return `A newer round of the request exists: ${String(request.round)}.`;
  return request.state === 'sent' || request.state === 'seen' ? null : heard(request);
}

function heard({ site, state, since, by }: RequestFact): string {
  return `${site}: its request is noted as ${state} on ${since} by ${by}.`;
}

/** What somebody recorded of this very request: it has reached its site, whoever sent it. */
async function recordedRequest(store: Store, { key, site, queue }: Operation): Promise<RequestFact | null> {
  if (queue !== null) return null;
  const step = stepOfKey(key);
  const number = keyNumber(key);
  const fact = await knownRequest(store, { site, step, round: number });
  return fact === null || fact.state === 'none' || fact.state === 'unconfirmed' ? null : fact;
}

async function recordedIntention(
  store: Store,
  { key, site, kind }: Operation,
  { state, since, by, ref }: RequestFact,
  isOpen: boolean,
  { actor, at }: Intent,
): Promise<Intention> {
  const message = `Recorded as ${state} on ${since} by ${by}${ref === null ? '' : `: ${ref}`}.`;
  if (isOpen) {
    store.send(
      "UPDATE operations SET state = 'ended', outcome = 'already', message = ?, lease_until_ms = 0 WHERE key = ?",
      message,
      key,
    );
    const detail = { outcome: 'already', message, record: { effectiveAt: at } };
    await append(store, { at, actor: actor.name, what: 'settled', key, site, queue: null, detail });
  }
  return { is: 'settled', outcome: { key, site, kind, outcome: 'already', message } };
}

/** What was sent stands as it was intended then, whatever the caller's plan says now. */
async function resume(store: Store, open: OperationRow, intent: Intent, nowMs: number): Promise<Intention> {
  const resumed = openOperationOf(open);
  const { key, site, queue } = resumed.operation;
  const token = lease(key, open.token + 1, intent, nowMs, inFlightEnd(open, intent.inFlightMs));
  store.send(
    'UPDATE operations SET token = ?, lease_until_ms = ?, quiet_until = ?, actor = ? WHERE key = ?',
    token.fence,
    token.leaseUntilMs,
    token.inFlightUntil,
    canonicalJson(intent.actor),
    key,
  );
  await append(store, {
    at: intent.at,
    actor: intent.actor.name,
    what: 'taken over',
    key,
    site,
    queue,
    detail: {
      from: resumed.holder,
      state: open.state,
      record: { holder: intent.actor, token: token.fence, quietUntil: token.inFlightUntil },
    },
    origin: originOf(intent.actor, intent.plan),
  });
  return { is: 'ours', token, resumed };
}

/** A new operation, or one anew under its key: ended without effect, or intended only, so that nothing was sent. */
async function begin(
  store: Store,
  operation: Operation,
  {
    known,
    nowMs,
    end,
  }: { readonly known: OperationRow | undefined; readonly nowMs: number; readonly end: ChainEnd | undefined },
  intent: Intent,
): Promise<Intention> {
  const { key, site, queue, kind, before, after, reason, ...unread } = operation;
  const token = lease(key, (known?.token ?? 0) + 1, intent, nowMs, null);
  takeClaims(store, operation, known ? bodyOf(known) : null);
  store.send(
    `INSERT INTO operations (key, lane, body, state, attempt, token, lease_until_ms, actor, since, day)
       VALUES (?, ?, ?, 'intended', 0, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET lane = excluded.lane, body = excluded.body, state = 'intended', outcome = NULL,
         message = NULL, attempt = 0, sent_at = NULL, quiet_until = NULL, token = excluded.token,
         lease_until_ms = excluded.lease_until_ms, actor = excluded.actor, since = excluded.since, day = excluded.day`,
    key,
    lockKeyOf(operation),
    canonicalJson(operation),
    token.fence,
    token.leaseUntilMs,
    canonicalJson(intent.actor),
    intent.at,
    intent.day,
  );
  const detail = {
    kind,
    before,
    after,
    reason,
    record: { operation: unread, holder: intent.actor, token: token.fence, day: intent.day },
  };
  const origin = originOf(intent.actor, intent.plan);
  const event: NewEvent = {
    at: intent.at,
    actor: intent.actor.name,
    what: 'intended',
    key,
    site,
    queue,
    detail,
    origin,
  };
  await append(store, event, end);
  return { is: 'ours', token, resumed: null };
}

/** Whether it took effect is not known, so its shares of the limits stay taken. */
async function supersede(store: Store, open: OperationRow, by: Operation, { actor, at, plan }: Intent): Promise<void> {
  const { key, site, queue } = bodyOf(open);
  const message = `Replaced by ${by.key} of ${actor.name}.`;
  store.send(
    "UPDATE operations SET state = 'ended', outcome = 'superseded', message = ?, lease_until_ms = 0 WHERE key = ?",
    message,
    key,
  );
  if (queue !== null) raiseGeneration(store, queue);
  await append(store, {
    at,
    actor: actor.name,
    what: 'superseded',
    key,
    site,
    queue,
    detail: { by: by.key, from: holderName(actorOf(open)) },
    origin: originOf(actor, plan),
  });
}

function lease(
  key: string,
  fence: number,
  { leaseMs }: Intent,
  nowMs: number,
  inFlightUntil: Instant | null,
): LeaseToken {
  return { key, fence, leaseUntilMs: nowMs + Math.ceil(leaseMs), storeNowMs: nowMs, inFlightUntil };
}

function settledIntention(row: OperationRow): Intention {
  const { key, site, queue, kind } = bodyOf(row);
  const outcome = row.outcome === 'already' ? 'already' : 'done';
  return {
    is: 'settled',
    outcome: { key, site, ...(queue !== null && { queue }), kind, outcome, message: row.message ?? '' },
  };
}
