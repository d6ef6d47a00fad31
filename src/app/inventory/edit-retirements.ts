import { editFile } from '../../inventory/edits/edit-file.js';
import type { Inventory } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';
import { queueNamed } from '../names.js';

type Edit = (text: string, queues: readonly string[], before: Inventory) => Promise<string>;

/** Edits the retirements in the inventory's file, and answers what stood and what stands there now. */
export async function editRetirements(
  before: Inventory,
  names: readonly string[],
  edit: Edit,
): Promise<Result<'brokeroff-undo'>> {
  const queues = [...new Set(names)].map((name) => queueNamed(name, before));
  const after = await editFile(before.file, before.hash, (text) => edit(text, queues, before));
  const changed = queues.map((queue) => ({
    queue,
    before: retirementText(queue, before),
    after: retirementText(queue, after),
  }));
  return { file: before.file, changed };
}

function retirementText(queue: string, { retirements }: Inventory): string {
  const entry = retirements.find((retirement) => retirement.queue === queue);
  if (!entry) return 'none';
  return `${entry.on ?? 'at once'}: ${entry.because}`;
}
