import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Inventory } from '../../model/inventory.js';
import { EditRefusal } from './edit-refusal.js';
import { describeFinding } from '../finding.js';
import { readTextFile } from '../read-text.js';
import { replaceFile } from '../../storage/replace-file.js';

/** One file of an inventory and what it says. */
export interface FileText {
  readonly file: string;
  readonly text: string;
}

/**
 * Applies `edit` to the text of `sites.yaml`, if what stands there is still what `expectedHash`
 * (`Inventory.hash`) was read from and the result is a valid inventory. Written whole or not at
 * all, with the file's mode; a symbolic link stays one. Returns the inventory as it is now; throws
 * `EditRefusal`.
 */
export async function editFile(
  file: string,
  expectedHash: string,
  edit: (text: string) => Promise<string>,
  accept: (after: Inventory) => void = () => undefined,
): Promise<Inventory> {
  const editMain = async ([main, ...included]: readonly FileText[]): Promise<readonly FileText[]> =>
    main ? [{ file: main.file, text: await edit(main.text) }, ...included] : [];
  return editFiles(file, expectedHash, editMain, accept);
}

/**
 * The same for `sites.yaml` and the files that it includes: `edit` answers each of them, the main one first. All are
 * checked before the first is written. `accept` may refuse the result by throwing.
 */
export async function editFiles(
  file: string,
  expectedHash: string,
  edit: (texts: readonly FileText[]) => Promise<readonly FileText[]>,
  accept: (after: Inventory) => void = () => undefined,
): Promise<Inventory> {
  const { checkInventory } = await import('../check.js');
  const before = checkInventory(file, readTextFile);
  if (!before.ok || before.inventory.hash !== expectedHash) throw changedMeanwhile(file);
  const edited = new Map((await edit(before.texts)).map((each) => [each.file, each.text]));
  const after = checkInventory(file, (wanted) => {
    const text = edited.get(wanted);
    return text === undefined ? readTextFile(wanted) : { ok: true, text };
  });
  if (!after.ok)
    throw new EditRefusal(
      `${file} was left as it is: with this change it would not be valid.`,
      after.findings.map(describeFinding),
    );
  accept(after.inventory);
  for (const old of before.texts) {
    const text = edited.get(old.file);
    if (text !== undefined && text !== old.text) replace(old.file, old.text, text);
  }
  return after.inventory;
}

function replace(file: string, before: string, text: string): void {
  const target = realpathSync(file);
  try {
    replaceFile(target, text, {
      mode: statSync(target).mode & 0o7777,
      check: () => {
        if (readFileSync(target, 'utf8') !== before) throw changedMeanwhile(file);
      },
    });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new EditRefusal(`${file} cannot be written: ${error.message}`, []);
    throw error;
  }
}

function changedMeanwhile(file: string): EditRefusal {
  return new EditRefusal(`${file} was changed by somebody else in the meantime.`, [
    'Look at the change, then run the command again.',
  ]);
}
