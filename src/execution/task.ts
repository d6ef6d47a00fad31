import { instant, type Instant } from '../model/dates.js';
import type { RequestFact } from '../model/history.js';
import type { OpenOperation, Operation, Outcome, OutcomeKind } from '../model/operation.js';
import { withAdvice, type GridFailure } from '../grid/ports.js';
import { coversRequest, type Lease } from './lease.js';
import { now, pause, report, type Run } from './run.js';

/** One operation in this process's hands. */
export interface Task {
  readonly operation: Operation;
  readonly lease: Lease;
  readonly run: Run;
  /** What an earlier holder left; null where nothing was sent before. */
  readonly resumed: OpenOperation | null;
  /** Why a text that may have been sent is looked for alone, and not sent any more; null: it is still wanted. */
  readonly unwanted: string | null;
}

export interface Ending {
  readonly outcome: OutcomeKind;
  readonly message: string;
  readonly by?: string;
  /** When a person made the change, as the catalogue says. */
  readonly changedAt?: Instant;
  readonly until?: string;
  readonly request?: RequestFact;
}

export function outcomeOf(operation: Operation, { outcome, message, by, until }: Ending): Outcome {
  const { key, site, queue, kind } = operation;
  const what = { key, ...(queue !== null && { queue }), site, kind };
  return { ...what, outcome, message, ...(by !== undefined && { by }), ...(until !== undefined && { until }) };
}

/** Ends the operation, or leaves it `unconfirmed`, in the ledger; the outcome is `held` where it is another's by now. */
export async function settle({ operation, lease, run }: Task, ending: Ending): Promise<Outcome> {
  const { outcome, message, by, changedAt, request } = ending;
  const at = await now(run);
  const effectiveAt = instant(Date.parse(at) + run.times.effectMs);
  const settlement = {
    outcome,
    message,
    at,
    effectiveAt,
    ...(by !== undefined && { by }),
    ...(changedAt !== undefined && { changedAt }),
    ...(request && { request }),
  };
  if (!(await run.ledger.settle(lease.token(), settlement))) return takenOver(operation);
  report(run, operation, outcome, message);
  return outcomeOf(operation, ending);
}

/** Somebody else took the lease: nothing more is written here. */
export function takenOver(operation: Operation): Outcome {
  return outcomeOf(operation, {
    outcome: 'held',
    message: 'Another process has taken this operation over.',
    by: 'another process',
  });
}

export type Mark =
  { readonly is: 'marked'; readonly sentAt: Instant } | { readonly is: 'again' } | { readonly is: 'lost' };

/**
 * Mark and fence: the attempt is durable, its request will be over before the lease ends, and it goes
 * out at the time that the in-flight window is counted from, by the campaign's clock too, which others may move.
 * `again`: it took too long; nothing was sent, and what was observed before may be old.
 */
export async function markAttempt({ lease, run }: Task): Promise<Mark> {
  const sentAt = await now(run);
  if (!(await run.ledger.mark(lease.token(), sentAt))) return { is: 'lost' };
  const delayMs = (await run.grid.clock.now()) - Date.parse(sentAt);
  if (coversRequest(lease, run.times) && delayMs <= run.times.inFlightMs / 10) return { is: 'marked', sentAt };
  return { is: (await lease.renew()) ? 'again' : 'lost' };
}

/** A service that is busy and turned the request away unread says when to come back. */
export async function waitedForTurn(
  { operation, run, lease }: Task,
  { problem, retryAfterMs, message }: GridFailure,
): Promise<boolean> {
  if (problem !== 'busy' || retryAfterMs === null || retryAfterMs > longestRetryAfterMs) return false;
  report(run, operation, 'waiting', message);
  return (await lease.keep()) && (await pause(run, retryAfterMs));
}

const longestRetryAfterMs = 300_000;

/** How an attempt ends of which nothing reached the service, or that was not made for what went wrong before it. */
export function notSent(failure: GridFailure, why = 'Nothing was sent'): Ending {
  const outcome = failure.problem === 'refused' || failure.problem === 'not allowed' ? 'refused' : 'failed';
  return { outcome, message: `${why}: ${withAdvice(failure)}` };
}

/** Rounds of observing and marking before the times of the configuration are called impossible. */
export const mostRounds = 4;

/** No request goes out in time, however often the lease is renewed. */
export function neverInTime(task: Task): Promise<Outcome> {
  const message =
    'Nothing was sent: the lease would end before the request. Make grid.timing.lease_seconds longer than request_timeout_seconds.';
  return settle(task, { outcome: 'failed', message });
}
