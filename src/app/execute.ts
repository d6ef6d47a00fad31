import { adopt } from '../execution/adopt.js';
import { outcomeOf } from '../execution/task.js';
import { noteAgainst } from '../planning/staleness.js';
import { notesSince, type PlannedAt } from './ledger/notes-since.js';
import { execute } from '../execution/execute.js';
import type { Progress } from '../execution/run.js';
import { LedgerFailure } from '../ledger/port.js';
import { localDate } from '../model/dates.js';
import type { Operation, Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { DraftOf } from './requests/request-drafts.js';
import { withLedger, type Session } from './session.js';

export interface ExecuteOptions {
  /** false: an agent, whose every change needs approval where the campaign asks for it; a person may order ways back and retirements. */
  readonly isOperator?: boolean;
  /** Fingerprint of the plan that the operations are of; absent: a command of its own. */
  readonly plan?: string;
  /** Where the ledger stood when they were planned: what was noted since, while somebody was asked, refuses them. */
  readonly plannedAt?: PlannedAt;
  /** The texts of the requests among the operations. */
  readonly draftOf: DraftOf;
  /** Aborted: what is in flight is ended, the rest is `not-run`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Executes operations under the protocol (docs/protocol.md) and returns an outcome for each. */
export async function executeOperations(
  session: Session,
  operations: readonly Operation[],
  options: ExecuteOptions,
): Promise<readonly Outcome[]> {
  const { grid, inventory, actor } = session;
  const day = localDate(await grid.clock.now(), inventory.campaign.timezone);
  const clocks = { wallMs: Date.now, monotonicMs: () => performance.now() };
  const { timing } = inventory.grid;
  const { approvals, commissioning } = inventory.campaign;
  const { isOperator = true, plannedAt } = options;
  const needsApproval = ({ kind }: Operation): boolean =>
    approvals !== null && (!isOperator || kind === 'flip' || kind === 'containers-on');
  const watchMs = commissioning.deadline_hours * 3_600_000;
  return withLedger(session, 'write', async (ledger) => {
    const notes = plannedAt ? await notesSince(ledger, plannedAt) : [];
    const contradicted = new Map(
      operations.flatMap((operation) => {
        const note = noteAgainst(operation, notes);
        return note === null ? [] : [[operation.key, outcomeOf(operation, refusal(note))]];
      }),
    );
    const due = operations.filter(({ key }) => !contradicted.has(key));
    const deps = { grid, ledger, actor, day, timing, needsApproval, watchMs, ...options, ...clocks };
    const outcomes = new Map((await execute(due, deps)).map((outcome) => [outcome.key, outcome]));
    return operations.flatMap(({ key }) => contradicted.get(key) ?? outcomes.get(key) ?? []);
  });
}

function refusal(note: string): { readonly outcome: 'refused'; readonly message: string } {
  return { outcome: 'refused', message: `${note} Plan again.` };
}

/**
 * Notes in the ledger what the plan found without history: queues at the new pilot, requests at the helpdesk. `done`
 * keeps its outcomes where the ledger fails meanwhile: false, it is not noted.
 */
export async function noteFound(session: Session, plan: Plan, done: readonly Outcome[] = []): Promise<boolean> {
  try {
    await withLedger(session, 'write', (ledger) => adopt(plan, ledger, session.actor, plan.asOf));
    return true;
  } catch (error) {
    if (!(error instanceof LedgerFailure) || done.length === 0) throw error;
    session.notice(`What was found at the grid is not noted, and is found again: ${error.message}`);
    return false;
  }
}
