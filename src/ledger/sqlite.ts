import { prepareGround } from './file/ground.js';
import { damaged, openLedgerFile } from './file/schema.js';
import { storeOf } from './file/store.js';
import { bringUpToDate } from './file/upgrade.js';
import type { IsGone } from './operations/rows.js';
import { absentLedger, ledgerOn } from './ledger-on.js';
import { LedgerFailure, type Ledger, type LedgerIdentity, type LedgerRefusal } from './port.js';
import { isGone } from './process.js';
import type { OpenStore } from './store.js';
import { isBusy, placeTrouble } from '../storage/sqlite.js';
import { whileBusy } from '../storage/while-busy.js';

export interface LedgerOptions extends LedgerIdentity {
  /** Looks only: nothing is created, and a ledger that does not exist has an empty history. */
  readonly readonly?: boolean;
  /** Whether a holder's process has certainly ended; by default asked of this machine. */
  readonly isGone?: IsGone;
}

/**
 * The ledger in one SQLite file (docs/protocol.md#the-ledger). Rejects with a `LedgerRefusal` for a ledger of
 * another campaign or grid, of a newer format, damaged, or on a network file system.
 */
export async function openSqliteLedger(file: string, options: LedgerOptions): Promise<Ledger> {
  const { readonly: readOnly = false, isGone: gone = isGone } = options;
  const open = await openFileStore(file, options, readOnly);
  return open === null ? absentLedger(file) : ledgerOn(open, { readOnly, isGone: gone });
}

/** The file as a store; null: there is none yet, for one who only looks. */
export async function openFileStore(
  file: string,
  identity: LedgerIdentity,
  readOnly: boolean,
): Promise<OpenStore | null> {
  if (!readOnly) prepareGround(file);
  const database = await whileBusy(() => openLedgerFile(file, identity, readOnly)).catch((error: unknown) => {
    throw isBusy(error) ? failureOf(file, error as Error) : error;
  });
  if (database === null) return null;
  const store = storeOf(database);
  if (!readOnly) await bringUpToDate(store);
  return {
    store,
    place: file,
    explain: (error) => failureOf(file, error as Error),
    close: () => {
      if (database.isOpen) database.close();
      return Promise.resolve();
    },
  };
}

function failureOf(file: string, error: Error): LedgerFailure | LedgerRefusal {
  if (/malformed|not a database/.test(error.message)) return damaged(file, error.message);
  const { reason, advice } = troubleOf(error);
  return new LedgerFailure(`The ledger ${file} failed: ${reason}`, { cause: error, advice: [advice] });
}

function troubleOf({ message }: Error): { readonly reason: string; readonly advice: string } {
  if (/locked/.test(message))
    return {
      reason: 'another process has kept it locked for too long; is one suspended?',
      advice: 'Look for a process of migrate that stands still, end it, then run it again.',
    };
  if (placeTrouble(message) === 'no room')
    return {
      reason: `no room is left on its disk (${message}); nothing of this step was recorded.`,
      advice:
        'Make room there (a full disk, a quota or a limit of file sizes), then run it again: it goes on from what the ledger says.',
    };
  return { reason: `${message}.`, advice: 'Run it again when this is repaired: it goes on from what the ledger says.' };
}
