import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openHelpdesk } from '../../../src/grid/helpdesk/open.js';
import type { HelpdeskConfig } from '../../../src/model/grid-config.js';
import type { Channel } from '../../../src/model/campaign.js';
import { failureOf } from '../builders.js';
import { aDraft, aServedWorld, group, project, readTickets, token } from './desks.js';

function aSecretFile(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, `${text}\n`);
  chmodSync(file, mode);
  return file;
}

async function opened(channel: Channel, change: Partial<HelpdeskConfig> = {}, dryRun = false) {
  const { url, http, world } = await aServedWorld();
  const config = {
    url: channel === 'mail' ? 'smtp://127.0.0.1:1' : url,
    token_file: aSecretFile(token),
    user: null,
    password_file: null,
    group,
    project,
    from: 'ops@cern.example',
    api: 2 as const,
    fields: {},
    index_lag_seconds: 120,
    ...change,
  };
  return { world, helpdesk: await openHelpdesk({ channel, config, http, timeoutMs: 2_000, dryRun }) };
}

it.each(['ggus', 'jira'] as const)('a profile opens %s with the token of its file', async (channel) => {
  const { helpdesk, world } = await opened(channel);
  await helpdesk.create(aDraft());
  expect(helpdesk).toMatchObject({ channel, readable: true, indexLagMs: 120_000 });
  expect(readTickets(world, channel)).toHaveLength(1);
});

it.each([
  ['a token that others can read', () => aSecretFile(token, 0o644), 'can be read by others'],
  ['a token file that is missing', () => '/nonexistent/token', 'does not exist'],
  ['no token file at all', () => null, 'has no `token_file`'],
])('%s is refused when it is needed, and never before', async (_what, file, message) => {
  const { helpdesk, world } = await opened('ggus', { token_file: file() });
  const failure = await failureOf(helpdesk.create(aDraft()));
  expect(failure).toMatchObject({ problem: 'not allowed', sent: false });
  expect(failure.message).toContain(message);
  expect(readTickets(world, 'ggus')).toEqual([]);
});

it('a mail login without a password file is refused', async () => {
  expect((await failureOf(opened('mail', { user: 'anna' }))).message).toContain('has no `password_file`');
});

it('in a dry-run no mail goes out', async () => {
  const { helpdesk } = await opened('mail', {}, true);
  expect(await failureOf(helpdesk.create(aDraft()))).toMatchObject({ problem: 'stopped', sent: false });
});
