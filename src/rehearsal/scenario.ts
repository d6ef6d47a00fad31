/**
 * A rehearsal's beginning, as data. Stored as JSON under `scenarios/`, the queues as rows under one
 * line of column names.
 */
export interface Scenario {
  readonly name: string;
  /** ISO 8601 with offset: where the world's clock stands at first. */
  readonly start: string;
  readonly columns: readonly (keyof ScenarioQueue)[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly rules: readonly ScenarioRule[];
  readonly tickets: readonly ScenarioTicket[];
  /** How sites answer what they are asked, by the site's name in the ticket's marker; others accept within some days. */
  readonly answers?: Readonly<Record<string, ScenarioAnswer>>;
  /** Planned outages that stand in the calendar from the beginning. */
  readonly downtimes?: readonly ScenarioDowntime[];
  /** What makes jobs fail, where and when. */
  readonly troubles?: readonly Trouble[];
  /** What others will do, each at its moment of the world's clock. */
  readonly happenings?: readonly Happening[];
  /** Who acts by rules of its own (docs/rehearsal.md#hammercloud-and-switcher); who is left out does nothing. */
  readonly writers?: Writers;
}

/** The queues of `except` are none of its business. */
export interface Writers {
  readonly HammerCloud?: { readonly except: readonly string[] };
  readonly Switcher?: { readonly except: readonly string[] };
}

/** One queue of the catalogue. A queue without rules is online; `null` = the field is missing from the record. */
export interface ScenarioQueue {
  readonly panda_resource: string;
  readonly nickname: string;
  readonly atlas_site: string;
  readonly rc_site: string;
  readonly cloud: string;
  readonly country: string;
  readonly tier_level: number;
  readonly type: string;
  readonly capability: string;
  readonly resource_type: string;
  readonly state: string;
  readonly hc_param: string | null;
  readonly pilot_version: string;
  readonly pilot_manager: string;
  readonly container_type: string | null;
  readonly container_options: string | null;
  readonly catchall: string;
  readonly cmtconfig: string;
  readonly corecount: number | null;
  /** ISO 8601 UTC without zone, as the catalogue writes it. */
  readonly last_modified: string;
  /** Job slots, for the jobs that the rehearsal makes. */
  readonly slots: number;
  /** Absent: rucio. */
  readonly copytool?: string;
}

export interface ScenarioRule {
  readonly queue: string;
  readonly probe: string;
  readonly value: string;
  readonly reason: string;
  readonly expiration: string | null;
  readonly updated: string;
}

/** A request that stands at the helpdesk when the rehearsal begins. */
export interface ScenarioTicket {
  readonly channel: 'mail' | 'ggus' | 'jira';
  /** Begins with the marker `[campaign/site/step#round]`. */
  readonly title: string;
  readonly body: string;
  /** ggus: open, assigned, in progress, …; jira: Open, In Progress, … */
  readonly state: string;
  readonly created: string;
}

/** `late`: accepts when nobody waits any more. `twice`: accepts, and thinks better of it two days later. */
export interface ScenarioAnswer {
  /** `counter`: it names another day, and waits for a word. */
  readonly answer: 'accept' | 'late' | 'decline' | 'twice' | 'never' | 'counter';
  /** From being asked to the (first) answer. */
  readonly afterDays?: number;
  /** `counter`: the day named lies so many days after the answer. */
  readonly offersAfterDays?: number;
  /** What it is to show, for readers of the scenario. */
  readonly why?: string;
}

/** An entry of the downtime calendar. Times are ISO 8601 with offset. */
export interface ScenarioDowntime {
  /** ATLAS site name; the calendar lists it under the site's `rc_site`. */
  readonly atlas_site: string;
  readonly start: string;
  readonly end: string;
  /** OUTAGE, WARNING, AT_RISK. */
  readonly severity: string;
  readonly description: string;
  /** Of the site's services. Default `everything`; only that keeps jobs from starting. */
  readonly touches?: (typeof touchable)[number];
  /**
   * What somebody has written instead of what is right: as a mapping fields of the entry, `{ end_time: null }`; anything
   * else, such as null, stands in the place of the whole entry.
   */
  readonly written?: unknown;
}

export const touchable = ['everything', 'one compute element', 'nothing', 'probes'] as const;

/** A change made by somebody who is not the program: a person in the web form, HammerCloud, Switcher. */
export type Edit =
  | {
      readonly edit: 'attributes';
      readonly queue: string;
      readonly attributes: Readonly<Record<string, string>>;
      /** Default now; else when somebody has just read the queue, and so does not know of it. */
      readonly when?: 'now' | 'after the next read';
    }
  /** `value: null` takes the probe's rule away. `expiration`: ISO 8601 with offset. */
  | {
      readonly edit: 'rule';
      readonly queue: string;
      readonly probe: string;
      readonly value: string | null;
      readonly reason: string;
      readonly expiration?: string | null;
    }
  | { readonly edit: 'rename'; readonly queue: string; readonly to: string }
  | { readonly edit: 'remove'; readonly queue: string }
  | { readonly edit: 'downtime'; readonly downtime: ScenarioDowntime }
  | { readonly edit: 'trouble'; readonly trouble: Trouble }
  /** What made jobs of these queues fail in this way is mended: troubles of the kind that name no other queue end now. */
  | { readonly edit: 'mend'; readonly kind: Trouble['kind']; readonly queues: readonly string[] };

/** `at`: ISO 8601 with offset. `by`: the person or agent, for the journal. `why`: what it is to show, for readers of the scenario. */
export type Happening = { readonly at: string; readonly by: string; readonly why?: string } & Edit;

/** Where and when jobs suffer. All that is given must match; `from`/`to` are ISO 8601 with offset. */
export interface TroubleScope {
  readonly queues?: readonly string[];
  readonly atlas_sites?: readonly string[];
  readonly cloud?: string;
  /** Values of the record, letter by letter; of `copytools` the name of one. So a trouble comes with what queues share. */
  readonly record?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly to?: string;
}

/** A cause of failed jobs (docs/grid.md#errors). `share`: of the jobs it can hit, 0 to 1. `why`: what it is to show. */
export type Trouble = { readonly on: TroubleScope; readonly why?: string } &
  /** Hits jobs of Pilot 2 and later that run in a container; `container set-up` comes in bursts by node and hour. */
  (
    | {
        readonly kind: 'container namespace' | 'container set-up' | 'memory monitor' | 'image missing';
        readonly share: number;
      }
    /** Comes with every pilot whose version begins so, containers or not. */
    | { readonly kind: 'pilot'; readonly share: number; readonly version: string }
    /** Pilot 2 and later find the queue's record wrong. */
    | { readonly kind: 'queue data'; readonly share: number }
    /** Jobs of Pilot 2 and later die without a word: they go on running for the server until a limit of hours. */
    | { readonly kind: 'silent death'; readonly share: number }
    /** Pilot 2 and later cannot fetch files with the queue's copy tool. */
    | { readonly kind: 'copy tool'; readonly share: number }
    /** Hits every pilot. */
    | { readonly kind: 'stage-in outage' | 'scratch disk'; readonly share: number }
    /** One user's task, of which `share` of the jobs are; all of them fail. */
    | { readonly kind: 'broken task'; readonly share: number; readonly task: number }
    /** A node that fails everything at once, and so takes a tenth of the queue's jobs. */
    | { readonly kind: 'worker node'; readonly node: number }
    /** Event service jobs of Pilot 2 and later burn `factor` times the CPU. */
    | { readonly kind: 'cpu'; readonly factor: number }
  );
