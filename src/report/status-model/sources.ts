import type { LedgerEvent } from '../../ledger/port.js';
import type { Instant } from '../../model/dates.js';
import type { Plan } from '../../model/plan.js';
import type { Outlook } from '../../planning/outlook/outlook.js';
import type { Situation } from '../../planning/situation.js';
import type { Judgement } from '../../commissioning/verdict.js';
import type { Result } from '../results/results.js';

/** The status model (docs/operations.md). */
export type StatusModel = Omit<Result<'report'>, 'file'>;

/** A queue under watch as its jobs show it now. */
export interface Judged {
  readonly site: string;
  readonly judgement: Judgement;
}

/** A moment; where it is a report's, what is new comes after its event, even within the same tick of the clock. */
export interface Since {
  readonly at: Instant;
  readonly event: number | null;
}

/** What a status model is made from. */
export interface StatusSources {
  readonly plan: Plan;
  readonly situation: Situation;
  readonly outlook: Outlook;
  /** Of the whole ledger, oldest first. */
  readonly events: readonly LedgerEvent[];
  /** null: nobody looked at the jobs. */
  readonly judged: readonly Judged[] | null;
  /** What changes are counted from; null: from the beginning. */
  readonly since: Since | null;
}
