/** Something else stands where a file or a folder was named: each command says what, where and what to do, and waits for nothing. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import Apply from '../../commands/apply.js';
import Approve from '../../commands/approve.js';
import Brokeroff from '../../commands/brokeroff/index.js';
import Dashboard from '../../commands/dashboard.js';
import Explain from '../../commands/explain.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Import from '../../commands/import/index.js';
import ImportOs from '../../commands/import/os.js';
import Init from '../../commands/init.js';
import LedgerExport from '../../commands/ledger/export.js';
import LedgerMove from '../../commands/ledger/move.js';
import Plan from '../../commands/plan.js';
import Report from '../../commands/report.js';
import RequestPreview from '../../commands/request/preview.js';
import Status from '../../commands/status.js';
import Validate from '../../commands/validate.js';
import { smallCampaign } from './campaigns.js';
import { runJson, type CommandClass } from './run-command.js';

type Kind = 'folder' | 'pipe' | 'socket' | 'device';

/** What is no file, by kind, in the folder of a test. */
async function others(folder: string): Promise<Readonly<Record<Kind, string>>> {
  const places = {
    folder: join(folder, 'a-folder'),
    pipe: join(folder, 'a-pipe'),
    socket: join(folder, 'a-socket'),
    device: '/dev/null',
  };
  mkdirSync(places.folder);
  expect(spawnSync('mkfifo', [places.pipe]).status).toBe(0);
  const server = createServer();
  await new Promise<void>((listening) => server.listen(places.socket, listening));
  onTestFinished(() => {
    server.close();
  });
  return places;
}

type Name = Parameters<typeof runJson>[1];

const every: readonly Kind[] = ['folder', 'pipe', 'socket', 'device'];

it.each<[what: string, Name, CommandClass, (place: string) => readonly string[], exit: number, readonly Kind[]]>([
  ['a ledger that is read', 'status', Status, (place) => ['--ledger', place], 3, every],
  ['a ledger whose history is read', 'history', History, (place) => ['--ledger', place], 3, every],
  ['a ledger that is written', 'flip', Flip, (place) => ['BETA', '--to', '2', '--yes', '--ledger', place], 3, every],
  ['a ledger of a cron', 'brokeroff', Brokeroff, (place) => ['--ledger', place], 3, every],
  ['where a ledger goes', 'ledger-move', LedgerMove, (place) => ['--to', place, '--yes'], 3, every],
  ['an inventory', 'status', Status, (place) => ['--inventory', place], 3, every],
  ['a plan to apply', 'apply', Apply, (place) => [place, '--yes'], 4, every],
  ['a plan to approve', 'approve', Approve, (place) => [place], 4, every],
  ['a plan to keep to', 'plan', Plan, (place) => ['--from', place], 4, every],
  ['where a plan goes', 'plan', Plan, (place) => ['--out', place], 1, every],
  ['where a report goes', 'report', Report, (place) => ['--out', place], 1, every],
  ['where an export goes', 'ledger-export', LedgerExport, (place) => ['--format', 'csv', '--out', place], 1, every],
  ['a dump', 'import', Import, (place) => ['--from', place, '--dry-run'], 1, ['folder', 'socket']],
  ['a table of systems', 'import-os', ImportOs, (place) => [place, '--dry-run'], 1, every],
  ['a job', 'explain', Explain, (place) => ['--job', place], 1, ['folder', 'socket']],
  ['a token', 'error', Dashboard, (place) => ['--token-file', place, '--host', '0.0.0.0'], 3, every],
])('%s', async (_what, name, command, argvOf, exit, kinds) => {
  const { argv, folder } = smallCampaign();
  const places = await others(folder);
  // A ledger stands, so that there is something to read.
  await runJson(Flip, 'flip', ['ALPHA', '--to', '2', '--yes', ...argv]);
  for (const kind of kinds) {
    const { status, error } = await runJson(command, name, [
      ...(name === 'status' && argvOf('')[0] === '--inventory' ? [] : argv),
      ...argvOf(places[kind]),
    ]);
    expect([kind, status]).toEqual([kind, exit]);
    expect(error?.code).not.toBe('internal');
    expect(error?.message).toContain(places[kind]);
    expect(error?.message).toMatch(new RegExp(`a ${kind}|no file`));
    expect(`${error?.message ?? ''}${error?.advice.join(' ') ?? ''}`).not.toMatch(/E[A-Z]{4,}:|syscall/);
    expect(error?.advice.length).toBeGreaterThan(0);
  }
});

it('a new inventory is not written over a folder, and not said to be one', async () => {
  const { argv, folder } = smallCampaign();
  const { folder: place } = await others(folder);
  const from = join(folder, 'dump.json');
  writeFileSync(from, JSON.stringify([{ panda_resource: 'A', atlas_site: 'A', cloud: 'UK' }]));
  const asked = ['--name', 'next', '--pilot', '2:3', '--channel', 'none', '--from', from, '--out', place, '--yes'];
  const { status, error } = await runJson(Init, 'init', [...asked, ...argv]);
  expect([status, error?.message]).toEqual([4, `${place} is a folder, and no file; nothing was written.`]);
  expect(error?.advice.join()).toContain(join(place, 'sites.yaml'));
});

it('a file in the place of the templates is an error, and no other text goes out in their place', async () => {
  const { argv, folder } = smallCampaign();
  writeFileSync(join(folder, 'templates'), 'a text\n');
  const { status, result } = await runJson(Validate, 'validate', argv);
  expect(status).toBe(3);
  expect(result?.findings.map(({ found }) => found)).toContain('a file');
  const preview = await runJson(RequestPreview, 'request-preview', ['BETA', ...argv]);
  expect([preview.status, preview.error?.code]).toEqual([3, 'bad-template']);
});

it('settings and the name of the operator are read from files alone', async () => {
  const { argv, folder } = smallCampaign();
  mkdirSync(join(folder, 'config', 'migrate', 'config.yaml'), { recursive: true });
  const { status, error } = await runJson(Status, 'status', argv);
  expect([status, error?.code]).toEqual([3, 'bad-configuration']);
  expect(error?.message).toMatch(/config\.yaml is a folder, and no file\.$/);
});

it.each<[Name, CommandClass, readonly string[], string]>([
  ['flip', Flip, ['BETA', '--to', '2', '--yes', '--ledger', ''], '--ledger is empty'],
  ['plan', Plan, ['--out', ''], '--out is empty'],
  ['brokeroff', Brokeroff, ['--again', ''], '--again is empty'],
  ['apply', Apply, [''], 'One of the names is empty'],
  ['history', History, ['--limit', '1', '--limit', '2'], 'can only be specified once'],
])(
  '%s refuses what an unset variable leaves, and a flag given twice, as a matter of usage',
  async (name, command, more, told) => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(command, name, [...argv, ...more]);
    expect([status, error?.code]).toEqual([2, 'usage']);
    expect(error?.message).toContain(told);
    expect(error?.advice.length).toBeGreaterThan(0);
  },
);
