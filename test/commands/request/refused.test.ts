import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import RequestOpen from '../../../commands/request/open.js';
import RequestStatus from '../../../commands/request/status.js';
import { loadInventory } from '../../../src/inventory/load.js';
import { freshScenario } from '../../../src/rehearsal/fresh.js';
import { rehearsalAccess } from '../../../src/rehearsal/helpdesk/access.js';
import { serveMail, type MailServeOptions } from '../../../src/rehearsal/helpdesk/smtp.js';
import { readTickets } from '../../../src/rehearsal/helpdesk/tickets.js';
import { serve } from '../../../src/rehearsal/server.js';
import { openWorld, type World } from '../../../src/rehearsal/world/world.js';
import { expiredServer } from '../../grid/http/certificates.js';
import { smallCampaign } from '../campaigns.js';
import { run, runJson } from '../run-command.js';

const { token, readerToken, group, project, closedProject, user } = rehearsalAccess;
const wrongSecret = 'guessed-s3cret';

interface Place {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly world: World;
  /** Writes the helpdesk's section of the profile, with a secret of this text in `secret`. */
  readonly profile: (section: string, secret?: string) => void;
  readonly contact: (address: string) => void;
  readonly url: string;
  readonly mailUrl: string;
}

/** The small campaign on a grid of services that answer on loopback, asked by this channel. */
async function aPlace(channel: 'ggus' | 'jira' | 'mail', mailOptions: MailServeOptions = {}): Promise<Place> {
  const { argv, file, folder } = smallCampaign();
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error('the small campaign is not valid');
  const world = openWorld({
    file: join(folder, 'world.sqlite'),
    scenario: freshScenario(loaded.inventory, '2030-01-07T08:00:00Z'),
  });
  const [server, mail] = [await serve(world), await serveMail(world, mailOptions)];
  onTestFinished(async () => {
    await Promise.all([server.close(), mail.close()]);
    world.close();
  });
  const change = (what: RegExp, to: string): void => writeFileSync(file, readFileSync(file, 'utf8').replace(what, to));
  change(/channel: ggus/, `channel: ${channel}`);
  return {
    argv,
    folder,
    world,
    url: server.url,
    mailUrl: mail.url,
    profile: (section, secret = wrongSecret) => {
      const secretFile = join(folder, 'secret');
      writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
      const services = `catalogue: { kind: agis, url: "${server.url}", writer: agis }, helpdesk: { ${channel}: { ${section.replace('SECRET', secretFile)} } }`;
      change(
        /^grid: .*$/m,
        `grid: { use: real, timing: { request_timeout_seconds: 2 }, profiles: { real: { ${services} } } }`,
      );
    },
    contact: (address) => change(/contact: a@alpha\.example/, `contact: ${address}`),
  };
}

