import { UserError, messageOf } from '../../model/user-error.js';
import { replaceFile } from '../../storage/replace-file.js';

/** Writes what an operator asked for whole or not at all: whoever reads the file while it is made again sees the one before. */
export function writeOut(what: 'report' | 'plan' | 'export', file: string, content: string | Uint8Array): void {
  try {
    replaceFile(file, content);
  } catch (error) {
    throw new UserError(1, 'file', `The ${what} could not be written: ${messageOf(error)}`, [
      'Name another file with --out.',
    ]);
  }
}
