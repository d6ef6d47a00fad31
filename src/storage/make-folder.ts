import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemTrouble } from './system-trouble.js';

/**
 * Makes a folder and those above it, for their owner alone where they are new. Step by step, since Node's
 * own recursion never ends under a file system in which nothing can be made, such as that of processes. Throws an
 * error in words where something else stands in the place of one of them.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Another process may have been first.
    if (!isFolder(folder)) throw systemTrouble(Object.assign(error as Error, { code: 'ENOTDIR' }), `${folder}/.`);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
