import type { IsoDate } from './dates.js';
import type { Campaign } from './campaign.js';
import type { GridConfig } from './grid-config.js';

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
