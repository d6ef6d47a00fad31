import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readUserFile, resolveSetting, type Layers } from '../../../src/cli/settings/settings.js';

const nothing: Layers = {
  flags: {},
  env: {},
  inventory: {},
  user: {},
  defaults: { inventory: 'sites.yaml', ledger: '/state', operator: 'me' },
};

describe('the precedence of settings', () => {
  const all: Layers = {
    ...nothing,
    flags: { ledger: 'F' },
    env: { MIGRATE_LEDGER: 'E' },
    inventory: { ledger: 'I' },
    user: { ledger: 'U' },
  };

  it.each([
    { without: {}, value: 'F', source: 'flag' },
    { without: { flags: {} }, value: 'E', source: 'environment' },
    { without: { flags: {}, env: {} }, value: 'I', source: 'sites.yaml' },
    { without: { flags: {}, env: {}, inventory: {} }, value: 'U', source: 'user file' },
    { without: { flags: {}, env: {}, inventory: {}, user: {} }, value: '/state', source: 'default' },
  ])('$source', ({ without, value, source }) => {
    expect(resolveSetting('ledger', { ...all, ...without })).toMatchObject({ value, source });
  });

  it('takes an empty variable for an unset one', () => {
    expect(resolveSetting('operator', { ...nothing, env: { MIGRATE_OPERATOR: '' } })).toMatchObject({
      value: 'me',
      source: 'default',
    });
  });
});

describe("the user's file", () => {
  function userFile(text: string): string {
    const file = join(mkdtempSync(join(tmpdir(), 'migrate-settings-')), 'config.yaml');
    writeFileSync(file, text);
    return file;
  }

  it('may be missing or empty', async () => {
    expect(await readUserFile('/nowhere/config.yaml')).toEqual({});
    expect(await readUserFile(userFile(''))).toEqual({});
  });

  it('holds settings', async () => {
    expect(await readUserFile(userFile('operator: maria\n'))).toEqual({ operator: 'maria' });
  });

  it.each([
    { text: 'operatr: maria', why: /unknown setting "operatr"/ },
    { text: 'operator: 17', why: /"operator" should be a text/ },
    { text: '- maria', why: /names and values/ },
    { text: 'a: [', why: /config\.yaml: / },
  ])('is refused with its reason: $text', async ({ text, why }) => {
    await expect(readUserFile(userFile(text))).rejects.toMatchObject({
      exit: 3,
      message: expect.stringMatching(why) as string,
    });
  });
});
