/**
 * What the catalogue says of one queue now (docs/grid.md#queue-records). Field names are the catalogue's own;
 * strings are kept exactly as read, a missing or null field is `''`.
 */
export interface QueueRecord {
  /** The queue's name: key of every read, write and job record. */
  readonly panda_resource: string;
  /** Another name; differs from `panda_resource` in one queue of six. Caches use it. */
  readonly nickname: string;
  readonly atlas_site: string;
  /** The resource centre that runs the site; several ATLAS sites may have one. */
  readonly rc_site: string;
  readonly cloud: string;
  readonly country: string;
  /** 0 to 3, or null where the catalogue does not say. */
  readonly tier_level: number | null;
  /** production, analysis, unified, special. */
  readonly type: string;
  /** score, mcore, ucore, himem, mcorehimem. */
  readonly capability: string;
  /** GRID, CLOUD, HPC: case as read. */
  readonly resource_type: string;
  /** ACTIVE, INACTIVE, DISABLED: state of the record, not of the queue. */
  readonly state: string;
  /** online, offline, test, brokeroff, paused, standby: lower case. */
  readonly status: string;
  /** Who set the status and why, e.g. `set.offline.by.Switcher <url>`. */
  readonly comment: string;
  /** `''`, `current`, a URL, `1`, `2`, `3.12.4.1`: a string, never an enum. */
  readonly pilot_version: string;
  /** Harvester, APF, aCT, local. */
  readonly pilot_manager: string;
  /** `tool:user` pairs joined by `;`; empty = none. */
  readonly container_type: string;
  readonly container_options: string;
  readonly catchall: string;
  readonly hc_param: string;
  readonly cmtconfig: string;
  /** Hosts of its compute elements, lower case; empty where the record does not list them. */
  readonly compute_elements: readonly string[];
  /** Names of the storage endpoints that its jobs read and write. */
  readonly storages: readonly string[];
  /** What only readiness asks for; absent where the record has none of it. */
  readonly detail?: RecordDetail;
  /** Instant of the record's last change, UTC with `Z`; `''` where unknown. */
  readonly last_modified: string;
}

export interface RecordDetail {
  readonly elements: readonly { readonly flavour: string; readonly state: string }[];
  readonly copytools: readonly string[];
  /** null where the record does not say. */
  readonly corecount: number | null;
  readonly workflow: string;
  /** Whether its nodes have CVMFS; null where the record does not say. */
  readonly cvmfs: boolean | null;
}

/** One probe's rule for a queue's status (docs/grid.md#status-rules). A rule has no start time and may expire. */
export interface StatusRule {
  /** manual, switcher, hammercloud, … : one rule a probe. */
  readonly probe: string;
  /** ONLINE, TEST, BROKEROFF, OFFLINE, PAUSED: upper case. */
  readonly value: string;
  readonly reason: string;
  /** Name in the certificate of whoever set it; absent where the catalogue does not say. */
  readonly setBy?: string;
  /** Instant (UTC, `Z`), or null: stands until changed. */
  readonly expiration: string | null;
  /** Instant (UTC, `Z`), or null where unknown. */
  readonly updated: string | null;
}

/** How much a rule's value takes from a queue (docs/grid.md#status-rules): OFFLINE > BROKEROFF > PAUSED, TEST > ONLINE. */
export const restrictiveness: Readonly<Record<string, number>> = {
  OFFLINE: 3,
  BROKEROFF: 2,
  PAUSED: 1,
  TEST: 1,
  ONLINE: 0,
};

/** A planned outage of a site's services, from the catalogue's downtime calendar. Instants are UTC with `Z`. */
export interface Downtime {
  /** ATLAS site name. */
  readonly atlas_site: string;
  readonly start: string;
  readonly end: string;
  /** OUTAGE, AT_RISK, … */
  readonly severity: string;
  readonly description: string;
}

/** An entry of a downtime calendar as announced, before anybody looked whose jobs it touches. */
export interface Announcement extends Omit<Downtime, 'atlas_site'> {
  /** As the calendar names it: an ATLAS site, or the resource centre of one or more. */
  readonly site: string;
  /** The calendar names resource centres. */
  readonly isCentre: boolean;
  /** null where the calendar does not list services. */
  readonly touches: readonly TouchedService[] | null;
}

/** A service that jobs need, as a calendar lists it. */
export interface TouchedService {
  readonly kind: 'compute' | 'storage';
  /** Lower case. */
  readonly host: string;
  /** False for one that is out of production whatever the calendar says. */
  readonly isInUse: boolean;
}

/** Jobs still to run at a queue; both 0 means drained. */
export interface QueueActivity {
  readonly activated: number;
  readonly running: number;
}
