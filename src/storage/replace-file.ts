import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Replacement {
  /** Permissions of the new file, exactly; without them those of any new file. */
  readonly mode?: number;
  /** Runs when all is written and before it takes the file's place; what it throws leaves the file as it was. */
  readonly check?: () => void;
}

/** Writes a file whole or not at all: whoever reads it sees the content of before or the new one. */
export function replaceFile(file: string, content: string | Uint8Array, { mode, check }: Replacement = {}): void {
  const temporary = join(dirname(file), `.${basename(file)}.${String(process.pid)}`);
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
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
