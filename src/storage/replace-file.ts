import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refuseOther } from './plain-file.js';
import { systemTrouble } from './system-trouble.js';

export interface Replacement {
  /** Permissions of the new file, exactly; without them those of any new file. */
  readonly mode?: number;
  /** Runs when all is written and before it takes the file's place; what it throws leaves the file as it was. */
  readonly check?: () => void;
}

/**
 * Writes a file whole or not at all: whoever reads it sees the content of before or the new one. What a link leads
 * to is written, and the link stays. What stands there and is no file (a device, a folder, a pipe) is left alone.
 */
export function replaceFile(file: string, content: string | Uint8Array, { mode, check }: Replacement = {}): void {
  const target = targetOf(file);
  const temporary = join(dirname(target), `.${basename(target)}.${String(process.pid)}`);
  try {
    const descriptor = openSync(temporary, 'wx', mode === undefined ? 0o666 : 0o600);
    try {
      if (mode !== undefined) fchmodSync(descriptor, mode);
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    check?.();
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw systemTrouble(error, file);
  }
}

/** Where the content goes: `file`, or what it links to. Throws where that is no file. */
function targetOf(file: string): string {
  const there = statsOf(file);
  if (there === null) return file;
  const target = there.isSymbolicLink() ? realTarget(file) : file;
  const stats = target === file ? there : statsOf(target);
  if (stats !== null) refuseOther(file, stats);
  return target;
}

function realTarget(link: string): string {
  try {
    return realpathSync(link);
  } catch (error) {
    throw new Error(`${link} is a link that leads to no file.`, { cause: error });
  }
}

/** null: nothing stands there. */
function statsOf(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw systemTrouble(error, file);
  }
}
