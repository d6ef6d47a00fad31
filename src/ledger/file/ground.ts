import { accessSync, constants, statSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../storage/make-folder.js';
import { otherThanFile } from '../../storage/plain-file.js';
import { LedgerRefusal } from '../port.js';

// statfs(2). 9p and FUSE are left out: they may as well be local.
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x517b, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x00c36400, 'Ceph'],
]);

/** Name of the network file system with that statfs type, or null. */
export function networkFileSystem(type: number): string | null {
  return networkFileSystems.get(type >>> 0) ?? null;
}

/** Makes sure that a ledger may stand at `file`: its folder exists (0700 where new) on a local disk. Throws `LedgerRefusal`. */
export function prepareGround(file: string): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
  } catch (error) {
    throw new LedgerRefusal(`The ledger's folder ${folder} cannot be created: ${(error as Error).message}`, [
      'Name another place with --ledger FILE or `ledger:` in sites.yaml.',
    ]);
  }
  if (sizeOf(file) !== null) checkWritable(file);
  const network = networkFileSystem(statfsSync(folder).type);
  if (network !== null) {
    throw new LedgerRefusal(
      `The ledger ${file} is on a network file system (${network}), where locks are not dependable.`,
      ['Name a file on a local disk with --ledger FILE or `ledger:` in sites.yaml.'],
    );
  }
}

/** null: there is no such file. A folder that may not be looked into is no proof of that; what is no file is refused. */
export function sizeOf(file: string): number | null {
  try {
    const stats = statSync(file);
    const found = otherThanFile(stats);
    if (found === null) return stats.size;
    throw new LedgerRefusal(`The ledger ${file} is ${found}, and no file. Nothing was done.`, [
      found === 'a folder'
        ? `Name a file in it: --ledger ${join(file, 'ledger.sqlite')}, or \`ledger:\` in sites.yaml; one that is not there is begun by the first command that acts.`
        : 'Name a file with --ledger FILE or `ledger:` in sites.yaml; one that is not there is begun by the first command that acts.',
    ]);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** SQLite opens a file for writing that it may only read, and fails at the first write: after something was begun. */
function checkWritable(file: string): void {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw new LedgerRefusal(
      `The ledger ${file} can only be read by this user: ${(error as Error).message}. Nothing was done.`,
      [
        `To act, let this user write to it and to ${dirname(file)}. \`migrate status\`, \`history\` and \`report\` read it as it is.`,
      ],
    );
  }
}