/** Everything that was left on the disk, but the secret's own file and the grid's. */
function leftBehind(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(secret|world\.sqlite.*)$/.test(name) && statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

async function refusal({ argv, folder, world }: Place): Promise<{ readonly status: number; readonly message: string }> {
  const opened = await runJson(RequestOpen, 'request-open', ['ALPHA', '--yes', ...argv]);
  const shown = await run(RequestOpen, 'request-open', ['ALPHA', '--yes', ...argv]);
  const [outcome] = opened.result?.outcomes ?? [];
  expect(opened.result?.outcomes).toHaveLength(1);
  expect(outcome?.message).not.toMatch(/[\r\n]/);
  expect(readTickets(world, null)).toEqual([]);
  const { result } = await runJson(RequestStatus, 'request-status', argv);
  expect(result?.requests).toEqual([]);
  for (const text of [JSON.stringify(opened), shown.stdout, shown.stderr, leftBehind(folder)])
    expect(text).not.toContain(wrongSecret);
  return { status: opened.status, message: outcome?.message ?? '' };
}

const ggusAt = (url: string, more = ''): string => `url: "${url}", token_file: SECRET, group: "${group}"${more}`;
const jiraAt = (url: string, key: string = project): string => `url: "${url}", token_file: SECRET, project: ${key}`;

describe('a request that the helpdesk will not take is one line with what to do, an exit code of the table, and nothing recorded', () => {
  it.each<
    [
      what: string,
      channel: 'ggus' | 'jira' | 'mail',
      profileOf: (place: Place) => Parameters<Place['profile']>,
      exit: number,
      message: string,
      advice: string,
    ]
  >([
    [
      'ggus: a wrong token',
      'ggus',
      ({ url }) => [ggusAt(url)],
      4,
      '(401): "Invalid token!"',
      'write it into token_file',
    ],
    [
      'ggus: 403',
      'ggus',
      ({ url }) => [ggusAt(url), readerToken],
      4,
      '(403): "Not authorized"',
      'allowed to create tickets',
    ],
    [
      'ggus: a group that does not exist',
      'ggus',
      ({ url }) => [ggusAt(url).replace(group, 'Nobody'), token],
      4,
      "No lookup value found for 'group'",
      'Check `group`',
    ],
    ['ggus: an unknown host', 'ggus', () => [ggusAt('https://nowhere.invalid'), token], 1, 'nowhere.invalid', 'Check'],
    ['jira: a wrong token', 'jira', ({ url }) => [jiraAt(url)], 4, '(401)', 'write it into token_file'],
    [
      'jira: 403',
      'jira',
      ({ url }) => [jiraAt(url), readerToken],
      4,
      '(403): "Not authorized"',
      'ask for the permission',
    ],
    [
      'mail: a full mailbox',
      'mail',
      (place) => {
        place.contact('full@alpha.example');
        return [`url: "${place.mailUrl}", from: ops@grid.example`];
      },
      4,
      'is full',
      'another way',
    ],
    [
      'mail: an unknown mailbox',
      'mail',
      (place) => {
        place.contact('unknown@alpha.example');
        return [`url: "${place.mailUrl}", from: ops@grid.example`];
      },
      4,
      'does not deliver to unknown@alpha.example',
      '`contact`',
    ],
    [
      'mail: an unknown host',
      'mail',
      () => ['url: "smtp://nowhere.invalid:25", from: ops@grid.example'],
      1,
      'no mail server named nowhere.invalid',
      'Check the address',
    ],
  ])('%s', async (_what, channel, profileOf, exit, message, advice) => {
    const place = await aPlace(channel);
    place.profile(...profileOf(place));
    const refused = await refusal(place);
    expect(refused.message).toContain(message);
    expect(refused.message).toContain(advice);
    expect(refused.status).toBe(exit);
  });

  it('jira: a closed project', async () => {
    const place = await aPlace('jira');
    place.profile(jiraAt(place.url, closedProject), token);
    const refused = await refusal(place);
    expect(refused.message).toContain('Check `project`');
    expect(refused.status).toBe(4);
  });

  it('mail: a wrong password, and an expired certificate', async () => {
    const place = await aPlace('mail', { identity: expiredServer, secure: true, loginRequired: true });
    place.profile(`url: "${place.mailUrl}", from: ops@grid.example, user: ${user}, password_file: SECRET`);
    const refused = await refusal(place);
    expect(refused.message).toContain('certificate of the mail server');
    expect(refused.message).toContain('Tell the people who run it');
    expect(refused.status).toBe(4);
  });
});

it('what was refused is sent, once, when it is repaired', async () => {
  const place = await aPlace('ggus');
  place.profile(ggusAt(place.url));
  await refusal(place);
  place.profile(ggusAt(place.url), token);
  const opened = await runJson(RequestOpen, 'request-open', ['ALPHA', '--yes', ...place.argv]);
  expect(opened).toMatchObject({ status: 0, result: { outcomes: [{ outcome: 'done' }] } });
  expect(readTickets(place.world, 'ggus')).toHaveLength(1);
  expect(leftBehind(place.folder)).not.toMatch(new RegExp(`Token token|"${token}"`));
});
