import type { Grid } from '../grid/ports.js';
import type { Inventory } from '../model/inventory.js';
import { instant } from '../model/dates.js';
import type { Result } from '../report/results/results.js';
import { UserError } from '../model/user-error.js';
import { worldFile } from './wiring/rehearsal-grid.js';

/** A UserError (exit 4) where the inventory names a real grid: its clock and its state are nobody's to change. */
export function requireRehearsal({ file, grid }: Inventory): void {
  if (grid.use === 'rehearsal') return;
  throw new UserError(4, 'not-a-rehearsal', `${file} works on the grid "${grid.use}", which is no rehearsal.`, [
    'Name an inventory with `grid: { use: rehearsal }`.',
  ]);
}

/** Which world it is and what time it is there. */
export async function worldNow(inventory: Inventory, { identity, clock }: Grid): Promise<Result<'rehearsal-advance'>> {
  const { url } = inventory.grid.rehearsal;
  return {
    world: identity,
    file: url === null ? worldFile(inventory) : null,
    now: instant(await clock.now()),
    ...(url !== null && { url }),
  };
}
