import type { IsoDate } from './dates.js';

export interface Campaign {
  readonly name: string;
  /** null: a campaign without a pilot track. */
  readonly pilot: {
    readonly from: string;
    readonly to: string;
    /** Values of `pilot_version` that count as `to` besides itself, `*` for any text. */
    readonly at?: readonly string[];
  } | null;
  /** null: a campaign without a container track. */
  readonly containers: {
    /** `tool:user` pair → `tool:user` pair, applied by the flip. */
    readonly translate: Readonly<Record<string, string>>;
    /** The pair that switches containers on, e.g. `singularity:pilot`. */
    readonly on: string;
  } | null;
  /** `os` (from the inventory) and catalogue fields: required value, or one of several; case is ignored. */
  readonly ready_when: Readonly<Record<string, readonly string[]>>;
  /** Switches of single readiness rules, by name; else as the table has them. */
  readonly readiness: Readonly<Record<string, 'off' | 'warn' | 'block'>>;
  readonly timezone: string;
  /** The last entry that matches a date wins; an entry without `from`/`to` always matches. */
  readonly pace: readonly PaceWindow[];
  /** mon … sun. */
  readonly working_days: readonly Weekday[];
  readonly holidays: readonly Holiday[];
  readonly freezes: readonly Freeze[];
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly agents: AgentPolicy;
  /** null: nobody asks for a second pair of eyes. */
  readonly approvals: ApprovalPolicy | null;
  readonly requests: RequestPolicy;
  readonly commissioning: CommissioningPolicy;
  /** Site names in the operators' order; they come first. */
  readonly order: readonly string[];
  /** Canaries and small sites before large ones, or null. */
  readonly ramp: Ramp | null;
  readonly learning: LearningPolicy;
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Sites a working day for the pilot and the container track, each counted on its own. */
export interface PaceWindow {
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly sites_per_day: number;
  readonly because: string | null;
}

/** `country: null` means everywhere; else an ISO 3166 code or the catalogue's country name: only its sites pause. */
export interface Holiday {
  readonly on: IsoDate;
  readonly country: string | null;
}

export interface Freeze {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly because: string;
}

/** null: no limit. */
export interface Limits {
  readonly per_cloud_per_day: number | null;
  readonly slots_per_day: number | null;
  readonly tier1_in_commissioning: number | null;
  readonly in_commissioning: number | null;
  /** Limits of a day that all campaigns of the grid in one database share. */
  readonly shared?: readonly SharedLimit[];
}

export const sharedLimits = ['per_cloud_per_day', 'slots_per_day'] as const;
export type SharedLimit = (typeof sharedLimits)[number];

/** Failed changes of queues after which a scope stops until an operator resumes it; null: no budget. */
export interface Budgets {
  /** Of the changes intended on one day. */
  readonly wave: number | null;
  /** Of each cloud. */
  readonly cloud: number | null;
  readonly campaign: number | null;
}

/**
 * What an agent may do by itself: a kind of operation (`request` without the texts that only tell a site of a change,
 * which are `notice`), `look` at the jobs after a flip, `poll` the requests, `notify` people, write a `report`.
 */
export const agentDeeds = [
  'brokeroff',
  'look',
  'poll',
  'containers-off',
  'off',
  'rollback',
  'request',
  'notice',
  'flip',
  'containers-on',
  'notify',
  'report',
] as const;
export type AgentDeed = (typeof agentDeeds)[number];

export interface AgentPolicy {
  /** Everything else waits for an operator, who sees it in `next`. */
  readonly may: readonly AgentDeed[];
  /** Between surveys of the campaign. */
  readonly every_minutes: number;
  /** Between looks at the jobs of the queues under watch. */
  readonly look_minutes: number;
  /** What an agent that may report writes; null: nothing. */
  readonly report: AgentReport | null;
}

export interface AgentReport {
  /** Beside the inventory where it is relative. */
  readonly file: string;
  readonly format: 'html' | 'md' | 'json';
  /** Between two of them. */
  readonly every_hours: number;
}

/** A plan made by one operator is approved by another before it is carried out. */
export interface ApprovalPolicy {
  /** From the making of the plan to the end of its approval. */
  readonly max_age_hours: number;
}

export type Channel = 'mail' | 'ggus' | 'jira';

export interface RequestPolicy {
  /** `none`: sites are not asked. */
  readonly channel: Channel | 'none';
  /** Days between request and flip; 0: may be one day. */
  readonly lead_days: number;
  /** Days of the calendar without an answer before a reminder, and again before the proposal to go on or to hold. */
  readonly remind_days: number;
  /** What follows a request without an answer, in this order; absent: by `remind_days`. */
  readonly ladder?: readonly LadderStep[];
  readonly template: string;
}

export const ladderSteps = ['remind', 'escalate', 'hold'] as const;

/** `hold` is proposed to a person; the others are texts. */
export interface LadderStep {
  /** Days of the calendar from the request on. */
  readonly after_days: number;
  readonly step: (typeof ladderSteps)[number];
  /** `escalate`: whom to ask for help, a mail address or a unit of the helpdesk. */
  readonly to?: string;
}

export interface CommissioningPolicy {
  /** After `effectiveAt`, before a job counts. */
  readonly margin_minutes: number;
  readonly min_jobs: number;
  readonly alpha: number;
  /** A queue is good where it is proved that by less than this share of all jobs more fail than before. */
  readonly margin: number;
  /** Bursts of failures that share no task or node are reckoned with, or somebody vouches that there are none. */
  readonly bursts: 'assumed' | 'labelled';
  readonly deadline_hours: number;
  readonly on_container_fault: 'containers-off' | 'pilot-1';
  /** Working time a site is expected to stay in commissioning, for planning. */
  readonly expected_days: number;
  /** Days after its flip on which a queue may still go back; null: as long as the old pilot is there. */
  readonly rollback_days: number | null;
}

export interface Ramp {
  /** Sites that go before all others. */
  readonly canaries: readonly string[];
  /** Largest `slots` of a site that may go in the first `days` working days. */
  readonly steps: readonly { readonly days: number; readonly slots: number }[];
}

/** What is made of the verdicts of this campaign (docs/learning.md). */
export interface LearningPolicy {
  /** The chance of a fault is shown for each site. */
  readonly risk: 'on' | 'off';
  /** `learn`: small sites with traits that too few have shown go before others. */
  readonly order: 'list' | 'learn';
  /** Sites that share a trait on which faults concentrate are not flipped. */
  readonly stop_the_line: 'on' | 'off';
}
