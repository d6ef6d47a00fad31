import { readEvents, verifyChain } from './chain.js';
import { prepareGround } from './file/ground.js';
import { groupCommits } from './file/group.js';
import { emptyHistory, readHistory } from './history.js';
import { mark, release, renew, settle } from './lease-token.js';
import { intend, type IsGone } from './intend.js';
import { takeNote } from './notes.js';
import { LedgerFailure, type Ledger } from './port.js';
import { isGone } from './process.js';
import { openLedgerFile, type LedgerIdentity } from './file/schema.js';
import { isStoreError, storeOf } from './file/store.js';

export interface SqliteLedgerOptions extends LedgerIdentity {
  /** Looks only: nothing is created, and a ledger that does not exist has an empty history. */
  readonly readonly?: boolean;
  /** Whether a holder's process has certainly ended; by default asked of this machine. */
  readonly isGone?: IsGone;
}

/**
 * The ledger in one SQLite file (docs/protocol.md#the-ledger). Rejects with a `LedgerRefusal` for a ledger of
 * another campaign or grid, of a newer format, damaged, or on a network file system.
 */
export function openSqliteLedger(file: string, options: SqliteLedgerOptions): Promise<Ledger> {
  return new Promise((resolve) => {
    resolve(open(file, options));
  });
}

function open(file: string, options: SqliteLedgerOptions): Ledger {
  const { readonly: readOnly = false, isGone: gone = isGone } = options;
  if (!readOnly) prepareGround(file);
  const database = openLedgerFile(file, options, readOnly);
  if (database === null) return absentLedger(file);
  const store = storeOf(database);
  const commit = groupCommits(store);
  const read = async <T>(work: () => T): Promise<T> =>
    explained(
      file,
      new Promise((resolve) => {
        resolve(work());
      }),
    );
  const write = async <T>(work: () => T): Promise<T> => (readOnly ? refuseWrite(file) : explained(file, commit(work)));
  return {
    history: () => read(() => readHistory(store)),
    intend: (operation, intent) => write(() => intend(store, operation, intent, gone)),
    mark: (hold, sentAt) => write(() => mark(store, hold, sentAt)),
    renew: (hold, leaseMs) => write(() => renew(store, hold, leaseMs)),
    settle: (hold, settlement) => write(() => settle(store, hold, settlement)),
    release: (queue, by, at, reason) => write(() => release(store, queue, by, at, reason)),
    note: (note, by, at) =>
      write(() => {
        takeNote(store, note, by, at);
      }),
    events: (filter) => read(() => readEvents(store, filter)),
    verify: () => read(() => verifyChain(store)),
    close: () =>
      read(() => {
        if (store.database.isOpen) store.database.close();
      }),
  };
}

/** What a look at a ledger that nobody has begun shows. */
function absentLedger(file: string): Ledger {
  const refuse = (): Promise<never> => refuseWrite(file);
  return {
    history: () => Promise.resolve(emptyHistory()),
    events: () => Promise.resolve([]),
    verify: () => Promise.resolve({ events: 0, broken: null }),
    close: () => Promise.resolve(),
    intend: refuse,
    mark: refuse,
    renew: refuse,
    settle: refuse,
    release: refuse,
    note: refuse,
  };
}

function refuseWrite(file: string): Promise<never> {
  return Promise.reject(new Error(`The ledger ${file} was opened for reading.`));
}

async function explained<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isStoreError(error)) throw error;
    const { message } = error as Error;
    const why = /locked/.test(message)
      ? 'another process has kept it locked for too long; is one suspended?'
      : `${message}.`;
    throw new LedgerFailure(`The ledger ${file} failed: ${why}`, { cause: error });
  }
}
