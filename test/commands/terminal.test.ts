import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen } from '@inquirer/testing/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Init from '../../commands/init.js';
import Next from '../../commands/next.js';
import RequestDecline from '../../commands/request/decline.js';
import RequestStatus from '../../commands/request/status.js';
import { seen, smallCampaign } from './campaigns.js';
import { resultOf, run } from './run-command.js';

const streams = [process.stdin, process.stderr];
const before = streams.map(({ isTTY }) => isTTY);

beforeEach(() => {
  for (const stream of streams) stream.isTTY = true;
});

afterEach(() => {
  for (const [index, stream] of streams.entries()) stream.isTTY = before[index] ?? false;
});

/** Waits for the next question, whose text this is. */
async function asked(question: string): Promise<void> {
  await expect.poll(() => screen.getScreen(), { timeout: 10_000 }).toContain(question);
}

describe('on a terminal', () => {
  it('init asks for what no flag says, and again where the answer makes no sense', async () => {
    const { folder } = smallCampaign();
    const dump = join(folder, 'dump.json');
    writeFileSync(dump, JSON.stringify({ panda_resource: 'Q_SL7', atlas_site: 'S', pilot_manager: 'Harvester' }));
    const out = join(folder, 'asked.yaml');
    const running = run(Init, 'init', ['--out', out, '--timezone', 'Europe/Zurich']);
    const answered = async (question: string, answer: string): Promise<void> => {
      await asked(question);
      screen.type(answer);
      screen.keypress('enter');
    };
    await answered("The campaign's name:", 'el9');
    await answered('The old and the new pilot_version (FROM:TO):', '2');
    await asked('Expected: two versions, such as 1:2.');
    screen.type(':3');
    screen.keypress('enter');
    await answered('A dump of the catalogue, or the address of one:', dump);
    await answered('The pair that switches containers on', 'apptainer:pilot');
    await answered('The operating system that sites need', 'el9');
    await answered('Sites a working day:', '3');
    await answered('How sites are asked', 'jira');
    const { exit, stdout } = await running;
    expect(exit).toBe(0);
    expect(stdout).toContain('campaign el9, 1 site, 1 queue.');
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('pilot: { from: "2", to: "3" }');
    expect(text).toContain('ready_when: { os: el9, pilot_manager: Harvester }');
    expect(text).toContain('timezone: Europe/Zurich');
    expect(text).toContain('- { sites_per_day: 3 }');
    expect(text).toContain('requests: { channel: jira, lead_days: 3 }');
  });

  it('next lets an operator choose the sites, look, and confirm', async () => {
    const { argv } = smallCampaign();
    const running = run(Next, 'next', argv);
    await asked('Which sites today, on the rehearsal grid?');
    expect(screen.getScreen()).toContain('BETA: request, flip 2 queues, Mon 2030-01-07. os centos7');
    screen.keypress('space');
    screen.keypress('enter');
    await asked('Carry out these 2 operations on the rehearsal grid?');
    screen.type('y');
    screen.keypress('enter');
    const { stdout, exit } = await running;
    expect(exit).toBe(0);
    expect(stdout).toMatch(/done +brokeroff +ANALY_GAMMA_SL6/);
    expect(stdout).not.toMatch(/flip/);
  });

  it('next leaves out what a colleague notes while it asks', async () => {
    const { argv, file } = smallCampaign();
    const running = run(Next, 'next', argv);
    await asked('Which sites today, on the rehearsal grid?');
    screen.keypress('enter');
    await asked('Carry out these 5 operations on the rehearsal grid?');
    await run(RequestDecline, 'request:decline', ['BETA', '--reason', 'wait for us', '--yes', ...argv]);
    screen.type('y');
    screen.keypress('enter');
    const { stdout, exit } = await running;
    expect(exit).toBe(68);
    expect(stdout).toMatch(/done +brokeroff +ANALY_GAMMA_SL6/);
    expect(stdout.match(/refused +(request|flip)/g)).toHaveLength(3);
    const tickets = (await seen(file, '/rehearsal/tickets')) as readonly { readonly title: string }[];
    expect(tickets.filter(({ title }) => title.includes('BETA'))).toEqual([]);
    const { requests } = await resultOf(RequestStatus, 'request-status', argv);
    expect(requests.find(({ site }) => site === 'BETA')).toMatchObject({ state: 'declined', reason: 'wait for us' });
  });

  it('next says what is due by kind and where, before it asks', async () => {
    const { argv } = smallCampaign();
    const running = run(Next, 'next', argv);
    await asked('Which sites today, on the rehearsal grid?');
    screen.keypress('enter');
    await asked('Carry out these 5 operations on the rehearsal grid?');
    screen.keypress('enter');
    const { stderr } = await running;
    expect(stderr).toContain('small on the rehearsal grid as of 2030-01-07 08:00 UTC');
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'Due today: 1 notice brokeroff at GAMMA, 1 brokeroff at GAMMA, 1 request at BETA, 2 flips at BETA.',
    );
  });

  it('next says who comes next as it is after what was done', async () => {
    const { argv } = smallCampaign();
    const before = await run(Next, 'next', ['--dry-run', ...argv]);
    expect(before.stdout).toMatch(/^BETA +ready +none +Mon 2030-01-07 +/m);
    const { stdout } = await run(Next, 'next', ['--yes', ...argv]);
    expect(stdout).toMatch(/done +request +BETA/);
    expect(stdout).not.toMatch(/^BETA +ready +none/m);
    expect(stdout).toMatch(/^ALPHA +ready +none +Tue 2030-01-08/m);
  });

  it('next does nothing where nobody is chosen, and shows what is left', async () => {
    const { argv } = smallCampaign();
    const running = run(Next, 'next', argv);
    await asked('Which sites today, on the rehearsal grid?');
    screen.keypress('i');
    screen.keypress('enter');
    const { stdout, exit } = await running;
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /Nothing was done; this is left\.\n\n.*\n.*notice brokeroff.*\n.*brokeroff +ANALY_GAMMA_SL6/,
    );
  });

  it('a no ends with 4, and nothing was done', async () => {
    const { argv } = smallCampaign();
    const running = run(Brokeroff, 'brokeroff', argv);
    await asked('Carry it out on the rehearsal grid?');
    screen.keypress('enter');
    const { exit, stderr } = await running;
    expect(exit).toBe(4);
    expect(stderr).toContain('nothing was done');
    expect((await resultOf(Brokeroff, 'brokeroff', [...argv, '--dry-run'])).queues).toHaveLength(1);
  });

  it('Ctrl-C at a question ends with 130', async () => {
    const { argv } = smallCampaign();
    const running = run(Brokeroff, 'brokeroff', argv);
    await asked('Carry it out on the rehearsal grid?');
    screen.keypress({ name: 'c', ctrl: true });
    expect((await running).exit).toBe(130);
  });

  it('--no-input asks nothing all the same', async () => {
    const { argv } = smallCampaign();
    const { exit, stderr } = await run(Next, 'next', [...argv, '--no-input']);
    expect(exit).toBe(4);
    expect(stderr).toContain('--yes');
  });
});
