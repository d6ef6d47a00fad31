import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/model/operation.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { expectDoneOnce, faultFreeState } from './protocol/checks.js';
import { openWorld, type World } from './protocol/world.js';

const shape = { sites: ['A', 'B', 'C', 'D'], queuesPerSite: 5 };

interface Failed {
  readonly code: number | null;
  /** null where the command failed as a whole. */
  readonly result: { readonly outcomes: readonly Outcome[] } | null;
  readonly error: { readonly code: string; readonly message: string; readonly advice: readonly string[] };
}

/** Runs `migrate ARGS`, where no file may grow beyond so many KiB. */
async function runUnder(
  { folder }: Pick<World, 'folder'>,
  kib: number | null,
  args: readonly string[],
  stateHome = 'state',
  user: { readonly uid?: number } = {},
): Promise<Failed> {
  const program = join(packageRoot(), 'dist/src/bin/migrate.js');
  const limit = kib === null ? '' : `ulimit -f ${String(kib)}; `;
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    MIGRATE_OPERATOR: 'anna',
    XDG_STATE_HOME: stateHome.startsWith('/') ? stateHome : join(folder, stateHome),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  const words = [process.execPath, program, ...args, '--json', '--no-input'].map((word) => `'${word}'`).join(' ');
  const child = spawn('bash', ['-c', `${limit}exec ${words}`], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const { result, error } = JSON.parse(stdout) as Failed;
  return { code, result, error };
}

const apply = ['apply', 'plan.json', '--yes', '--ledger', 'ledger.sqlite'];

describe('a ledger in a file', () => {
  it('whose disk is full says so, nothing is half done, and the next run does the rest once', async () => {
    const world = await openWorld(shape);
    const operations = await world.plan();
    const ledger = join(world.folder, 'ledger.sqlite');
    // The ledger begins, with nothing in it that is carried out.
    await world.start(['pause', '--scope', 'site=A', '--reason', 'a test']).finished;
    await world.start(['resume', '--scope', 'site=A', '--reason', 'a test', '--yes']).finished;
    const kib = Math.ceil(statSync(ledger).size / 1024);
    const { code, result } = await runUnder(world, kib + 60, apply);
    expect(code).toBe(68);
    const open = result?.outcomes.filter(({ outcome }) => outcome !== 'done') ?? [];
    expect(open.map(({ message }) => message).join(' ')).toMatch(
      /The ledger .* failed: (no room is left on its disk|disk I\/O error)/,
    );
    expect(open.map(({ message }) => message).join(' ')).toContain('Make room there');
    const begun = (await world.writes()).length;
    expect(begun).toBeLessThan(operations.length);
    await world.applyToTheEnd();
    await expectDoneOnce(world, operations, await faultFreeState(shape));
  });

  it.each([
    ['of a newer program', 'PRAGMA user_version=99', 'this program knows format'],
    ['that is no ledger any more', 'DROP TABLE operations; DROP TABLE events', ''],
  ])('%s is refused with 3, and nothing is written', async (_, sql, words) => {
    const world = await openWorld({ sites: ['A'] });
    await world.plan();
    await world.start(['pause', '--scope', 'site=A', '--reason', 'a test']).finished;
    const database = openSqlite(join(world.folder, 'ledger.sqlite'));
    database.exec(sql);
    database.close();
    const { code, error } = await runUnder(world, null, apply);
    expect([3, 1]).toContain(code);
    expect(error.code).toMatch(/^ledger-/);
    expect(error.message).toContain(words);
    expect(await world.writes()).toEqual([]);
  });

  it('with an event that somebody changed is found out with 3: by a check, and by a move', async () => {
    const world = await openWorld({ sites: ['A'] });
    await world.plan();
    await world.applyToTheEnd();
    const database = openSqlite(join(world.folder, 'ledger.sqlite'));
    database.exec("UPDATE events SET actor = 'nobody' WHERE id = 2");
    database.close();
    const verified = await world.start(['ledger', 'verify']).finished;
    expect(verified).toMatchObject({ code: 3, result: { brokenAt: 2 } });
    const moved = await runUnder(world, null, [
      'ledger',
      'move',
      '--to',
      'moved.sqlite',
      '--yes',
      '--ledger',
      'ledger.sqlite',
    ]);
    expect(moved).toMatchObject({ code: 3, error: { code: 'ledger-refused' } });
  });

  it('that would stand in a folder nobody may write to is refused with 3, and nothing is written', async () => {
    const world = await openWorld({ sites: ['A'] });
    await world.plan();
    const { code, error } = await runUnder(world, null, ['apply', 'plan.json', '--yes'], '/proc');
    expect(code).toBe(3);
    expect(error.message).toMatch(/cannot be (created|opened|made)/);
    expect(error.advice.length).toBeGreaterThan(0);
    expect(await world.writes()).toEqual([]);
  });

  it('that may only be read is read, and whoever would act is told so with 3', async () => {
    const world = await openWorld({ sites: ['A'] });
    await world.plan();
    await world.applyToTheEnd();
    const kept = join(world.folder, 'kept');
    mkdirSync(kept);
    renameSync(join(world.folder, 'ledger.sqlite'), join(kept, 'ledger.sqlite'));
    chmodSync(join(kept, 'ledger.sqlite'), 0o444);
    chmodSync(kept, 0o555);
    chmodSync(world.folder, 0o755);
    // Root may write everywhere.
    const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const run = (args: readonly string[]) =>
      runUnder(world, null, [...args, '--ledger', 'kept/ledger.sqlite'], 'state', user);
    expect(await run(['status'])).toMatchObject({ code: 0, result: { sites: { commissioning: 1 } } });
    expect(await run(['history', '--verify'])).toMatchObject({ code: 0, result: { verified: { differences: [] } } });
    expect(await run(['report', '--format', 'json'])).toMatchObject({ code: 0 });
    const { code, error } = await run(['pause', '--reason', 'a test']);
    expect(code).toBe(3);
    expect(error.message).toContain('can only be read by this user');
    expect(readdirSync(kept)).toEqual(['ledger.sqlite']);
    chmodSync(kept, 0o755);
  });
});
