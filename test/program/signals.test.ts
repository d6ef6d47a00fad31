import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/storage/sqlite.js';
import { campaignOf, place, type Started } from './program.js';

/** Waits until a process has a file open: it stands before the file's lock then. */
async function opens({ child }: Started, file: string): Promise<void> {
  const folder = `/proc/${String(child.pid)}/fd`;
  for (;;) {
    const open = readdirSync(folder).flatMap((fd) => {
      try {
        return readlinkSync(join(folder, fd));
      } catch {
        return [];
      }
    });
    if (open.includes(file)) return;
    await delay(20);
  }
}

/** The rehearsal's world below a folder for state. */
function worldIn(state: string): string {
  const found = readdirSync(state, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.world.sqlite'),
  );
  if (found === undefined) throw new Error(`no world below ${state}`);
  return join(state, found);
}

/** Asks a served rehearsal to move its clock: it stands before its world's lock then. */
async function advanced(grid: Started): Promise<void> {
  await grid.seen('"url"');
  const { url } = (JSON.parse(grid.written().stdout) as { result: { url: string } }).result;
  void fetch(`${url}/rehearsal/advance`, { method: 'POST', body: JSON.stringify({ ms: 1 }) }).catch(() => undefined);
}

describe('SIGTERM and SIGINT', () => {
  it.skipIf(!existsSync('/proc/self/fd')).each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends a command that waits for a locked ledger', async (signal, code) => {
    const here = place(campaignOf(1));
    const ledger = join(here.folder, 'ledger.sqlite');
    const record = ['request', 'sent', 'S0', '--yes', '--ledger', ledger];
    expect((await here.start('migrate', record).ended).code).toBe(0);
    const other = openSqlite(ledger);
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    const waiting = here.start('migrate', [...record, '--again']);
    await opens(waiting, ledger);
    // It reads first; then it waits to write, for ten seconds at most.
    await delay(600);
    const sentAt = performance.now();
    waiting.child.kill(signal);
    expect((await waiting.ended).code).toBe(code);
    expect(performance.now() - sentAt).toBeLessThan(9_000);
  });

  it.skipIf(!existsSync('/proc/self/fd')).each([
    ['SIGTERM', 143, ['rehearsal', 'advance', '1h']],
    ['SIGINT', 130, ['rehearsal', 'advance', '1h']],
    ['SIGTERM', 143, ['rehearsal', 'serve', '--json']],
  ] as const)('%s ends with %i a command that waits for a locked rehearsal: %j', async (signal, code, command) => {
    const here = place(campaignOf(1));
    expect((await here.start('migrate', ['status', '--json']).ended).code).toBe(0);
    const file = worldIn(join(here.folder, 'state'));
    const other = openSqlite(file);
    onTestFinished(() => {
      other.close();
    });
    other.exec('BEGIN IMMEDIATE');
    const waiting = here.start('migrate', command);
    await (command[1] === 'serve' ? advanced(waiting) : opens(waiting, file));
    await delay(600);
    const sentAt = performance.now();
    waiting.child.kill(signal);
    expect((await waiting.ended).code).toBe(code);
    expect(performance.now() - sentAt).toBeLessThan(5_000);
  });

  it('end the dashboard while its grid never answers, and the grid itself', async () => {
    const here = place(campaignOf(1));
    const grid = here.start('migrate', ['rehearsal', 'serve', '--json']);
    await grid.seen('"url"');
    const { url } = (JSON.parse(grid.written().stdout) as { result: { url: string } }).result;
    const dashboard = place(campaignOf(1, url)).start('migrate', [
      'dashboard',
      '--json',
      '--ledger',
      join(here.folder, 'ledger.sqlite'),
    ]);
    grid.child.kill('SIGSTOP');
    await delay(1_500);
    dashboard.child.kill('SIGTERM');
    expect((await dashboard.ended).code).toBe(143);
    grid.child.kill('SIGCONT');
    grid.child.kill('SIGTERM');
    expect((await grid.ended).code).toBe(143);
  });
});
