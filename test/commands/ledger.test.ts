import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import LedgerExport from '../../commands/ledger/export.js';
import LedgerMove from '../../commands/ledger/move.js';
import LedgerVerify from '../../commands/ledger/verify.js';
import Next from '../../commands/next.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

async function begun() {
  const campaign = smallCampaign();
  await resultOf(Next, 'next', [...campaign.argv, '--yes']);
  return campaign;
}

it('the ledger is moved to another file, where the campaign goes on; the old one refuses', async () => {
  const { argv, folder } = await begun();
  const to = join(folder, 'moved.sqlite');
  const moved = await resultOf(LedgerMove, 'ledger-move', [...argv, '--to', to, '--yes']);
  expect(moved).toMatchObject({ to });
  const old = await runJson(Next, 'next', [...argv, '--yes']);
  expect(old).toMatchObject({ status: 3, error: { code: 'ledger-refused' } });
  expect(old.error?.message).toContain(`was moved to ${to}`);
  const { status, result } = await runJson(LedgerVerify, 'ledger-verify', [...argv, '--ledger', to]);
  expect(status).toBe(0);
  expect(result).toMatchObject({ events: moved.events, chain: moved.chain, brokenAt: null, differences: [] });
  expect(await runJson(Next, 'next', [...argv, '--ledger', to, '--yes'])).toMatchObject({ status: 0 });
});

it('moving asks first, and nothing can be moved where no ledger is', async () => {
  const { argv, folder } = smallCampaign();
  const to = ['--to', join(folder, 'moved.sqlite')];
  expect(await runJson(LedgerMove, 'ledger-move', [...argv, ...to])).toMatchObject({ status: 4 });
  expect(await runJson(LedgerMove, 'ledger-move', [...argv, ...to, '--yes'])).toMatchObject({
    status: 3,
    error: { code: 'ledger-refused' },
  });
});

it('the events are written out as lines of JSON, on stdout, and as a table in a file', async () => {
  const { argv, folder } = await begun();
  const { stdout } = await run(LedgerExport, 'ledger:export', [...argv, '--format', 'ndjson']);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { what: string; origin: { command: string } | null });
  expect(events[0]?.what).toBe('intended');
  expect(events[0]?.origin?.command).toMatch(/^migrate next --inventory .*--yes/);

  const file = join(folder, 'events.csv');
  const out = await resultOf(LedgerExport, 'ledger-export', [...argv, '--format', 'csv', '--out', file]);
  expect(out).toMatchObject({ file, events: events.length });
  const [head, first] = readFileSync(file, 'utf8').split('\r\n');
  expect(head).toBe('id,at,actor,what,key,site,queue,host,command,plan,detail,hash');
  expect(first).toMatch(/^1,2030-.*,maria,intended,small\//);
});

it('with --json an export needs a file', async () => {
  const { argv } = await begun();
  expect(await runJson(LedgerExport, 'ledger-export', [...argv, '--format', 'csv'])).toMatchObject({ status: 2 });
});
