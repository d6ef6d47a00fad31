import type { LeaseToken } from '../ledger/port.js';
import type { Run } from './run.js';

/**
 * The lease of one operation, as its holder sees it: what remains is measured by both of the
 * machine's clocks, since one jumps and the other stands still in suspend.
 */
export interface Lease {
  readonly token: () => LeaseToken;
  readonly remainingMs: () => number;
  /** Makes it longer; false: it is another's now. */
  readonly renew: () => Promise<boolean>;
  /** Makes it longer where half of it is gone; false: it is another's now. */
  readonly keep: () => Promise<boolean>;
}

/** The machine's clocks before the ledger was asked: the lease cannot have begun earlier. */
export interface AskedAt {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

export function readClocks({ wallMs, monotonicMs }: Pick<Run, 'wallMs' | 'monotonicMs'>): AskedAt {
  return { wallMs: wallMs(), monotonicMs: monotonicMs() };
}

export function leaseOf(first: LeaseToken, firstAsked: AskedAt, run: Run): Lease {
  const { leaseMs } = run.times;
  let token = first;
  let asked = firstAsked;

  function remainingMs(): number {
    const { wallMs, monotonicMs } = readClocks(run);
    const gone = Math.max(wallMs - asked.wallMs, monotonicMs - asked.monotonicMs);
    return token.leaseUntilMs - token.storeNowMs - gone;
  }

  async function renew(): Promise<boolean> {
    const askedNow = readClocks(run);
    const renewed = await run.ledger.renew(token, leaseMs);
    if (renewed === null) return false;
    token = renewed;
    asked = askedNow;
    return true;
  }

  return {
    token: () => token,
    remainingMs,
    renew,
    keep: () => (remainingMs() > leaseMs / 2 ? Promise.resolve(true) : renew()),
  };
}

/**
 * Fencing: whether a request begun now is over before the lease ends, with a margin (a tenth of the
 * lease) for what the clocks do not see.
 */
export function coversRequest(lease: Lease, { leaseMs, requestMs }: Run['times']): boolean {
  return lease.remainingMs() > requestMs + leaseMs / 10;
}
