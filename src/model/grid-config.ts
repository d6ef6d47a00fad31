import type { Channel } from './campaign.js';

/** `use: rehearsal`, or the name of a profile in `profiles`. */
export interface GridConfig {
  readonly use: string;
  readonly rehearsal: RehearsalConfig;
  readonly profiles: Readonly<Record<string, GridProfile>>;
  readonly timing: Timing;
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
