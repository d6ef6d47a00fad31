import { openPlay, type PlayChoice, type Stage } from '../../src/cli/wiring/play.js';
import { loadInventory } from '../../src/inventory/load.js';
import type { Inventory } from '../../src/model/inventory.js';
import { play, type PlayResult } from '../../src/play/play.js';
import { policyOf } from '../../src/play/policy.js';
import type { PlaySetup } from '../../src/play/setup.js';

/** An inventory that has to be good. */
export async function inventoryOf(file: string): Promise<Inventory> {
  const loaded = await loadInventory(file);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return loaded.inventory;
}

export interface Played {
  readonly inventory: Inventory;
  readonly choice?: Partial<PlayChoice>;
  readonly until?: PlaySetup['until'];
  /** Puts something else in place of a part of the stage. */
  readonly staged?: (stage: Stage) => Stage;
}

/** Plays in a world that goes with it. */
export async function played({
  inventory,
  choice = {},
  until = { days: 60 },
  staged = (stage) => stage,
}: Played): Promise<PlayResult> {
  const { scenario, seed } = inventory.grid.rehearsal;
  const stage = await openPlay(inventory, {
    scenario,
    seed,
    policy: policyOf(inventory),
    signal: new AbortController().signal,
    notice: () => undefined,
    ...choice,
  });
  try {
    return await play({ ...staged(stage), until, onDay: () => undefined });
  } finally {
    await stage.close();
  }
}

/** Everything told on all days, one sentence a line. */
export function story({ days }: PlayResult): string {
  return days.flatMap(({ date, happened }) => happened.map((sentence) => `${date} ${sentence}`)).join('\n');
}
