import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { replaceFile } from '../../src/storage/replace-file.js';

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'replace-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('takes the place of the file, with the mode that was asked for, and leaves nothing beside it', () => {
  const folder = aFolder();
  const file = join(folder, 'a');
  writeFileSync(file, 'before');
  replaceFile(file, 'after', { mode: 0o640 });
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a']);
});

it('leaves the file as it was when the check refuses', () => {
  const folder = aFolder();
  const file = join(folder, 'a');
  writeFileSync(file, 'before');
  const check = (): never => {
    throw new Error('changed');
  };
  expect(() => replaceFile(file, 'after', { check })).toThrow('changed');
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['a']);
});

describe('what is no file is left as it stands', () => {
  it('a device, also by a link to it', () => {
    const link = join(aFolder(), 'full');
    symlinkSync('/dev/full', link);
    for (const file of ['/dev/full', '/dev/null', link]) {
      expect(() => {
        replaceFile(file, 'after');
      }).toThrow(`${file} is a device, and no file.`);
      expect(statSync(file).isCharacterDevice()).toBe(true);
    }
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('a folder, a pipe, and a link that leads nowhere', () => {
    const folder = aFolder();
    mkdirSync(join(folder, 'folder'));
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    const present = readdirSync(folder);
    expect(() => {
      replaceFile(join(folder, 'folder'), 'after');
    }).toThrow('is a folder, and no file.');
    expect(() => {
      replaceFile(join(folder, 'pipe'), 'after');
    }).toThrow('is a pipe, and no file.');
    expect(() => {
      replaceFile(join(folder, 'link'), 'after');
    }).toThrow('is a link that leads to no file.');
    expect(readdirSync(folder)).toEqual(present);
  });
});

it('writes what a link leads to, and leaves the link', () => {
  const folder = aFolder();
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  writeFileSync(file, 'before');
  symlinkSync(file, link);
  replaceFile(link, 'after');
  expect(readFileSync(file, 'utf8')).toBe('after');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

it('says in words, and of the file that was asked for, why it cannot be written', () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'a'), '');
  const why = (file: string): string => {
    try {
      replaceFile(file, 'text');
    } catch (error) {
      return (error as Error).message;
    }
    return 'written';
  };
  expect(why(join(folder, 'none', 'b'))).toBe(`there is no folder ${join(folder, 'none')}.`);
  expect(why(join(folder, 'a', 'b'))).toBe(`${join(folder, 'a')} is no folder.`);
  expect(why(join(folder, 'x'.repeat(300)))).toBe('the name is longer than the system takes.');
  expect(why(`/proc/migrate`)).not.toMatch(/E[A-Z]{3,}|\.migrate\./);
});
