import type { Connection } from './transactions.js';

export type Value = string | number | null;

/** A database that holds a ledger. `?` or `?1`, `?2`, … stand for values; the texts are of the SQL that all stores know. */
export interface Store {
  readonly get: (text: string, ...values: readonly Value[]) => Promise<unknown>;
  readonly all: (text: string, ...values: readonly Value[]) => Promise<readonly unknown[]>;
  /** Returns how many rows were changed. */
  readonly run: (text: string, ...values: readonly Value[]) => Promise<number>;
  /** Changes rows and does not wait for it: a change that fails fails its transaction at the commit. */
  readonly send: (text: string, ...values: readonly Value[]) => void;
  readonly dialect: Dialect;
}

/** An open store, as the ledger and its move work with it. */
export interface OpenStore {
  readonly store: Store & Connection;
  /** File or address, for messages and for the record: without a password. */
  readonly place: string;
  /** What an error of the store means to an operator. */
  readonly explain: (error: unknown) => Error;
  readonly close: () => Promise<void>;
}

/** Where the stores' SQL differs. */
export interface Dialect {
  /** `now`: the store's own clock, ms since the epoch. */
  readonly now: string;
  /** `entries`: all of `queues` as one JSON text, a list a queue. */
  readonly everyQueue: string;
  /** `format`: of the ledger's tables and events. */
  readonly format: string;
  /** `written`: how many events were ever written, whatever stands there now. */
  readonly eventsWritten: string;
  /** Keeps other writers from the events until the transaction ends. */
  readonly lockEvents: string;
  /** `schema`: of the other ledgers in the same database; null: there can be none. */
  readonly neighbours: string | null;
}

/** The store's own clock, by which leases end; never the campaign's. */
export async function storeNowMs({ get, dialect }: Store): Promise<number> {
  return ((await get(dialect.now)) as { now: number }).now;
}
