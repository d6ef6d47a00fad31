import { beginning, headOf, readEvents } from './chain.js';
import { emptyHistory, readHistory } from './history.js';
import { giveUp } from './operations/give-up.js';
import { intend } from './operations/intend.js';
import { mark, release, renew, settle } from './operations/lease-token.js';
import type { IsGone } from './operations/rows.js';
import { takeNote } from './operations/notes.js';
import type { Ledger } from './port.js';
import { verify } from './proof/verify.js';
import { refuseElsewhere } from './seal.js';
import type { OpenStore } from './store.js';
import { transactionsOn } from './transactions.js';

export interface LedgerTools {
  readonly readOnly: boolean;
  readonly isGone: IsGone;
}

/** The ledger in a store of either kind: one set of rules, whatever database holds it. */
export function ledgerOn({ store, place, explain, close }: OpenStore, { readOnly, isGone }: LedgerTools): Ledger {
  const { read: reading, write: writing, alone } = transactionsOn(store);

  async function explained<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw store.isStoreError(error) ? explain(error) : error;
    }
  }
  const read = <T>(work: () => Promise<T>) => explained(reading(work));
  const write = <T>(work: () => Promise<T>) => (readOnly ? refuseWrite(place) : explained(writing(work)));

  return {
    history: () =>
      read(async () => {
        await refuseElsewhere(store);
        return readHistory(store, isGone);
      }),
    intend: (operation, intent) => write(() => intend(store, operation, intent, isGone)),
    mark: (token, sentAt) => write(() => mark(store, token, sentAt)),
    renew: (token, leaseMs) => write(() => renew(store, token, leaseMs)),
    settle: (token, settlement) => write(() => settle(store, token, settlement)),
    release: (queue, by, at, reason) => write(() => release(store, queue, by, at, reason)),
    giveUp: (key, message, by, at) => write(() => giveUp(store, key, message, { actor: by, at }, isGone)),
    note: (note, by, at) => write(() => takeNote(store, note, by, at)),
    events: (filter) => read(() => readEvents(store, filter)),
    head: () => read(() => headOf(store)),
    verify: () => read(() => verify(store)),
    close: () => alone(close),
  };
}

/** What a look at a ledger that nobody has begun shows. */
export function absentLedger(place: string): Ledger {
  const refuse = (): Promise<never> => refuseWrite(place);
  return {
    history: () => Promise.resolve(emptyHistory()),
    events: () => Promise.resolve([]),
    head: () => Promise.resolve(beginning),
    verify: () => Promise.resolve({ events: 0, head: beginning, broken: null, differences: [] }),
    close: () => Promise.resolve(),
    intend: refuse,
    mark: refuse,
    renew: refuse,
    settle: refuse,
    release: refuse,
    giveUp: refuse,
    note: refuse,
  };
}

function refuseWrite(place: string): Promise<never> {
  return Promise.reject(new Error(`The ledger ${place} was opened for reading.`));
}
