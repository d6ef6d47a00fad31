import type { IsoDate, Instant } from '../model/dates.js';
import type { EventName } from '../model/event-names.js';
import type {
  AcceptanceFact,
  Adoption,
  Approval,
  History,
  NoticeFact,
  Pause,
  ReportFact,
  RequestFact,
  StopLift,
  Verdict,
} from '../model/history.js';
import type { OpenOperation, Operation, Outcome, OutcomeKind } from '../model/operation.js';
import { UserError } from '../model/user-error.js';

/** The campaign and the grid (URL or world id) that a ledger belongs to. */
export interface LedgerIdentity {
  readonly campaign: string;
  readonly grid: string;
}

/** Who acts, for the record. */
export interface Actor {
  readonly name: string;
  /** host, pid and start time of the process: tells whether a holder on this host still lives. */
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  /** The command line, without secrets. */
  readonly command?: string;
}

/** Where and by which command something was ordered, and of which plan it was a part. */
export interface Origin {
  readonly host: string;
  readonly pid: number;
  readonly command: string | null;
  /** Fingerprint of the plan (`Plan.id`). */
  readonly plan: string | null;
}

/** Proof of a lease: every later write of an operation is conditional on its fence, which grows with every holder. */
export interface LeaseToken {
  readonly key: string;
  readonly fence: number;
  /** Lease end by the store's clock, ms. */
  readonly leaseUntilMs: number;
  /** The store's time when the lease was given: with it the holder measures what remains, by both its clocks. */
  readonly storeNowMs: number;
  /** An earlier holder's write may still be in flight until then (campaign clock): no `mark` before. */
  readonly inFlightUntil: Instant | null;
}

export type Intention =
  | { readonly is: 'ours'; readonly token: LeaseToken; readonly resumed: OpenOperation | null }
  /** The key is settled already. */
  | { readonly is: 'settled'; readonly outcome: Outcome }
  /**
   * Another holder's lease (`until` by the store's clock), an earlier write that may be in flight
   * (`until` by the campaign's), or another operation of the queue that has to end first.
   */
  | {
      readonly is: 'busy';
      readonly open: OpenOperation;
      readonly waiting: 'for its holder' | 'for the in-flight window' | 'for its end';
      readonly until: Instant | null;
    }
  /** A limit would be exceeded; the sentence says which. */
  | {
      readonly is: 'over limit';
      readonly sentence: string;
      /** Room may come when what is in flight ends well: it is counted at its worst. */
      readonly inFlight: boolean;
    }
  /** Somebody has paused its scope. */
  | { readonly is: 'paused'; readonly pause: Pause }
  /** The campaign asks for an approval of its plan, and there is none in force. */
  | { readonly is: 'not approved' }
  /** Another campaign on this grid has the queue in its hands: `until` by the store's clock or the campaign's, null: until it has ended. */
  | { readonly is: 'elsewhere'; readonly campaign: string; readonly sentence: string; readonly until: Instant | null }
  /** The queue's generation moved on: the plan is stale. */
  | { readonly is: 'stale'; readonly sentence: string };

export interface LedgerEvent {
  readonly id: number;
  readonly at: Instant;
  readonly actor: string;
  /** An `EventName`, or one that a newer program gave. */
  readonly what: string;
  readonly key: string | null;
  readonly site: string | null;
  readonly queue: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Of what somebody ordered; null for the steps that follow from it, and in ledgers before format 3. */
  readonly origin: Origin | null;
  /** sha256 over the event before and this one. */
  readonly hash: string;
}

/** What a check of the whole ledger found. */
export interface Verification {
  readonly events: number;
  readonly head: string;
  /** The first event that does not follow from the one before, or is missing. */
  readonly broken: LedgerEvent | null;
  /** What the tables hold and the events do not tell, as sentences; null where events of the ledger's format tell too little. */
  readonly differences: readonly string[] | null;
}

/** What a person tells of a request, who was shown what was known of it. */
export interface ToldRequest {
  readonly request: RequestFact;
  /** What the newest fact of its site and step may be by now: the ledger's as it was shown, or what the helpdesk showed; null: none. */
  readonly shown: readonly (RequestFact | null)[];
}

