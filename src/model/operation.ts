import type { IsoDate, Instant } from './dates.js';

/** What is done to a queue; `online`: our own brokeroff or off is taken back. */
export const queueOperationKinds = [
  'flip',
  'rollback',
  'containers-off',
  'containers-on',
  'brokeroff',
  'off',
  'online',
] as const;

export type QueueOperationKind = (typeof queueOperationKinds)[number];

export const operationKinds = [...queueOperationKinds, 'request'] as const;

export type OperationKind = (typeof operationKinds)[number];

/**
 * The fields an operation owns, and nothing else of the record. For the catalogue's attributes the
 * key is the attribute's name and the value its exact string. `manual_rule` stands for the manual
 * status rule: `''` none, else its value; `manual_rule_by` is its reason where it is somebody else's, `manual_rule_until`
 * its end where it has one.
 * `request` is `none` or a request state.
 */
export type Fields = Readonly<Record<string, string>>;

/**
 * A share of a limited pool, e.g. pool `sites/2019-08-05`, member OSCER, amount 1, limit 5. A member
 * counts once a pool, however many of its operations claim it.
 */
export interface Claim {
  readonly pool: string;
  readonly member: string;
  readonly amount: number;
  readonly limit: number;
}

interface AnyOperation {
  /** `campaign/queue/kind#g`, g = operations settled on that queue before; requests `campaign/site/step#round`. */
  readonly key: string;
  /** The queue's `panda_resource`; for a request the site's name. */
  readonly subject: string;
  readonly site: string;
  readonly before: Fields;
  readonly after: Fields;
  /** A sentence for a person. */
  readonly reason: string;
  /** The site's cloud when it was planned; absent where it is unknown. A pause of the cloud stops it. */
  readonly cloud?: string;
  /** Further clouds of a site with queues in several: it counts in each. */
  readonly alsoIn?: readonly string[];
  readonly claims: readonly Claim[];
  /** Fingerprint of the part of the inventory this operation rests on; a saved plan is judged by it. */
  readonly inputsFingerprint: string;
  /** Key of the open operation that this one replaces, by an operator's word, after the in-flight window. */
  readonly supersedes?: string;
  /** With `supersedes`: what the replaced operation was writing; each owned field may stand at either side. */
  readonly orBefore?: Fields;
}

/** One change to one queue. */
export interface QueueOperation extends AnyOperation {
  readonly kind: QueueOperationKind;
  readonly queue: string;
}

/** One request to one site. */
export interface RequestOperation extends AnyOperation {
  readonly kind: 'request';
  readonly queue: null;
}

export type Operation = QueueOperation | RequestOperation;

export type OutcomeKind = 'done' | 'already' | 'conflict' | 'unconfirmed' | 'failed' | 'refused' | 'held' | 'not-run';

/** What became of an operation (contract: docs/operations.md#results). */
export interface Outcome {
  readonly key: string;
  readonly queue?: string;
  readonly site?: string;
  readonly kind: OperationKind;
  readonly outcome: OutcomeKind;
  readonly message: string;
  /** Who holds or changed it. */
  readonly by?: string;
  /** When to try again. */
  readonly until?: Instant;
}

/** Where an open operation stands: `intended` nothing was sent; `acting` something may be in flight. */
export interface OpenOperation {
  readonly operation: Operation;
  readonly state: 'intended' | 'acting' | 'unconfirmed';
  readonly attempt: number;
  /** Campaign clock; null while `intended`. */
  readonly sentAt: Instant | null;
  readonly actor: string;
  /** `user@host pid`, for people. */
  readonly holder: string;
  readonly since: Instant;
  /** Lease end by the store's clock, as history knows it; absent: given up, lapsed, or its holder has ended. */
  readonly heldUntil?: Instant;
}

/** A settled change of a queue: `done` or `already`. */
export interface SettledChange {
  readonly key: string;
  readonly kind: OperationKind;
  readonly before: Fields;
  readonly after: Fields;
  /** Campaign clock. */
  readonly at: Instant;
  /** When factories and nodes follow; commissioning starts there. */
  readonly effectiveAt: Instant;
  /** The campaign's calendar day on which it was intended. */
  readonly day: IsoDate;
  readonly actor: string;
  readonly outcome: 'done' | 'already';
  /** Why, as the operation said; absent in changes that older ledgers tell of. */
  readonly reason?: string;
}
