import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolder } from '../../src/storage/make-folder.js';

it('makes what is missing for its owner alone, and leaves what is there', () => {
  const home = mkdtempSync(join(tmpdir(), 'folders-'));
  onTestFinished(() => {
    rmSync(home, { recursive: true });
  });
  makeFolder(join(home, 'state', 'migrate'));
  makeFolder(join(home, 'state', 'migrate'));
  expect(statSync(join(home, 'state')).mode & 0o777).toBe(0o700);
  writeFileSync(join(home, 'file'), '');
  expect(() => {
    makeFolder(join(home, 'file', 'below', 'it'));
  }).toThrow(`${join(home, 'file')} is no folder.`);
});

it.runIf(process.platform === 'linux')('fails at once where nothing can be made', () => {
  expect(() => {
    makeFolder('/proc/nowhere/state/migrate');
  }).toThrow('there is no folder /proc.');
});
