import type { Ledger } from '../ledger/port.js';
import type { History } from '../model/history.js';
import type { GridView, Plan } from '../model/plan.js';
import type { PlanOverrides } from '../planning/candidates/candidates.js';
import { draft, type Draft } from '../planning/plan.js';
import type { Situation } from '../planning/situation.js';
import { readGrid } from './read-grid.js';
import { count } from '../model/text/sentences.js';
import { during, thinking, withLedger, type Session } from './session.js';

/** The campaign at one moment: what the grid shows, what the ledger knows, and the plan that follows from both. */
export interface Snapshot {
  readonly nowMs: number;
  readonly view: GridView;
  readonly history: History;
  readonly plan: Plan;
  /** Of the ledger, before its history was read: what is noted after it was not known to the plan. */
  readonly ledgerHead: string;
  /** What the plan rests on. */
  readonly situation: Situation;
  readonly draft: Draft;
}

export interface SnapshotOptions {
  readonly overrides?: PlanOverrides;
  /** The catalogue alone: enough for retirements, which no other service's silence may stop. */
  readonly only?: 'catalogue';
}

/** Reads grid and ledger and plans. Writes nothing, and begins no ledger. */
export async function takeSnapshot(session: Session, { overrides, only }: SnapshotOptions = {}): Promise<Snapshot> {
  const { inventory, notice } = session;
  const grid = only === undefined ? session.grid : { ...session.grid, helpdesk: null, monitor: null, downtimes: null };
  const { nowMs, view, history, ledgerHead } = await during(session, 'Reading the grid and the ledger', async () => {
    const nowMs = await grid.clock.now();
    const reading = withLedger(session, 'read', readLedger);
    const history = reading.then((known) => known.history);
    const [known, view] = await Promise.all([reading, readGrid(grid, inventory, { nowMs, history, notice })]);
    return { nowMs, view, ...known };
  });
  return snapshotOf(session, { nowMs, view, history, ledgerHead }, overrides);
}

/** Plans again from the same view of the grid, with what the ledger has learned since. */
export async function refreshSnapshot(
  session: Session,
  { nowMs, view }: Pick<Snapshot, 'nowMs' | 'view'>,
): Promise<Snapshot> {
  const known = await withLedger(session, 'read', readLedger);
  return snapshotOf(session, { nowMs, view, ...known });
}

async function readLedger(ledger: Ledger): Promise<Pick<Snapshot, 'history' | 'ledgerHead'>> {
  const ledgerHead = await ledger.head();
  return { ledgerHead, history: await ledger.history() };
}

async function snapshotOf(
  session: Session,
  { nowMs, view, history, ledgerHead }: Pick<Snapshot, 'nowMs' | 'view' | 'history' | 'ledgerHead'>,
  overrides?: PlanOverrides,
): Promise<Snapshot> {
  const { inventory, solver } = session;
  const drafted = await during(
    session,
    `Planning ${count(inventory.sites.length, 'site')}`,
    () => draft(inventory, view, history, nowMs, { solver, ...overrides }),
    thinking(session),
  );
  return { nowMs, view, history, ledgerHead, plan: drafted.plan, situation: drafted.situation, draft: drafted };
}
