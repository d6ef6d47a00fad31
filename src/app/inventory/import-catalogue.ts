import { checkInventory } from '../../inventory/check.js';
import { readTextFile } from '../../inventory/read-text.js';
import { EditRefusal } from '../../inventory/edits/edit-refusal.js';
import { editFiles } from '../../inventory/edits/edit-file.js';
import { compareCatalogue, type CatalogueDiff, type Undecided } from '../../inventory/import/compare.js';
import { mergeCatalogue } from '../../inventory/import/merge.js';
import type { IsoDate } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import type { Result } from '../../report/results/results.js';

/** What was read of a catalogue. `problems`: records that could not be understood, each in a sentence. */
export interface CatalogueRead {
  /** A file, an address or a profile, for people. */
  readonly from: string;
  readonly records: readonly QueueRecord[];
  readonly problems: readonly string[];
}

export interface ImportOptions {
  readonly today: IsoDate;
  readonly dryRun: boolean;
  /** Renamings that a person has confirmed, old name to new; to `''`: it is another queue. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Brings `sites.yaml` up to the catalogue, or shows what that would change. */
export async function importCatalogue(
  inventory: Inventory,
  { from, records, problems }: CatalogueRead,
  { today, dryRun, renamed }: ImportOptions,
): Promise<Result<'import'>> {
  const diff = compareCatalogue(inventory, records, { today, complete: problems.length === 0, renamed });
  const undecided = [...diff.undecided];
  const edits = changes(diff);
  if (edits > 0 && dryRun) {
    const { texts } = checkInventory(inventory.file, readTextFile);
    undecided.push(...mergeCatalogue(texts, diff, today).undecided);
  } else if (edits > 0) {
    await editFiles(
      inventory.file,
      inventory.hash,
      async (texts) => {
        const merged = mergeCatalogue(texts, diff, today);
        undecided.push(...merged.undecided);
        return Promise.resolve(merged.texts);
      },
      (after) => {
        complete(inventory, after, diff, undecided);
      },
    );
  }
  return {
    file: inventory.file,
    from,
    added: diff.added.map(({ queue, site, newSite }) => ({ queue, site, newSite })),
    gone: diff.gone.map(({ queue, site, exclude }) => ({ queue, site, retires: exclude === null })),
    back: diff.back,
    renamed: diff.renamed.map(({ from: old, to, evidence }) => ({ from: old, to, evidence })),
    moved: diff.moved.map(({ queue, from: old, to }) => ({ queue, from: old, to })),
    hints: diff.added.flatMap(({ queue, hint }) =>
      hint === null ? [] : [{ queue, field: 'os' as const, value: hint.is, evidence: hint.evidence }],
    ),
    undecided,
    problems,
    changed: edits > 0 && !dryRun,
  };
}

/** Whether somebody has to look at it: what is undecided, unread, guessed or newly gone. */
export function needsPerson({ undecided, problems, hints, gone }: Result<'import'>): boolean {
  return undecided.length + problems.length + hints.length > 0 || gone.some(({ retires }) => !retires);
}

function changes({ added, gone, back, renamed, moved }: CatalogueDiff): number {
  return (
    added.length + gone.filter(({ exclude }) => exclude !== null).length + back.length + renamed.length + moved.length
  );
}

/** The text was edited at offsets: whether it says what was meant is checked by reading it. */
function complete(before: Inventory, after: Inventory, diff: CatalogueDiff, undecided: readonly Undecided[]): void {
  const skipped = new Set(undecided.map(({ subject }) => subject));
  const siteAfter = new Map(
    after.sites.flatMap(({ name, queues }) => Object.keys(queues).map((queue) => [queue, name])),
  );
  const expected = new Map(
    before.sites.flatMap(({ name, queues }) => Object.keys(queues).map((queue) => [queue, name])),
  );
  for (const { from, to, site } of diff.renamed) {
    if (skipped.has(from)) continue;
    expected.delete(from);
    expected.set(to, site);
  }
  for (const { queue, to } of diff.moved) if (!skipped.has(queue)) expected.set(queue, to);
  for (const { queue, site } of diff.added) if (!skipped.has(site) && !skipped.has('sites')) expected.set(queue, site);
  const wrong = [...expected].filter(([queue, site]) => siteAfter.get(queue) !== site).map(([queue]) => queue);
  if (wrong.length > 0 || siteAfter.size !== expected.size)
    throw new EditRefusal(
      `${before.file} was left as it is: the edit would not come out as meant${wrong.length > 0 ? `, at ${wrong.slice(0, 5).join(', ')}` : ''}.`,
      ['Make the changes that --dry-run shows by hand.'],
    );
}
