import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
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
