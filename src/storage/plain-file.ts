import { closeSync, constants, fstatSync, openSync, readFileSync, statSync, type Stats } from 'node:fs';

/** What stands in the place of a file, in words: `a folder`; null: it is a file. */
export function otherThanFile(stats: Stats): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Something else stands where a file was named. Its message is a sentence for people. */
export class NotAFile extends Error {
  override readonly name = 'NotAFile';
  readonly syscall = 'open';
  constructor(
    readonly path: string,
    readonly found: string,
  ) {
    super(`${path} is ${found}, and no file.`);
  }
}

/** Throws `NotAFile` where what was found is none. */
export function refuseOther(file: string, stats: Stats): void {
  const found = otherThanFile(stats);
  if (found !== null) throw new NotAFile(file, found);
}

/**
 * Opens a file to read it. What is no file is a `NotAFile` and is not waited for: a pipe may have nobody at its other
 * end, a device gives and never ends. The caller closes what was opened.
 */
export function openPlainFile(file: string): { readonly handle: number; readonly stats: Stats } {
  refuseOther(file, statSync(file));
  // It may have been put in the file's place since: then opening it must not wait either.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(handle);
    refuseOther(file, stats);
    return { handle, stats };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

/** The bytes of a file; null: it has more than `largestBytes`. For what is none as `openPlainFile`. */
export function readPlainFile(file: string): Buffer;
export function readPlainFile(file: string, largestBytes: number): Buffer | null;
export function readPlainFile(file: string, largestBytes = Infinity): Buffer | null {
  const { handle, stats } = openPlainFile(file);
  try {
    return stats.size > largestBytes ? null : readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
