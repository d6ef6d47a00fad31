import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSecret, readSecretFile } from '../../src/grid/secrets.js';

function aFile(content: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

describe('a secret', () => {
  it('is the one line of its file', () => {
    expect(readSecret(aFile('s3cret-ü\n'), 'GGUS token')).toBe('s3cret-ü');
    expect(readSecret(aFile('read only', 0o400), 'GGUS token')).toBe('read only');
  });

  it('may have several lines where it is a file of its own form', () => {
    expect(readSecretFile(aFile('a\nb\n'), 'X.509 proxy')).toBe('a\nb\n');
  });

  it.each([0o640, 0o604, 0o660, 0o644, 0o620, 0o601])('is refused where others have a right to it: %o', (mode) => {
    const file = aFile('s3cret', mode);
    expect(() => readSecret(file, 'GGUS token')).toThrow(
      `The GGUS token file ${file} can be read by others than its owner.`,
    );
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['one\ntwo', 'more than one line'],
    ['a\u0007b', 'more than one line'],
    ['x'.repeat(1_000_001), 'too large'],
  ])('is refused: %#', (content, why) => {
    expect(() => readSecret(aFile(content), 'JIRA token')).toThrow(why);
  });

  it('is refused where there is none', () => {
    expect(() => readSecret('/nowhere/token', 'JIRA token')).toThrow(
      'The JIRA token file /nowhere/token does not exist.',
    );
    expect(() => readSecret(tmpdir(), 'JIRA token')).toThrow('is a folder, and not a file');
  });

  it('never stands in the refusal', () => {
    for (const file of [aFile('s3cret', 0o644), aFile('s3cret\ns3cret')]) {
      try {
        readSecret(file, 'token');
      } catch (error) {
        expect(JSON.stringify([error, String(error), error instanceof Error ? error.stack : ''])).not.toContain(
          's3cret',
        );
      }
    }
    expect.assertions(2);
  });
});
