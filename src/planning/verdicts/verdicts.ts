import type { QueueHistory, Verdict } from '../../model/history.js';
import { keyNumber } from '../../model/keys/operation-keys.js';

/**
 * The verdict that counts now: one on the queue as it stands (a later write resets the evidence), or
 * an operator's override whose end has not come.
 */
export function verdictInForce(history: QueueHistory | null, nowMs: number): Verdict | null {
  const verdict = history?.verdict;
  if (!history || !verdict) return null;
  if (verdict.ends === 'never') return verdict;
  if (verdict.ends !== null && verdict.ends !== 'at the next change') {
    return nowMs < Date.parse(verdict.ends.at) ? verdict : null;
  }
  return verdict.generation === history.settled ? verdict : null;
}

/** The verdict in force where it speaks against the queue; null where it is good, or there is none yet. */
export function faultInForce(history: QueueHistory | null, nowMs: number): Verdict | null {
  const verdict = verdictInForce(history, nowMs);
  return verdict && verdict.verdict !== 'good' && verdict.verdict !== 'not enough jobs' ? verdict : null;
}

/** What speaks against the first of a site's queues that something speaks against: `QUEUE: pilot fault: …`; null: nothing does. */
export function faultSentence(
  queues: readonly { readonly history: QueueHistory | null }[],
  nowMs: number,
): string | null {
  for (const { history } of queues) {
    const fault = faultInForce(history, nowMs);
    if (fault) return `${fault.queue}: ${fault.verdict}: ${fault.reason}`;
  }
  return null;
}

/**
 * True where a flip of this ledger has no good verdict yet. A good one stays with its flip when
 * containers are switched afterwards, until a newer verdict says otherwise.
 */
export function awaitsVerdict(history: QueueHistory | null, nowMs: number): boolean {
  if (history?.pilot?.kind !== 'flip') return false;
  const { verdict } = history;
  if (verdict?.verdict !== 'good') return true;
  if (verdictInForce(history, nowMs)) return false;
  const timed = verdict.ends !== null && typeof verdict.ends === 'object';
  return timed || verdict.generation <= keyNumber(history.pilot.key);
}
