import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { messageOf } from '../model/message-of.js';
import { UserError } from '../model/user-error.js';

/** Writes a report whole or not at all: whoever reads the file while it is made again sees the one before. */
export function writeReport(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw new UserError(1, 'file', `The report could not be written: ${messageOf(error)}`, [
      'Name another file with --out.',
    ]);
  }
}
