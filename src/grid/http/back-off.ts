import type { Random } from '../../model/random.js';

/** How often and how patiently a read is repeated. */
export interface Patience {
  /** The total, the first one included. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Of all attempts together, without what a host asked to wait; the first has its whole time-out. */
  readonly longestSilenceMs: number;
  /** A Retry-After beyond this is not waited for. */
  readonly longestRetryAfterMs: number;
}

export const defaultPatience: Patience = {
  attempts: 4,
  firstWaitMs: 250,
  longestWaitMs: 4_000,
  longestSilenceMs: 30_000,
  longestRetryAfterMs: 30_000,
};

/**
 * Milliseconds before the next attempt: doubling up to a bound, the upper half of it left to chance so
 * that many clients do not come back together. null: do not try again.
 */
export function waitBefore(
  attempt: number,
  patience: Patience,
  random: Random,
  retryAfterMs: number | null,
): number | null {
  if (attempt > patience.attempts) return null;
  if (retryAfterMs !== null) return retryAfterMs <= patience.longestRetryAfterMs ? retryAfterMs : null;
  const bound = Math.min(patience.longestWaitMs, patience.firstWaitMs * 2 ** (attempt - 2));
  return bound / 2 + (random() * bound) / 2;
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date (RFC 9110, 10.2.3). null: none, or not understood. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

/** Statuses that pass by themselves. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status === 500 || status === 502 || status === 503 || status === 504;
}
