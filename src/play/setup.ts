import type { Clock } from '../grid/ports.js';
import type { IsoDate } from '../model/dates.js';
import type { History, Verdict } from '../model/history.js';
import type { Inventory } from '../model/inventory.js';
import type { Operation, Outcome } from '../model/operation.js';
import type { GridView, Plan } from '../model/plan.js';
import type { JournalEntry, Standing, StartRecord } from '../referee/case.js';

/** The campaign at one moment, as the commands see it. */
export interface Sight {
  readonly nowMs: number;
  readonly view: GridView;
  readonly history: History;
  readonly plan: Plan;
}

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
}

/** What a play is made of: the commands' own `plan` and `execute`, the world's clock and journal. */
export interface PlaySetup {
  readonly inventory: Inventory;
  readonly scenario: string;
  readonly seed: number;
  readonly policy: OperatorPolicy;
  readonly clock: Clock;
  readonly look: () => Promise<Sight>;
  /** Plans anew from the same view, with what the ledger has learned since. */
  readonly rethink: (sight: Sight) => Promise<Sight>;
  /** Notes what a plan found without history. */
  readonly adopt: (plan: Plan) => Promise<void>;
  readonly carryOut: (operations: readonly Operation[]) => Promise<readonly Outcome[]>;
  /** Judges the queues under watch; verdicts that are new are noted in the ledger. */
  readonly judge: (sight: Sight) => Promise<readonly Judged[]>;
  /** Whether some queue's last change is not judged to the end yet. */
  readonly isWatching: (sight: Sight) => boolean;
  /** An operator's own verdict. */
  readonly decide: (judged: Judged) => Promise<void>;
  /** How the world began, and its journal from an entry on: for the referee. */
  readonly start: ReadonlyMap<string, StartRecord>;
  readonly standing: Standing;
  readonly journal: (afterId: number) => readonly JournalEntry[];
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
}
