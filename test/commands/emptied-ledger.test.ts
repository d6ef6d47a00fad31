/** A ledger without a byte has lost what was done: no command takes it for one that has not begun. */
import { join } from 'node:path';
import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Next from '../../commands/next.js';
import Status from '../../commands/status.js';
import { seen, smallCampaign } from './campaigns.js';
import { runJson } from './run-command.js';

it.each([
  ['a file that never had one', false],
  ['a ledger that somebody emptied', true],
])('%s: status, next and history end with 3 and leave it as it is', async (_what, hadContent) => {
  const { argv, file, folder } = smallCampaign();
  const ledger = join(folder, 'ledger.sqlite');
  const all = [...argv, '--ledger', ledger];
  if (!hadContent) writeFileSync(ledger, '');
  else {
    await runJson(Flip, 'flip', ['ALPHA', '--to', '2', '--early', '--yes', ...all]);
    for (const beside of ['-wal', '-shm']) rmSync(`${ledger}${beside}`, { force: true });
    truncateSync(ledger);
  }
  const journal = await seen(file, '/rehearsal/journal?kind=change');
  for (const { status, error } of [
    await runJson(Status, 'status', all),
    await runJson(Next, 'next', ['--yes', ...all]),
    await runJson(History, 'history', all),
  ]) {
    expect([status, error?.code]).toEqual([3, 'ledger-refused']);
    expect(error?.message).toContain(`The ledger ${ledger} has lost its content`);
    expect(error?.advice.join(' ')).toContain('Put back its last good copy');
  }
  expect(statSync(ledger).size).toBe(0);
  expect(await seen(file, '/rehearsal/journal?kind=change')).toEqual(journal);
});

it('a ledger that never was is none yet: status and history have nothing to tell, and next begins it', async () => {
  const { argv, folder } = smallCampaign();
  const ledger = join(folder, 'ledger.sqlite');
  const all = [...argv, '--ledger', ledger];
  expect((await runJson(Status, 'status', all)).status).toBe(0);
  const { status, result } = await runJson(History, 'history', all);
  expect([status, result?.events]).toEqual([0, []]);
  const next = await runJson(Next, 'next', ['--yes', ...all]);
  expect([next.status, next.error]).toEqual([0, undefined]);
  expect(statSync(ledger).size).toBeGreaterThan(0);
});
