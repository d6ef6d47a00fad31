import { dirname } from 'node:path';
import { UserError } from '../../model/user-error.js';
import { makeFolder } from '../../storage/make-folder.js';
import { replaceFile } from '../../storage/replace-file.js';
import type { Inventory } from '../../model/inventory.js';
import { ask, canAsk } from '../terminal/prompts.js';
import { keptOperatorFile, nameIn } from './kept-operator.js';
import { osUser, type Setting } from './settings.js';

/**
 * The name in which something is done: as set, else as an operator on a terminal says, who is asked once.
 * Where nobody can be asked it is the user of the machine, but for root and numbers, who are nobody: a
 * UserError on a real grid.
 */
export async function operatorToAct(
  { value, source }: Setting,
  { grid }: Pick<Inventory, 'grid'>,
  noInput: boolean,
): Promise<string> {
  if (source !== 'default') return value;
  const user = osUser();
  if (canAsk(noInput)) return askedOnce(user);
  if (user !== null || grid.use === 'rehearsal') return value;
  throw new UserError(3, 'no-operator', 'Nobody is named who acts: the user of this machine is no person.', [
    'Set MIGRATE_OPERATOR=NAME, or write `operator: NAME` into config.yaml of the config folder: it stands in the ledger and under the letters.',
  ]);
}

async function askedOnce(user: string | null): Promise<string> {
  const file = keptOperatorFile();
  const given = await ask({
    message: 'Your name, as it stands in the ledger and under letters to sites?',
    ...(user !== null && { initial: user }),
    check: (text) => (nameIn(text) === null ? 'a name on one line, not root' : null),
  });
  const name = nameIn(given) ?? given;
  makeFolder(dirname(file));
  replaceFile(file, `${name}\n`, { mode: 0o600 });
  process.stderr.write(`It is kept in ${file}; MIGRATE_OPERATOR says another.\n`);
  return name;
}