export type Note =
  | { readonly what: 'adopted'; readonly adoption: Adoption }
  | { readonly what: 'verdict'; readonly site: string; readonly verdict: Verdict }
  /** `isFound`: seen at the helpdesk, and not told by a person; it takes back nothing that is known. */
  | { readonly what: 'request'; readonly request: RequestFact; readonly isFound?: boolean }
  /** What a person tells of requests, all or none. */
  | { readonly what: 'requests'; readonly told: readonly ToldRequest[] }
  | { readonly what: 'report'; readonly report: ReportFact }
  | { readonly what: 'notice'; readonly notice: NoticeFact }
  | { readonly what: 'approved'; readonly approval: Approval }
  | { readonly what: 'accepted'; readonly acceptance: AcceptanceFact }
  | { readonly what: 'paused'; readonly pause: Pause }
  | { readonly what: 'resumed'; readonly scope: string; readonly reason: string }
  | { readonly what: 'lifted'; readonly lift: StopLift };

export interface EventFilter {
  readonly site?: string;
  readonly queue?: string;
  /** Hash of the event to begin with, which is answered too, whatever its name. */
  readonly from?: string;
  /** Only events of these names. */
  readonly what?: readonly EventName[];
}

/** What an intention is made with; instants and the day are the campaign's. */
export interface Intent {
  readonly actor: Actor;
  readonly at: Instant;
  readonly day: IsoDate;
  readonly leaseMs: number;
  readonly inFlightMs: number;
  /** Fingerprint of the plan that the operation is a part of. */
  readonly plan?: string | null;
  /** A new operation needs the approval of another operator. */
  readonly needsApproval?: boolean;
  /** How long another campaign's change is watched, from its effect. */
  readonly watchMs?: number;
}

/** How an operation ended. */
export interface Settlement {
  readonly outcome: OutcomeKind;
  readonly message: string;
  readonly at: Instant;
  readonly effectiveAt: Instant;
  readonly by?: string;
  /** When a person made the change, as the catalogue says. */
  readonly changedAt?: Instant;
  readonly request?: RequestFact;
}

/**
 * The durable record of a campaign (docs/protocol.md#the-ledger). One ledger belongs to one campaign and one
 * grid; opening it for another is a `LedgerRefusal`. A write that answers is on the disk.
 */
export interface Ledger {
  history(): Promise<History>;
  /** Also re-checks the claims, against everything open or settled. `leaseMs` by the store's clock. */
  intend(operation: Operation, intent: Intent): Promise<Intention>;
  /** Before any byte is sent, and not before the token's `inFlightUntil`. false: the lease is another's now. */
  mark(token: LeaseToken, sentAt: Instant): Promise<boolean>;
  /** Longer lease for the same token, or null: the lease is another's now. */
  renew(token: LeaseToken, leaseMs: number): Promise<LeaseToken | null>;
  /**
   * Ends the operation (or leaves it `unconfirmed`, open, its lease given up) with its event and, for
   * a request, what is known of it now. false: the lease is another's now.
   */
  settle(token: LeaseToken, settlement: Settlement): Promise<boolean>;
  /** Gives up the lease of every open operation of a queue whose holder is known to be gone; answers what was released. */
  release(queue: string, by: Actor, at: Instant, reason: string): Promise<readonly OpenOperation[]>;
  /** Ends an operation that nobody holds and that nothing was sent of, as `not-run`; false: it is not so, or no more. */
  giveUp(key: string, message: string, by: Actor, at: Instant): Promise<boolean>;
  note(note: Note, by: Actor, at: Instant): Promise<void>;
  events(filter: EventFilter): Promise<readonly LedgerEvent[]>;
  /** Hash of the newest event: whoever keeps it elsewhere can tell later that nothing before it was cut off. */
  head(): Promise<string>;
  verify(): Promise<Verification>;
  close(): Promise<void>;
}

/** The ledger could not be read or written: disk full, damaged, locked for too long. Nothing of the call is on the disk. */
export class LedgerFailure extends UserError {
  override readonly name = 'LedgerFailure';
  constructor(
    message: string,
    { advice = [], ...options }: ErrorOptions & { readonly advice?: readonly string[] } = {},
  ) {
    super(1, 'ledger-failure', message, advice, options);
  }
}

/** A ledger of another campaign or grid, of a newer version, damaged, or on unsuitable ground. Exit 3. */
export class LedgerRefusal extends UserError {
  override readonly name = 'LedgerRefusal';
  constructor(message: string, advice: readonly string[]) {
    super(3, 'ledger-refused', message, advice);
  }
}
