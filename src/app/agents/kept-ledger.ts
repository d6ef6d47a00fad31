import { LedgerFailure, type Ledger } from '../../ledger/port.js';
import type { Session } from '../session.js';

/** A session whose ledger stays open from one use to the next: opening one again for every job of an agent costs more than the job. */
export interface KeptSession extends Session {
  readonly close: () => Promise<void>;
}

/** After a failure of the ledger the next use opens it anew. */
export function keepLedger(session: Session): KeptSession {
  let kept: Promise<Ledger> | null = null;

  /** Of many who fail with one ledger the first gives it up; by then another may be in use. */
  async function forget(lost: Promise<Ledger>): Promise<void> {
    if (kept !== lost) return;
    kept = null;
    // It has failed already: that it cannot be closed well either says nothing new.
    await (await lost).close().catch(() => undefined);
  }

  return {
    ...session,
    async openLedger() {
      const opened = (kept ??= session.openLedger('write'));
      try {
        return lasting(await opened, () => forget(opened));
      } catch (error) {
        if (kept === opened) kept = null;
        throw error;
      }
    },
    async close() {
      const last = kept;
      kept = null;
      await (await last)?.close();
    },
  };
}

function lasting(ledger: Ledger, forget: () => Promise<void>): Ledger {
  async function guarded<Answer>(asked: Promise<Answer>): Promise<Answer> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof LedgerFailure) await forget();
      throw error;
    }
  }
  return {
    history: () => guarded(ledger.history()),
    intend: (operation, intent) => guarded(ledger.intend(operation, intent)),
    mark: (token, sentAt) => guarded(ledger.mark(token, sentAt)),
    renew: (token, leaseMs) => guarded(ledger.renew(token, leaseMs)),
    settle: (token, settlement) => guarded(ledger.settle(token, settlement)),
    release: (queue, by, at, reason) => guarded(ledger.release(queue, by, at, reason)),
    giveUp: (key, message, by, at) => guarded(ledger.giveUp(key, message, by, at)),
    note: (note, by, at) => guarded(ledger.note(note, by, at)),
    events: (filter) => guarded(ledger.events(filter)),
    head: () => guarded(ledger.head()),
    verify: () => guarded(ledger.verify()),
    close: () => Promise.resolve(),
  };
}
