import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../model/user-error.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { readingTrouble } from '../../storage/system-trouble.js';
import { GridFailure } from '../ports.js';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const largestBytes = 10_000_000;

/**
 * The certificates of the authorities in a bundle, or in a folder as /etc/grid-security/certificates: there every
 * authority stands under several names, and lists of revoked certificates beside it. Throws a GridFailure.
 */
export function authoritiesIn(path: string): readonly string[] {
  const refuse = (why: string): GridFailure =>
    new GridFailure('not allowed', `The authorities in ${path} ${why}.`, false, [
      'Check `authorities` in the grid profile: a file of PEM certificates, or a folder of such files.',
    ]);
  try {
    const files = statSync(path).isDirectory() ? certificateFiles(path) : [path];
    const found = new Set(files.flatMap((file) => readPlainFile(file).toString('utf8').match(block) ?? []));
    if (found.size === 0) throw refuse('are none: no PEM certificate stands there');
    return [...found];
  } catch (error) {
    if (error instanceof GridFailure) throw error;
    throw refuse(`cannot be read (${messageOf(readingTrouble(error, path)).replace(/\.$/, '')})`);
  }
}

function certificateFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:pem|crt|cer|\d)$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => {
      // A link to nothing is no certificate.
      const about = statSync(file, { throwIfNoEntry: false });
      return about?.isFile() === true && about.size <= largestBytes;
    });
}
