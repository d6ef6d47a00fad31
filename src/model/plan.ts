import type { IsoDate, Instant } from './dates.js';
import type { QueueActivity, Downtime, QueueRecord, StatusRule } from './record.js';
import type { Adoption, RequestFact } from './history.js';
import type { Operation } from './operation.js';

/** What the outside says now: input of `plan()`. */
export interface GridView {
  /** By `panda_resource`. */
  readonly records: ReadonlyMap<string, QueueRecord>;
  /** Status rules of the retiring queues, by `panda_resource`. */
  readonly rules: ReadonlyMap<string, readonly StatusRule[]>;
  readonly downtimes: readonly Downtime[];
  /** Jobs left at the retiring queues; null while no monitor is configured. */
  readonly activity: ReadonlyMap<string, QueueActivity> | null;
  /** Requests found at the helpdesk that the ledger does not know yet. */
  readonly requests: readonly RequestFact[] | null;
  /** Site → why the ticket of its request cannot be read; absent where all were. */
  readonly unreadRequests?: ReadonlyMap<string, string>;
  /** The pilot's list of names to remove from logs, and what is wrong with it; absent where the profile names none. */
  readonly logPatterns?: { readonly place: string; readonly problems: readonly string[] };
  /** Jobs of late and those that failed by large logs, by queue; absent where nobody asked for the jobs. */
  readonly largeLogs?: ReadonlyMap<string, { readonly jobs: number; readonly large: number }>;
}

/** First match wins, in this order (contract: docs/protocol.md#stages-of-a-site). */
export const stages = ['leaving', 'rolledBack', 'commissioning', 'migrated', 'partly', 'blocked', 'ready'] as const;
export type Stage = (typeof stages)[number];

/** A readiness rule that does not hold now. */
export interface Blocker {
  /** Name of the rule: os, pilot_manager, ready_on, hold, after, declined, … */
  readonly rule: string;
  readonly sentence: string;
  /** What would clear it; null where nobody can know. */
  readonly advice: string | null;
  /** The day it clears by itself; null: a person has to act. */
  readonly clears: IsoDate | null;
}

/** `unknown`: the ledger knows of none, and the helpdesk could not be read. */
export interface RequestView {
  readonly state: 'none' | 'unknown' | 'sent' | 'replied' | 'accepted' | 'declined' | 'unconfirmed';
  readonly since?: Instant;
  readonly ref?: string;
  /** The day that was agreed with the site; only where it has accepted. */
  readonly on?: IsoDate;
}

/** A step that follows where a site does not answer, and its day. */
export interface StepToCome {
  readonly step: 'remind' | 'escalate' | 'hold';
  readonly on: IsoDate;
  /** `escalate`: whom it goes to. */
  readonly to?: string;
}

/** What the campaign's verdicts say of a site that is still to go (docs/learning.md#risk). */
export interface SiteRisk {
  /** Of any fault, 0 to 1. */
  readonly chance: number;
  /** With the counts behind it. */
  readonly reason: string;
  readonly proposal: 'go' | 'ask first' | 'go with containers off';
}

/** Faults of one class concentrate on a trait, and its sites wait (docs/learning.md#stop-the-line). */
export interface LineStop {
  readonly fault: string;
  readonly traits: readonly string[];
  /** Judged sites with the trait and without it, and those of them with the fault. */
  readonly with: { readonly sites: number; readonly faults: number };
  readonly without: { readonly sites: number; readonly faults: number };
  readonly eValue: number;
  /** From this e-value on there is a stop. */
  readonly needed: number;
  readonly reason: string;
  readonly ends: string;
  /** By whose word its sites go for the time being; null: they are held. */
  readonly lifted: { readonly by: string; readonly until: IsoDate | null; readonly reason: string } | null;
  /** Sites that wait because of it. */
  readonly held: readonly string[];
  /** Flipped sites of the trait that have not shown the fault. */
  readonly lookCloser: readonly string[];
}

