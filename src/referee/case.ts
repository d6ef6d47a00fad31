import type { Inventory } from '../model/inventory.js';

/** What the referee is given: the inventory, how the world began, and the world's own journal. */
export interface Case {
  readonly inventory: Inventory;
  /** By `panda_resource`, as the world began. */
  readonly start: ReadonlyMap<string, StartRecord>;
  /** What stood at the helpdesk and in the calendar of downtimes as the world began. */
  readonly preexisting: Preexisting;
  /** In order of happening. */
  readonly journal: readonly JournalEntry[];
  /** Keys of the operations that the program calls done: each must have exactly one effective write. */
  readonly done: readonly string[];
  /** Begins the user agent of the program's own requests. */
  readonly ourAgent: string;
  /** What a second pair of eyes has approved; absent: nobody asks for it. */
  readonly approvals?: readonly CaseApproval[];
  /** When an operator had stopped the line; absent: never. */
  readonly pauses?: readonly CasePause[];
  /** When the program said that the flips of sites with a trait are stopped; absent: never. */
  readonly stops?: readonly StoppedLine[];
}

/** From one moment to another, or to the end; milliseconds. */
export interface StoppedLine {
  readonly trait: string;
  /** All that have the trait. */
  readonly sites: readonly string[];
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** `operations`: by key. `at`, `until`: ISO 8601. */
export interface CaseApproval {
  readonly by: string;
  readonly plannedBy: string;
  readonly at: string;
  readonly until: string;
  readonly operations: Readonly<Record<string, unknown>>;
}

/** `scope`: `campaign`, `cloud=X` or `site=X`; `except`: such scopes, and kinds of operation. */
export interface CasePause {
  readonly scope: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly except: readonly string[];
}

export interface Preexisting {
  readonly tickets: readonly PreexistingTicket[];
  readonly downtimes: readonly AnnouncedDowntime[];
}

export interface PreexistingTicket {
  /** Begins with the marker `[campaign/site/step#round]`. */
  readonly title: string;
  /** The helpdesk's own word, e.g. `open`, `solved`. */
  readonly state: string;
  readonly createdMs: number;
}

/** Times are ISO 8601 with offset. */
export interface AnnouncedDowntime {
  readonly atlas_site: string;
  readonly start: string;
  readonly end: string;
  readonly severity: string;
  /** Default `everything`; an outage of less does not close its site. */
  readonly touches?: string;
}

/** The fields the referee looks at, as strings of the catalogue. */
export interface StartRecord {
  readonly atlas_site: string;
  readonly cloud: string;
  readonly country: string;
  readonly tier_level: number | null;
  readonly type: string;
  readonly state: string;
  readonly status: string;
  readonly pilot_version: string;
  readonly pilot_manager: string;
  readonly container_type: string;
  /** The manual rule's value, or null. */
  readonly manual: string | null;
}

/** One line of the world's journal. Times are the world's milliseconds. */
export type JournalEntry = JournalChange | JournalWrite;

interface JournalLine {
  readonly id: number;
  readonly at: number;
  readonly by: string;
  /** The operation's key where the request carried one. */
  readonly request: string;
  readonly agent: string;
  /** A queue; for a ticket its title. */
  readonly queue: string;
  /** An attribute's name, `status`, `rule PROBE`, `queue`, `ticket`, `downtime`. */
  readonly what: string;
  /** Of a write its parameters, as JSON. */
  readonly new: string;
}

export interface JournalChange extends JournalLine {
  readonly kind: 'change';
  readonly old: string;
  readonly write: number | null;
}

export interface JournalWrite extends JournalLine {
  readonly kind: 'write';
  readonly fate: string;
  /** What the client got: an HTTP status, or `lost`. */
  readonly answer?: string;
}

/** A promise of the program that the journal shows broken. */
export interface Violation {
  readonly rule: string;
  /** The world's milliseconds. */
  readonly atMs: number;
  /** Queue, site, day or key. */
  readonly subject: string;
  readonly sentence: string;
}

/** What is wrong with a write or a change of a queue. */
export function wrong(
  { at, queue }: Pick<JournalWrite, 'at' | 'queue'>,
  rule: string,
  sentence: string,
): readonly Violation[] {
  return [{ rule, atMs: at, subject: queue, sentence }];
}

export interface Finding {
  readonly violations: readonly Violation[];
  /** Operation key → effective writes. */
  readonly writes: Readonly<Record<string, number>>;
}
