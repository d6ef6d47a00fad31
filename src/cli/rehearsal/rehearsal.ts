import type { Grid } from '../../grid/ports.js';
import type { Inventory } from '../../model/inventory.js';
import { instant } from '../../model/dates.js';
import type { Result } from '../../report/results/results.js';
import { UserError } from '../../model/user-error.js';
import { worldFile } from '../wiring/rehearsal-grid.js';

/** The address where another process serves the rehearsal, by the inventory; null: it is in this process. */
export function servedAt({ grid }: Inventory): string | null {
  return grid.use === 'rehearsal' ? grid.rehearsal.url : (grid.profiles[grid.use]?.clock?.url ?? null);
}

/** A UserError (exit 4) where the inventory names a real grid: its clock and its state are nobody's to change. */
export function requireRehearsal(inventory: Inventory): void {
  const { file, grid } = inventory;
  if (grid.use === 'rehearsal' || servedAt(inventory) !== null) return;
  throw new UserError(4, 'not-a-rehearsal', `${file} works on the grid "${grid.use}", which is no rehearsal.`, [
    'Name an inventory with `grid: { use: rehearsal }`, or a profile with the clock of a rehearsal.',
  ]);
}

/** Which world it is and what time it is there. */
export async function worldNow(inventory: Inventory, { identity, clock }: Grid): Promise<Result<'rehearsal-advance'>> {
  const url = servedAt(inventory);
  return {
    world: identity,
    file: url === null ? worldFile(inventory) : null,
    now: instant(await clock.now()),
    ...(url !== null && { url }),
  };
}
