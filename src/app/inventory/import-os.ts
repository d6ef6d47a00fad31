import { checkInventory } from '../../inventory/check.js';
import { EditRefusal } from '../../inventory/edits/edit-refusal.js';
import { editFiles } from '../../inventory/edits/edit-file.js';
import { mergeOs } from '../../inventory/import/merge-os.js';
import { compareOs, type OsHintAt } from '../../inventory/import/os-evidence.js';
import type { OsRow } from '../../inventory/os-table/read-os-table.js';
import { readTextFile } from '../../inventory/read-text.js';
import type { IsoDate } from '../../model/dates.js';
import type { Inventory, OsEvidence } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';

export interface OsTableRead {
  /** Name of the file without its folder: part of the evidence. */
  readonly from: string;
  readonly rows: readonly OsRow[];
}

/** Brings what a table says of operating systems into `sites.yaml` as hints, or shows what that would change. */
export async function importOs(
  inventory: Inventory,
  { from, rows }: OsTableRead,
  { today, dryRun }: { readonly today: IsoDate; readonly dryRun: boolean },
): Promise<Result<'import-os'>> {
  const { hints, waiting, confirmed, notYet, undecided: open } = compareOs(inventory, rows, { today, from });
  const undecided = [...open];
  if (hints.length > 0 && dryRun) {
    undecided.push(...mergeOs(checkInventory(inventory.file, readTextFile).texts, hints).undecided);
  } else if (hints.length > 0) {
    await editFiles(
      inventory.file,
      inventory.hash,
      async (texts) => {
        const merged = mergeOs(texts, hints);
        undecided.push(...merged.undecided);
        return Promise.resolve(merged.texts);
      },
      (after) => {
        const skipped = new Set(undecided.map(({ subject }) => subject));
        onlyThese(
          inventory,
          after,
          hints.filter(({ site, queue }) => !skipped.has(queue ?? site)),
        );
      },
    );
  }
  const skipped = new Set(undecided.map(({ subject }) => subject));
  const shown = ({ site, queue, os, evidence, on }: OsHintAt): Result<'import-os'>['hints'][number] => ({
    site,
    queue,
    os,
    evidence,
    on,
  });
  const written = hints.filter(({ site, queue }) => !skipped.has(queue ?? site));
  return {
    file: inventory.file,
    from,
    hints: written.map(shown),
    waiting: waiting.map(shown),
    confirmed,
    notYet,
    undecided,
    changed: written.length > 0 && !dryRun,
  };
}

/** The text was edited at offsets: whether it says what was meant, and nothing else, is checked by reading it. */
function onlyThese(before: Inventory, after: Inventory, hints: readonly OsHintAt[]): void {
  const expected = systemsIn(before);
  for (const { site, queue, os, evidence, on } of hints)
    expected.set(keyOf(site, queue), { is: os, evidence, on, hint: true });
  const found = systemsIn(after);
  const wrong = [...expected].filter(
    ([key, os]) => JSON.stringify(ordered(found.get(key))) !== JSON.stringify(ordered(os)),
  );
  if (wrong.length > 0 || found.size !== expected.size)
    throw new EditRefusal(
      `${before.file} was left as it is: the edit would not come out as meant, at ${wrong
        .slice(0, 5)
        .map(([key]) => key)
        .join(', ')}.`,
      ['Write the systems that --dry-run shows by hand.'],
    );
}

/** What is written of each site and each queue. */
function systemsIn({ sites }: Inventory): Map<string, OsEvidence | null> {
  return new Map(
    sites.flatMap(({ name, os, queues }) => [
      [keyOf(name, null), os] as const,
      ...Object.entries(queues).map(([queue, entry]) => [keyOf(name, queue), entry.os ?? null] as const),
    ]),
  );
}

function keyOf(site: string, queue: string | null): string {
  return queue === null ? site : `${site}/${queue}`;
}

function ordered(os: OsEvidence | null | undefined): readonly unknown[] {
  return os ? [os.is, os.evidence, os.on, os.hint === true] : [];
}
