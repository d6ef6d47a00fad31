import { fingerprint } from '../../model/fingerprint.js';
import { planId } from '../../planning/plan.js';
import type { Operation } from '../../model/operation.js';
import type { Plan, Wave } from '../../model/plan.js';
import { UserError, messageOf } from '../../model/user-error.js';
import { writeOut } from '../report/write-out.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { readingTrouble } from '../../storage/system-trouble.js';

/** Operations to be carried out later, by whoever applies the file. */
export interface SavedPlan {
  readonly schema: 'migrate/saved-plan/4';
  readonly campaign: string;
  /** The operator who made it. */
  readonly plannedBy: string;
  /** Identity of the grid that the plan was made for. */
  readonly grid: string;
  readonly asOf: string;
  readonly day: string;
  /** Of the operations: what is approved. */
  readonly id: string;
  /** Of all the rest: a file that was edited by hand is told by it. */
  readonly sum: string;
  readonly operations: readonly Operation[];
  /** Head of the ledger that the plan was made on: what was noted after it may contradict the plan. */
  readonly ledgerHead: string;
  /** For `migrate plan --from`; applying does not look at them. */
  readonly waves: readonly Wave[];
}

/** Writes the plan whole or not at all. */
export function savePlan(
  file: string,
  { campaign, asOf, day, id, operations, waves }: Plan,
  { grid, ledgerHead, plannedBy }: Pick<SavedPlan, 'grid' | 'ledgerHead'> & { readonly plannedBy: string },
): void {
  const content = {
    schema: 'migrate/saved-plan/4',
    campaign,
    plannedBy,
    grid,
    asOf,
    day,
    id,
    operations,
    ledgerHead,
    waves,
  } as const;
  const saved: SavedPlan = { ...content, sum: fingerprint(content) };
  writeOut('plan', file, `${JSON.stringify(saved, null, 2)}\n`);
}

/** A saved plan, checked in full before anything rests on it. A UserError (exit 4) for anything else. */
export async function readSavedPlan(file: string): Promise<SavedPlan> {
  let content: unknown;
  try {
    content = JSON.parse(readPlainFile(file).toString('utf8'));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? error
      : refusal(file, messageOf(readingTrouble(error, file)));
  }
  const { savedPlanShape } = await import('./saved-plan-shape.js');
  const read = savedPlanShape.safeParse(content);
  if (!read.success)
    throw refusal(
      file,
      read.error.issues
        .map(({ path, message }) =>
          path.length === 0 ? 'it holds no mapping with the members of one' : `${path.join('.')}: ${message}`,
        )
        .join('; '),
    );
  const { sum, ...rest } = content as Readonly<Record<string, unknown>>;
  if (planId(read.data) !== read.data.id || fingerprint(rest) !== sum) {
    throw new UserError(
      4,
      'edited-plan',
      `${file} was edited after it was written: it does not say what was planned.`,
      ['Plan again; `migrate next --site SITE` or `--track TRACK` carries out a part.'],
    );
  }
  return read.data;
}

/** A UserError (exit 4) where a saved plan belongs to another grid. */
export function checkGrid(saved: SavedPlan, grid: string): void {
  if (saved.grid === grid) return;
  throw new UserError(4, 'stale-plan', `The plan was made for the grid ${saved.grid}; this one is ${grid}.`, [
    'Plan again.',
  ]);
}

/** A UserError (exit 4) where a saved plan belongs to another grid or campaign. */
export function checkBelongs(saved: SavedPlan, campaign: string, grid: string): void {
  checkGrid(saved, grid);
  if (saved.campaign !== campaign)
    throw new UserError(
      4,
      'stale-plan',
      `The plan was made for the campaign ${saved.campaign}; this one is ${campaign}.`,
      ['Plan again.'],
    );
}

function refusal(file: string, why: string): UserError {
  return new UserError(4, 'not-a-plan', `${file} is not a saved plan: ${why}`, [
    '`migrate plan --out FILE` writes one.',
  ]);
}
