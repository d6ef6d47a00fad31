import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import Next from '../../commands/next.js';
import { makeFolder } from '../../src/storage/make-folder.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { smallCampaign } from '../commands/campaigns.js';
import { resultOf } from '../commands/run-command.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'owner-'));
  const umask = process.umask(0o022);
  return () => {
    process.umask(umask);
    rmSync(folder, { recursive: true });
  };
});

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

it('a database is its owner’s alone, and so are the files beside it', () => {
  const database = openSqlite(join(folder, 'new.sqlite'));
  database.exec('CREATE TABLE t (x)');
  expect(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))])).toEqual([
    ['new.sqlite', '600'],
    ['new.sqlite-shm', '600'],
    ['new.sqlite-wal', '600'],
  ]);
  database.close();
});

it('a database that its owner shares stays shared', () => {
  const file = join(folder, 'shared.sqlite');
  openSqlite(file).close();
  chmodSync(file, 0o660);
  openSqlite(file).close();
  expect(modeOf(file)).toBe('660');
});

it('folders of state are made for their owner alone', () => {
  makeFolder(join(folder, 'state', 'campaign'));
  expect([modeOf(join(folder, 'state')), modeOf(join(folder, 'state', 'campaign'))]).toEqual(['700', '700']);
});

it('ledger and world of a campaign are their owner’s alone', async () => {
  const campaign = smallCampaign();
  await resultOf(Next, 'next', ['--yes', ...campaign.argv]);
  const files = readdirSync(campaign.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.sqlite'),
  );
  expect(files.length).toBeGreaterThanOrEqual(2);
  for (const name of files) expect([name, modeOf(join(campaign.folder, name))]).toEqual([name, '600']);
});
