import type { IsoDate, Instant } from './dates.js';
import type { OpenOperation, SettledChange } from './operation.js';

/** What the ledger knows, as plain data for `plan()`. Only queues and sites with a past are in it. */
export interface History {
  readonly queues: ReadonlyMap<string, QueueHistory>;
  readonly sites: ReadonlyMap<string, SiteHistory>;
  /** Requests begun and not ended, by key. */
  readonly openRequests: ReadonlyMap<string, OpenOperation>;
  /** pool → member → amount, of open and settled operations. */
  readonly claims: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly pauses: readonly Pause[];
  /** All that were ever noted, oldest first. */
  readonly verdicts: readonly Verdict[];
  /** Oldest first. */
  readonly lifts: readonly StopLift[];
}

/** A plan that another operator than its planner has looked at. */
export interface Approval {
  /** Fingerprint of the plan (`Plan.id`). */
  readonly plan: string;
  readonly plannedBy: string;
  readonly by: string;
  readonly at: Instant;
  readonly until: Instant;
  readonly reason: string | null;
  /** What was approved of each operation, by its key: `approvalMark`. */
  readonly operations: Readonly<Record<string, string>>;
}

/** Nothing new is done in a scope (src/model/facts/scopes.ts) until somebody resumes it. */
export interface Pause {
  readonly scope: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  /** From then on it no longer holds; null or absent: until somebody resumes. */
  readonly until?: Instant | null;
  /** What goes on all the same: scopes, and kinds of operation. */
  readonly except?: readonly string[];
  /** The pause of the same scope that was in force when this one was noted. */
  readonly replaces?: Pick<Pause, 'by' | 'at' | 'reason'>;
}

/** An operator lets the sites of a trait go on although faults concentrate on it. */
export interface StopLift {
  readonly trait: string;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
  /** They go before this day; null: what was at fault is mended, and what was flipped before counts no more. */
  readonly until: IsoDate | null;
}

export interface QueueHistory {
  /** Operations settled on this queue: the generation of the next key. */
  readonly settled: number;
  /** The last settled flip or rollback. */
  readonly pilot: SettledChange | null;
  /** The last settled containers-off or containers-on. */
  readonly containers: SettledChange | null;
  /** The last settled brokeroff, off or online. */
  readonly status: SettledChange | null;
  readonly open: OpenOperation | null;
  /** The newest verdict; it counts only while `generation` equals `settled`. */
  readonly verdict: Verdict | null;
  readonly adopted: Adoption | null;
}

/** A queue found at `to` without history. */
export interface Adoption {
  readonly queue: string;
  readonly site: string;
  /** When this ledger took note of it. */
  readonly at: Instant;
  /** The record's `last_modified`; null where unknown. */
  readonly changedAt: Instant | null;
  /** Watched like a flip of our own. */
  readonly underWatch: boolean;
}

export type VerdictKind =
  'good' | 'container fault' | 'pilot fault' | 'site fault' | 'configuration' | 'inconclusive' | 'not enough jobs';

export interface Verdict {
  readonly queue: string;
  /** `settled` of the queue when it was judged: a later write resets the evidence. */
  readonly generation: number;
  readonly verdict: VerdictKind;
  readonly reason: string;
  readonly at: Instant;
  /** `operator NAME` or `commissioning`. */
  readonly by: string;
  /** When an operator's override ends; null for a verdict of the test itself. */
  readonly ends: 'at the next change' | 'never' | { readonly at: Instant } | null;
}

/** `replied`: the site has said something that is no consent, and a person is to read it. */
export type RequestState = 'none' | 'sent' | 'seen' | 'replied' | 'accepted' | 'declined' | 'solved' | 'unconfirmed';

export interface RequestFact {
  readonly site: string;
  /** `migration`, `reminder`, … */
  readonly step: string;
  readonly round: number;
  readonly state: RequestState;
  readonly since: Instant;
  /** Ticket or Message-ID; null where an operator recorded it without one. */
  readonly ref: string | null;
  readonly by: string;
  readonly reason: string | null;
  /** The day that was agreed with the site, or that a text tells it; absent: any day. */
  readonly on?: IsoDate;
  /** It takes an earlier word back; absent in ledgers of before, whose reasons begin with that. */
  readonly takesBack?: boolean;
  /** Up to when, by the helpdesk's clock, the words and changes of its ticket are known; absent: `since`. */
  readonly heard?: Instant;
}

/** A report that went out: what the next one is compared with. */
export interface ReportFact {
  readonly format: string;
  /** What it counted changes from; null: from the beginning. */
  readonly since: Instant | null;
  readonly file: string | null;
  readonly figures: Readonly<Record<string, number>>;
  /** Failed jobs of the queues under watch by cause. */
  readonly failures: Readonly<Record<string, number>>;
  /** What the test knew of each queue under watch. */
  readonly evidence: Readonly<Record<string, { readonly jobs: number; readonly eValue: number }>>;
}

/** An outside change of a queue that an operator took over as known: `kind` and `found` say which one. */
export interface AcceptanceFact {
  readonly queue: string;
  readonly site: string | null;
  readonly changes: readonly { readonly kind: string; readonly found: string }[];
  readonly reason: string;
}

/** News that were told to people: each is told once. */
export interface NoticeFact {
  /** Fingerprint of the news. */
  readonly news: string;
  /** The way: webhook or mail. */
  readonly to: string;
  readonly subject: string;
  /** `begun` stands before anything is sent; without a later word it may have gone out. */
  readonly state: 'begun' | 'sent' | 'failed';
  /** Of one run. */
  readonly attempt: string;
}

export interface SiteHistory {
  /** The newest round of each step. */
  readonly requests: readonly RequestFact[];
}

/** One working day of the campaign, for the forecast: sites flipped, sites the pace allowed. */
export interface DayDone {
  readonly date: IsoDate;
  readonly done: number;
  readonly allowed: number;
}
