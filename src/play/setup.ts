import type { Session } from '../app/session.js';
import type { WatchMemory } from '../app/watch/gather.js';
import type { IsoDate } from '../model/dates.js';
import type { Verdict } from '../model/history.js';
import type { Inventory } from '../model/inventory.js';
import type { Operation, OperationKind, Outcome } from '../model/operation.js';
import type { JournalEntry, Preexisting, StartRecord } from '../referee/case.js';

export interface Judged {
  readonly site: string;
  readonly verdict: Verdict;
  /** Of a good verdict that needs no further word: what it rests on. */
  readonly counts?: { readonly jobs: number; readonly failures: number };
}

/** How the acting operator decides where the test leaves it to a person. */
export interface OperatorPolicy {
  /** What happens to a flip that is still inconclusive at its deadline, without any fault found. */
  readonly on_inconclusive: 'good' | 'roll-back';
  /** What a site hears that would rather go on another day. */
  readonly on_other_day: 'accept' | 'decline';
  /** Whether the operator pauses the campaign for a week in its course. */
  readonly stop: 'none' | 'mid-campaign';
}

/** What a play is made of: the use cases that the commands call, and the world's journal. */
export interface PlaySetup {
  readonly inventory: Inventory;
  readonly scenario: string;
  readonly seed: number;
  readonly policy: OperatorPolicy;
  /** The commands' own session, on the world and a ledger of the play's own. */
  readonly session: Session;
  /** What the watch has read so far. */
  readonly memory: WatchMemory;
  readonly execute: (operations: readonly Operation[]) => Promise<readonly Outcome[]>;
  /** How the world began, and its journal from an entry on: for the referee. */
  readonly start: ReadonlyMap<string, StartRecord>;
  readonly preexisting: Preexisting;
  readonly journal: (afterId: number) => readonly JournalEntry[];
  /** Has what is at fault at all sites of a trait mended; false: nothing is. */
  readonly mend: (trait: string) => boolean;
  /** Begins the program's user agent. */
  readonly ourAgent: string;
  /** Aborted by Ctrl-C: the play ends after the sitting under way. */
  readonly signal: AbortSignal;
  /** Where the play ends at the latest. */
  readonly until: { readonly days: number } | { readonly date: IsoDate };
  readonly onDay: (day: PlayedDay) => void;
}

export interface PlayedDay {
  readonly date: IsoDate;
  readonly happened: readonly string[];
  readonly brief: DayBrief;
}

/** A day in numbers and names, for one line. */
export interface DayBrief {
  /** Sites or, for retirements, queues, by what was done to them. */
  readonly done: Readonly<Partial<Record<OperationKind, readonly string[]>>>;
  /** Sites found good, and sites with any other final verdict. */
  readonly good: readonly string[];
  readonly faults: readonly string[];
  /** Traits on which the line was stopped, and those on which it goes on again. */
  readonly stopped: readonly string[];
  readonly resumed: readonly string[];
  /** Operations that did not end as meant. */
  readonly missed: number;
  /** What the scenario had others do, and faults of services. */
  readonly planted: number;
}
