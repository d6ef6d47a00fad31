import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemTrouble } from './system-trouble.js';

/**
 * Makes a folder and those above it, for their owner alone where they are new. Step by step, since Node's
 * own recursion never ends under a file system in which nothing can be made, such as that of processes. Throws an
 * error in words where one cannot be made, or something else stands in its place.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw systemTrouble(error, folder);
    // Another process may have been first.
    if (!isFolder(folder)) throw systemTrouble(Object.assign(error as Error, { code: 'ENOTDIR' }), `${folder}/.`);
  }
}

/** Below a file there is none; what keeps from looking also keeps from making one. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if ('syscall' in (error as Error)) return false;
    throw error;
  }
}
