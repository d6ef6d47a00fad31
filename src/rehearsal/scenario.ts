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
  readonly hc_param: string;
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
