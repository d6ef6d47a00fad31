import { readFileSync, realpathSync, statSync } from 'node:fs';
import type { Inventory } from '../../model/inventory.js';
import { EditRefusal } from './edit-refusal.js';
import { describeFinding } from '../finding.js';
import { readTextFile } from '../read-text.js';
import { replaceFile } from '../../storage/replace-file.js';

/**
 * Applies `edit` to the text of `sites.yaml`, if what stands there is still what `expectedHash`
 * (`Inventory.hash`) was read from and the result is a valid inventory. Written whole or not at
 * all, with the file's mode; a symbolic link stays one. Answers the inventory as it is now; throws
 * `EditRefusal`.
 */
export async function editFile(
  file: string,
  expectedHash: string,
  edit: (text: string) => Promise<string>,
): Promise<Inventory> {
  const { checkInventory } = await import('../check.js');
  const before = checkInventory(file, readTextFile);
  const [main] = before.texts;
  if (!main || !before.ok || before.inventory.hash !== expectedHash) throw changedMeanwhile(file);
  const text = await edit(main.text);
  const after = checkInventory(file, (wanted) => (wanted === file ? { ok: true, text } : readTextFile(wanted)));
  if (!after.ok)
    throw new EditRefusal(
      `${file} was left as it is: with this change it would not be valid.`,
      after.findings.map(describeFinding),
    );
  replace(file, main.text, text);
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
      throw new EditRefusal(`${file} cannot be written: ${error.message}.`, []);
    throw error;
  }
}

function changedMeanwhile(file: string): EditRefusal {
  return new EditRefusal(`${file} was changed by somebody else in the meantime.`, [
    'Look at the change, then run the command again.',
  ]);
}
