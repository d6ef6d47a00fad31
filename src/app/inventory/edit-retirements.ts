import { EditRefusal } from '../../inventory/edits/edit-refusal.js';
import { editFile } from '../../inventory/edits/edit-file.js';
import type { Inventory, Retirement } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';
import { queueNamed } from '../names.js';

type Edit = (text: string, queues: readonly string[], before: Inventory) => Promise<string>;
type Changed = Result<'brokeroff-undo'>['changed'][number];

/** Edits the retirements in the inventory's file, and answers what stood and what stands there now. */
export async function editRetirements(
  before: Inventory,
  names: readonly string[],
  edit: Edit,
): Promise<Result<'brokeroff-undo'>> {
  const queues = queuesNamed(names, before);
  const after = await editFile(
    before.file,
    before.hash,
    (text) => edit(text, queues, before),
    (edited) => {
      onlyThese(queues, before, edited);
    },
  );
  const changed = queues.map((queue) => ({
    queue,
    before: retirementText(entryOf(queue, before)),
    after: retirementText(entryOf(queue, after)),
  }));
  return { file: before.file, changed };
}

/** The text was edited at offsets: whether it says the same of all else, such as what shares an anchor, is checked by reading it. */
function onlyThese(queues: readonly string[], before: Inventory, after: Inventory): void {
  const rest = ({ retirements, ...inventory }: Inventory): string =>
    JSON.stringify({
      ...inventory,
      hash: null,
      retirements: retirements.filter(({ queue }) => !queues.includes(queue)),
    });
  if (rest(after) !== rest(before))
    throw new EditRefusal(
      `${before.file} was left as it is: the edit would change more than the retirement of ${queues.join(', ')}.`,
      ['Make this change by hand, then run `migrate validate`.'],
    );
}

/** The queues of names, each once. Throws a UserError for a name that the inventory does not know. */
export function queuesNamed(names: readonly string[], inventory: Inventory): readonly string[] {
  return [...new Set(names)].map((name) => queueNamed(name, inventory));
}

/** What an entry is, and would be with these words; what is absent stays. */
export function scheduled(
  queue: string,
  inventory: Inventory,
  {
    on,
    reason,
    data,
  }: { readonly on?: string | undefined; readonly reason?: string | undefined; readonly data?: string | undefined },
): Changed {
  const entry = entryOf(queue, inventory);
  const after = {
    on: on ?? entry?.on ?? null,
    because: reason ?? entry?.because ?? '',
    data: data ?? entry?.data ?? null,
  };
  return { queue, before: retirementText(entry), after: retirementText(after) };
}

/** What the entry of a queue is, and that it would be none. */
export function unscheduled(queue: string, inventory: Inventory): Changed {
  return { queue, before: retirementText(entryOf(queue, inventory)), after: retirementText(undefined) };
}

function entryOf(queue: string, { retirements }: Inventory): Retirement | undefined {
  return retirements.find((retirement) => retirement.queue === queue);
}

/** Everything that the entry says: what an edit changes has to be seen in it. */
function retirementText(entry: Pick<Retirement, 'on' | 'because' | 'data'> | undefined): string {
  if (!entry) return 'none';
  return `${entry.on ?? 'at once'}: ${entry.because}${entry.data === null ? '' : `; data: ${entry.data}`}`;
}
