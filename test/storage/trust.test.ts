import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { whyUntrusted } from '../../src/storage/trust.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-'));
  file = join(folder, 'file');
  writeFileSync(file, 'x', { mode: 0o644 });
  return () => rmSync(folder, { recursive: true });
});

describe('a file or folder', () => {
  it('of this user that only this user writes is trusted, and so is what does not exist', () => {
    expect([folder, file, join(folder, 'none')].map((path) => whyUntrusted(path))).toEqual([null, null, null]);
  });

  it('that everybody can write is not', () => {
    chmodSync(file, 0o646);
    chmodSync(folder, 0o1777);
    expect(whyUntrusted(file)?.found).toBe('a file that others can write');
    expect(whyUntrusted(folder)).toMatchObject({
      found: 'a folder that others can write',
      advice: expect.stringContaining('chmod go-w') as string,
    });
  });

  it('that its group can write is trusted only where the group is the private one of its owner', () => {
    chmodSync(file, 0o664);
    const { uid, gid } = statSync(file);
    expect(whyUntrusted(file) === null).toBe(uid === gid);
  });

  it('of another user is not, unless that is root', () => {
    const { uid } = statSync(file);
    const stranger = whyUntrusted(file, uid + 1);
    if (uid === 0) expect(stranger).toBeNull();
    else expect(stranger?.found).toBe(`a file of another user (number ${uid})`);
  });
});
