import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, warn, type Check } from '../../app/examine.js';
import { messageOf } from '../../model/user-error.js';
import { folder } from '../../storage/folders.js';
import { makeFolder } from '../../storage/make-folder.js';
import { systemTrouble } from '../../storage/system-trouble.js';

const littleSpaceBytes = 100 * 1024 * 1024;

/** The folders that this program writes into. */
export function folderChecks(): readonly Check[] {
  return [
    { name: 'state folder', look: () => writable(folder('state'), 'XDG_STATE_HOME') },
    { name: 'cache folder', look: () => writable(folder('cache'), 'XDG_CACHE_HOME') },
  ];
}

function writable(place: string, variable: string): ReturnType<Check['look']> {
  try {
    makeFolder(place);
    const probe = join(place, `.doctor.${process.pid}`);
    writeFileSync(probe, 'x', { mode: 0o600, flag: 'wx' });
    rmSync(probe);
    const { bavail, bsize } = statfsSync(place);
    const free = bavail * bsize;
    if (free < littleSpaceBytes)
      return warn(`${place} can be written, and has ${Math.floor(free / 1024 / 1024)} MiB left.`, 'Make room there.');
    return ok(`${place} can be written.`);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return fail(
      `${place} cannot be written: ${messageOf(systemTrouble(error, join(place, '.doctor'))).replace(/\.$/, '')}.`,
      `Make the folder yours, or name another with ${variable}: operations stand there until they are settled.`,
    );
  }
}
