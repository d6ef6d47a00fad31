import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editFile } from '../../../src/inventory/edits/edit-file.js';
import { scheduleRetirements } from '../../../src/inventory/edits/edit.js';
import { loadInventory } from '../../../src/inventory/load.js';
import { smallest } from '../texts.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  file = join(folder, 'sites.yaml');
  writeFileSync(file, smallest);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function hash(): Promise<string> {
  const loaded = await loadInventory(file, null);
  return loaded.ok ? loaded.inventory.hash : 'invalid';
}

const schedule = (text: string): Promise<string> =>
  scheduleRetirements(text, [{ queue: 'OU_OSCER_ATLAS', on: '2019-09-01' }]);

describe('editFile', () => {
  it('writes the edit and answers the inventory with it', async () => {
    const inventory = await editFile(file, await hash(), schedule);
    expect(inventory.retirements).toMatchObject([{ queue: 'OU_OSCER_ATLAS', on: '2019-09-01' }]);
    expect(inventory.hash).toBe(await hash());
    expect(readFileSync(file, 'utf8')).toBe(
      `${smallest}\nretirements:\n  - { queue: OU_OSCER_ATLAS, on: 2019-09-01 }\n`,
    );
    expect(readdirSync(folder)).toEqual(['sites.yaml']);
  });

  it('keeps the mode of the file, and a link a link', async () => {
    chmodSync(file, 0o664);
    const link = join(folder, 'link.yaml');
    symlinkSync('sites.yaml', link);
    await editFile(link, await hash(), schedule);
    expect(statSync(file).mode & 0o777).toBe(0o664);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('2019-09-01');
  });

  it('refuses a file that was changed since it was read', async () => {
    const before = await hash();
    writeFileSync(file, `${smallest}# a colleague\n`);
    await expect(editFile(file, before, schedule)).rejects.toThrow('was changed by somebody else in the meantime');
    expect(readFileSync(file, 'utf8')).toBe(`${smallest}# a colleague\n`);
  });

  it('refuses a file that is changed while the edit is made', async () => {
    const slow = (text: string): Promise<string> => {
      writeFileSync(file, `${smallest}# a colleague\n`);
      return schedule(text);
    };
    await expect(editFile(file, await hash(), slow)).rejects.toThrow('was changed by somebody else in the meantime');
    expect(readFileSync(file, 'utf8')).toBe(`${smallest}# a colleague\n`);
    expect(readdirSync(folder)).toEqual(['sites.yaml']);
  });

  it('does not write what would not be valid', async () => {
    const wrong = (text: string): Promise<string> =>
      scheduleRetirements(text, [{ queue: 'OU_OSCAR_ATLAS', on: '2019-02-30' }]);
    await expect(editFile(file, await hash(), wrong)).rejects.toMatchObject({
      message: `${file} was left as it is: with this change it would not be valid.`,
      advice: [
        expect.stringContaining('Did you mean OU_OSCER_ATLAS?'),
        expect.stringContaining('a date YYYY-MM-DD that exists'),
      ],
    });
    expect(readFileSync(file, 'utf8')).toBe(smallest);
  });
});
