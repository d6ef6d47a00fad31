import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { replaceFile } from '../../src/storage/replace-file.js';
import { systemTrouble } from '../../src/storage/system-trouble.js';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trouble-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function coded(code: string): Error {
  return Object.assign(new Error(`${code}: told by the system, write`), { code, syscall: 'write' });
}

describe('what the system says of a file, in words', () => {
  it.each([
    ['EACCES', 'this user may not write to /data/out.'],
    ['EPERM', 'this user may not write to /data/out.'],
    ['EROFS', '/data/out is on a disk that is mounted read-only.'],
    ['ENOSPC', 'no room is left on the disk of /data/out.'],
    ['EDQUOT', "this user's quota of the disk of /data/out is used up."],
    ['EFBIG', '/data/out/plan.json would be larger than files of this user may become (`ulimit -f`).'],
    ['EIO', 'the disk of /data/out answers with errors.'],
    ['ENOENT', 'there is no folder /data/out.'],
    ['ENOTDIR', '/data/out is no folder.'],
    ['EISDIR', '/data/out/plan.json is a folder, and no file.'],
    ['ENAMETOOLONG', 'the name is longer than the system takes.'],
    ['ELOOP', 'the links of /data/out/plan.json lead back to themselves.'],
    ['EMFILE', 'this process has too many files open (`ulimit -n`).'],
    ['ENFILE', 'this machine has too many files open.'],
    ['EEXIST', 'another process writes /data/out/plan.json at this moment.'],
  ])('%s: %s', (code, sentence) => {
    expect(systemTrouble(coded(code), '/data/out/plan.json')).toMatchObject({ message: sentence, code });
  });

  it('anything else stays as it is', () => {
    const [unknown, ours] = [coded('EWHAT'), new Error('ours')];
    expect([systemTrouble(unknown, 'f'), systemTrouble(ours, 'f')]).toEqual([unknown, ours]);
  });

  it.each([
    ['a folder that is not there', (folder: string) => join(folder, 'no', 'f'), 'there is no folder'],
    ['a folder that is a file', (folder: string) => join(folder, 'file', 'f'), 'is no folder'],
    ['a name without end', (folder: string) => join(folder, 'n'.repeat(300)), 'the name is longer'],
  ])('as the system says it: %s', (_what, placeIn, sentence) => {
    const folder = aFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      replaceFile(placeIn(folder), 'x');
    }).toThrow(sentence);
  });

  it.skipIf(!existsSync('/dev/full'))('as the system says it: a full disk', () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => {
      closeSync(full);
    });
    const failure = (): unknown => {
      try {
        return writeSync(full, 'x');
      } catch (error) {
        return systemTrouble(error, '/data/out/plan.json');
      }
    };
    expect(failure()).toMatchObject({ message: 'no room is left on the disk of /data/out.' });
  });
});
