import type { IsoDate } from './dates.js';

/**
 * `sites.yaml` after loading: checked, defaults filled in, names as in the file (docs/sites-yaml.md).
 * State never stands here: that is the catalogue's, the helpdesk's and the ledger's.
 */
export interface Inventory {
  /** Path of the main file as given. */
  readonly file: string;
  /** sha256 over the text of the file and its includes. */
  readonly hash: string;
  readonly campaign: Campaign;
  readonly grid: GridConfig;
  /** null: the default place; else a file or `postgres://…`. */
  readonly ledger: string | null;
  readonly notices: NoticesConfig;
  /** In file order. */
  readonly sites: readonly Site[];
  readonly retirements: readonly Retirement[];
}

/** Whether a `ledger` is a PostgreSQL database rather than a file. */
export function isDatabase(ledger: string): boolean {
  return /^postgres(ql)?:/.test(ledger);
}

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

export interface OsEvidence {
  readonly is: string;
  readonly evidence: string | null;
  readonly on: IsoDate | null;
  /** A guess: it counts for nothing until a person takes this out. */
  readonly hint?: boolean;
}

/** The operating system that people say a queue has: its own entry, else its site's. A hint is nobody's word. */
export function confirmedOs(site: Pick<Site, 'os'>, entry: QueueEntry): OsEvidence | null {
  if (entry.os && entry.os.hint !== true) return entry.os;
  return site.os && site.os.hint !== true ? site.os : null;
}

/** What is guessed where nobody has said anything. */
export function hintedOs(site: Pick<Site, 'os'>, entry: QueueEntry): OsEvidence | null {
  return confirmedOs(site, entry) === null ? (entry.os ?? site.os) : null;
}

export interface Hold {
  readonly because: string;
  readonly until: IsoDate | null;
  readonly by: string | null;
}

export interface Site {
  readonly name: string;
  readonly atlas_sites: readonly string[];
  /** Job slots: the size of what is at risk. 0 where unknown. */
  readonly slots: number;
  readonly contact: string | null;
  readonly os: OsEvidence | null;
  readonly ready_on: IsoDate | null;
  /** The day of its wave, by an operator's word; null: any. */
  readonly pin: IsoDate | null;
  /** Sites to be flipped on an earlier day. */
  readonly after: readonly string[];
  readonly hold: Hold | null;
  /** Optional here; else from the catalogue. */
  readonly cloud: string | null;
  readonly tier: number | null;
  readonly country: string | null;
  /** What people know of the site and no record says, e.g. `singularity: "2.6"`: faults are looked at by them as well. */
  readonly traits?: Readonly<Record<string, string>>;
  /** By `panda_resource`. */
  readonly queues: Readonly<Record<string, QueueEntry>>;
}

/** Overrides only. `exclude`: why this queue does not take part. */
export interface QueueEntry {
  readonly os?: OsEvidence;
  readonly type?: string;
  readonly capability?: string;
  readonly exclude?: string;
}

export interface Retirement {
  readonly queue: string;
  /** null: at once. */
  readonly on: IsoDate | null;
  readonly because: string;
  /** What happens to the data that only this queue's jobs read. */
  readonly data: string | null;
  readonly note: string | null;
}

/** `use: rehearsal`, or the name of a profile in `profiles`. */
export interface GridConfig {
  readonly use: string;
  readonly rehearsal: RehearsalConfig;
  readonly profiles: Readonly<Record<string, GridProfile>>;
  readonly timing: Timing;
}

/** How people are told what they must do; null: not that way. */
export interface NoticesConfig {
  /** The file that holds the address of an incoming webhook of Mattermost or Slack. */
  readonly webhook: { readonly url_file: string } | null;
  readonly mail: {
    readonly url: string;
    readonly from: string;
    readonly to: string;
    readonly user: string | null;
    readonly password_file: string | null;
  } | null;
}

export interface RehearsalConfig {
  readonly scenario: string;
  /** Instant; `fresh` only. */
  readonly start: string | null;
  /** A dump of the catalogue whose queues the world begins with; `fresh` only. null: queues made from the inventory. */
  readonly records: string | null;
  /** Traits of sites, as in `copy tool lsm`, whose queues have failing jobs with the new pilot, and their share; `fresh` only. */
  readonly plant: Readonly<Record<string, number>>;
  readonly seed: number;
  /** World file; null: the default place. */
  readonly world: string | null;
  /** A rehearsal grid served by another process; null: in this process. */
  readonly url: string | null;
}

/** Every secret stands in a file of its own, readable by its owner only. */
export interface GridProfile {
  /** Authorities to trust beside those that this machine knows: a PEM bundle, or a folder such as /etc/grid-security/certificates. */
  readonly authorities: string | null;
  /** The list of names that the pilot removes before it makes a log archive: a file, or an address. */
  readonly log_patterns: string | null;
  readonly catalogue: {
    /** `cric`: read only, so its writer is `instructions`. */
    readonly kind: 'agis' | 'cric';
    readonly url: string;
    /** X.509 proxy: certificate and key in one PEM file. */
    readonly proxy_file: string | null;
    /** A bearer token, in the place of a certificate or beside it. */
    readonly token_file: string | null;
    /** `agis`: the two GET writes; `instructions`: a person makes the change, we watch. */
    readonly writer: 'agis' | 'instructions';
  };
  readonly helpdesk: Readonly<Partial<Record<Channel, HelpdeskConfig>>>;
  readonly monitor: { readonly kind: 'bigpanda'; readonly url: string } | null;
  /** `kind`: the catalogue's where it is not said. */
  readonly downtimes: { readonly kind?: 'agis' | 'cric'; readonly url: string } | null;
  /** A rehearsal whose time holds, where the services are its own; null: that of this machine. */
  readonly clock: { readonly url: string } | null;
}

/** `url`: https://… for ggus and jira, smtps://host:port or smtp://host:port for mail. */
export interface HelpdeskConfig {
  readonly url: string;
  readonly token_file: string | null;
  readonly user: string | null;
  readonly password_file: string | null;
  /** ggus: group; jira: project; mail: From address. */
  readonly group: string | null;
  readonly project: string | null;
  readonly from: string | null;
  /** jira: 2 for a server, 3 for Cloud, where `user` is whose token it is. */
  readonly api: 2 | 3;
  /** ggus: attributes of every ticket; `{site}` stands for the site. */
  readonly fields: Readonly<Record<string, string>>;
  /** How long a new ticket may be missing from search. */
  readonly index_lag_seconds: number;
}

/** The protocol's times (docs/protocol.md#operations). */
export interface Timing {
  readonly request_timeout_seconds: number;
  readonly lease_seconds: number;
  readonly quiet_minutes: number;
  readonly confirm_seconds: number;
  /** From a confirmed write to its effect at factories and nodes. */
  readonly effect_minutes: number;
  readonly concurrency: number;
  /** Writes a second, all workers together; 0: no limit. */
  readonly writes_per_second: number;
  /** To one host, whatever for; 0: no limit. */
  readonly requests_per_second: number;
}
