import { draft, type Draft } from '../planning/plan.js';
import type { Wishes } from '../planning/candidates.js';
import type { History } from '../model/history.js';
import type { GridView, Plan } from '../model/plan.js';
import type { Desk } from '../cli/context.js';
import { observe } from './read-grid.js';

/** The campaign at one moment: what the grid shows, what the ledger knows, and the plan that follows from both. */
export interface Look {
  readonly nowMs: number;
  readonly view: GridView;
  readonly history: History;
  readonly plan: Plan;
  /** What the plan was made of. */
  readonly draft: Draft;
}

export interface LookAsked {
  readonly wishes?: Wishes;
  /** The catalogue alone: enough for retirements, which no other service's silence may stop. */
  readonly only?: 'catalogue';
}

/** Looks without touching: nothing is written, no ledger is begun. */
export async function look(desk: Desk, { wishes, only }: LookAsked = {}): Promise<Look> {
  const { inventory } = desk;
  const grid = only === undefined ? desk.grid : { ...desk.grid, helpdesk: null, monitor: null, downtimes: null };
  const nowMs = await grid.clock.now();
  const [view, history] = await Promise.all([observe(grid, inventory, { nowMs, notice: desk.notice }), readHistory(desk)]);
  const drafted = draft(inventory, view, history, nowMs, wishes);
  return { nowMs, view, history, plan: drafted.plan, draft: drafted };
}

async function readHistory(desk: Desk): Promise<History> {
  const ledger = await desk.openLedger('read');
  try {
    return await ledger.history();
  } finally {
    await ledger.close();
  }
}
