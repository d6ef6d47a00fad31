import { resolve } from 'node:path';
import type { Inventory } from '../../model/inventory.js';
import { count, names } from '../../model/text/sentences.js';
import { readJournal } from '../../rehearsal/world/journal.js';
import { row, rows, type World } from '../../rehearsal/world/world.js';

/**
 * A sentence where a world was not made from this inventory as it stands now, or null. Queues that were
 * renamed or removed in the world were in it at first.
 */
export function otherOrigin(world: World, { file, sites, grid }: Inventory): string | null {
  const present = new Set(
    (rows(world, 'SELECT name FROM queue') as readonly { name: string }[]).map(({ name }) => name),
  );
  const wanted = sites.flatMap(({ queues }) => Object.keys(queues));
  const missing = wanted.filter((name) => !present.has(name));
  if (world.scenario !== 'fresh') {
    if (missing.length === 0 || missing.length < wanted.length) return null;
    return `The scenario ${world.scenario} has none of the queues of ${file}: name \`scenario: fresh\` in its grid.rehearsal for a world made from the inventory.`;
  }
  const gone = missing.length === 0 ? new Set<string>() : formerNames(world);
  const unknown = missing.filter((name) => !gone.has(name));
  const reset = '`migrate rehearsal reset` makes a new one.';
  if (unknown.length > 0)
    return `This world was made from another inventory: ${resolve(file)} also has ${count(unknown.length, 'queue')} that it lacks (${names(unknown)}). ${reset}`;
  const { start } = row(world, 'SELECT start FROM world') as { start: number };
  const { start: wantedStart, seed } = grid.rehearsal;
  if (wantedStart !== null && Date.parse(wantedStart) !== start)
    return `This world was made from another inventory: it began on ${new Date(start).toISOString()}, and ${file} says ${wantedStart}. ${reset}`;
  if (seed !== world.seed)
    return `This world was made from another inventory: its seed is ${world.seed}, and ${file} says ${seed}. ${reset}`;
  return null;
}

function formerNames(world: World): ReadonlySet<string> {
  return new Set(
    readJournal(world, { kind: 'change' }).flatMap((entry) =>
      entry.kind === 'change' && entry.what === 'queue' ? [entry.queue, entry.old] : [],
    ),
  );
}
