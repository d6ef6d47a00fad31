import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { screen } from '@inquirer/testing/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptOperator, keptOperatorFile } from '../../../src/cli/settings/kept-operator.js';
import { operatorToAct } from '../../../src/cli/settings/operator.js';
import { layersOf, osUser, resolveSetting, type Setting } from '../../../src/cli/settings/settings.js';
import { anInventory } from '../../inventory/builders.js';

const rehearsal = anInventory();
const production = anInventory({ grid: { ...rehearsal.grid, use: 'production' } });
const streams = [process.stdin, process.stderr] as const;
const before = streams.map((stream) => stream.isTTY);

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'operator-'));
  vi.stubEnv('XDG_STATE_HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', home);
  vi.stubEnv('MIGRATE_OPERATOR', '');
  return () => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true });
  };
});
afterEach(() => {
  for (const [index, stream] of streams.entries()) stream.isTTY = before[index] ?? false;
});

async function setting(): Promise<Setting> {
  return resolveSetting('operator', await layersOf({}));
}

describe('who acts', () => {
  it('is asked for once on a terminal, and kept for its owner alone', async () => {
    for (const stream of streams) stream.isTTY = true;
    const asked = operatorToAct(await setting(), production, false);
    await expect.poll(() => screen.getScreen(), { timeout: 10_000 }).toContain('Your name');
    screen.type('Anna Rossi');
    screen.keypress('enter');
    expect(await asked).toBe('Anna Rossi');
    expect(statSync(keptOperatorFile()).mode & 0o777).toBe(0o600);
    expect(await setting()).toMatchObject({ value: 'Anna Rossi', source: 'user file', where: keptOperatorFile() });
    expect(await operatorToAct(await setting(), production, false)).toBe('Anna Rossi');
  });

  it('is what the environment says, whatever is kept', async () => {
    keep('Anna');
    vi.stubEnv('MIGRATE_OPERATOR', 'cron');
    expect((await setting()).value).toBe('cron');
  });

  it('is never root: where nobody can be asked, an error on a real grid', async () => {
    expect(osUser()).not.toBe('root');
    expect((await setting()).value).not.toBe('root');
    const acting = operatorToAct(await setting(), production, true);
    if (userInfo().username === 'root') await expect(acting).rejects.toMatchObject({ exit: 3, code: 'no-operator' });
    else expect(await acting).toBe(userInfo().username);
  });

  it('may be nobody in particular in a rehearsal', async () => {
    expect(await operatorToAct(await setting(), rehearsal, true)).toBe(osUser() ?? 'operator');
  });
});

describe('the name that is kept', () => {
  it.each([
    ['Anna', 0o600, 'Anna'],
    ['root', 0o600, undefined],
    ['An\nna', 0o600, undefined],
    ['Anna', 0o666, undefined],
  ])('%j with mode %o is %s', (name, mode, expected) => {
    keep(name, mode);
    expect(keptOperator()).toBe(expected);
  });
});

function keep(name: string, mode = 0o600): void {
  const file = keptOperatorFile();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, name);
  chmodSync(file, mode);
}