export interface SitePlan {
  readonly site: string;
  readonly stage: Stage;
  /** The reason in a sentence; before it the pause that stops the site. */
  readonly reason: string;
  /** The pause alone; null: nobody has paused it. */
  readonly paused: string | null;
  readonly cloud: string;
  /** Further clouds of its queues: it counts in each; absent: none. */
  readonly alsoIn?: readonly string[];
  readonly tier: number | null;
  readonly country: string;
  readonly slots: number;
  /** Queues that count. */
  readonly queues: readonly string[];
  readonly blockers: readonly Blocker[];
  readonly request: RequestView;
  /** What follows where it does not answer; absent where nothing is waited for. */
  readonly ladder?: readonly StepToCome[];
  /** Containers of a migrated site: null where the campaign has no container track or the site is not at `to`. */
  readonly containers: 'on' | 'off' | 'awaiting' | null;
  /** Day of its wave; null where it has none. */
  readonly date: IsoDate | null;
  /** Why not earlier. */
  readonly why: string | null;
  /** The last day on which the site can go back to the old pilot; null: not flipped, or no policy. */
  readonly canGoBackUntil: IsoDate | null;
  /** Absent where nothing is known yet, or nothing is left to flip. */
  readonly risk?: SiteRisk;
}

/** One retirement as it stands. */
export interface RetirementView {
  readonly queue: string;
  readonly site: string | null;
  readonly on: IsoDate | null;
  readonly status: string;
  readonly state: 'due' | 'scheduled' | 'brokeroff' | 'drained' | 'off' | 'unknown queue';
  /** The last analysis queue of its site in service. */
  readonly alone: boolean;
  readonly reason: string;
  readonly data?: string;
  readonly warnings: readonly string[];
  /** null where nothing is to be done, or it is held. */
  readonly operation: Operation | null;
  /** Jobs left, where a monitor said so. */
  readonly jobs?: QueueActivity;
  /** Why nothing is done although it is due, and what would clear it. */
  readonly held?: string;
  /** That somebody else's stricter rule stands in the place of our brokeroff: whose, since when and why. */
  readonly stricter?: string;
}

export interface Wave {
  readonly date: IsoDate;
  readonly sites: readonly string[];
}

export interface Unplanned {
  readonly site: string;
  readonly reason: string;
}

export interface Bound {
  /** No plan can finish earlier than this. null: nothing to plan. */
  readonly date: IsoDate | null;
  readonly reason: string;
}

/** When the campaign's calendar opens and closes for flips. */
export interface CalendarWindow {
  /** Why no site can be flipped today, and the first day with room (null: none within ten years); null: today has room. */
  readonly closed: { readonly reason: string; readonly until: IsoDate | null } | null;
  /** The next freeze or pace of 0; null: none within three months. */
  readonly closes: {
    readonly from: IsoDate;
    /** The first day with room after it; null: none within ten years. */
    readonly until: IsoDate | null;
    readonly reason: string;
    /** The last day with room before it. */
    readonly lastOpen: IsoDate;
    /** Days with room before it, today with them. */
    readonly openDays: number;
    /** Its length; null: without end. */
    readonly days: number | null;
  } | null;
}

/** Pure result of `plan()`: what should happen now, with reasons, and the waves to come. */
export interface Plan {
  readonly campaign: string;
  readonly asOf: Instant;
  /** The campaign's calendar day. */
  readonly day: IsoDate;
  /** Fingerprint of everything below that would be done. */
  readonly id: string;
  readonly sites: readonly SitePlan[];
  /** Operations that should happen now, all tracks, in order. */
  readonly operations: readonly Operation[];
  readonly retirements: readonly RetirementView[];
  /** Whether a monitor said what the retiring queues have left; else none can be called drained. */
  readonly monitored?: boolean;
  readonly window: CalendarWindow;
  /** Sites that have a place in today's pace already, by whatever command. */
  readonly takenToday: readonly string[];
  /** That verdicts are overdue, with the command; null: none is. */
  readonly overdue: string | null;
  readonly waves: readonly Wave[];
  readonly finish: IsoDate | null;
  readonly bound: Bound;
  readonly unplanned: readonly Unplanned[];
  readonly stops: readonly LineStop[];
  readonly adoptions: readonly Adoption[];
  /** Requests found at the helpdesk, to be noted in the ledger. */
  readonly foundRequests: readonly RequestFact[];
  readonly warnings: readonly string[];
}
