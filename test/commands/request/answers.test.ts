import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Flip from '../../../commands/flip.js';
import Next from '../../../commands/next.js';
import Ready from '../../../commands/ready.js';
import RehearsalAdvance from '../../../commands/rehearsal/advance.js';
import RequestAccept from '../../../commands/request/accept.js';
import RequestDecline from '../../../commands/request/decline.js';
import RequestOpen from '../../../commands/request/open.js';
import RequestSent from '../../../commands/request/sent.js';
import RequestStatus from '../../../commands/request/status.js';
import { goRight, goWrong, mergeTicket, smallCampaign, touchTicket } from '../campaigns.js';
import { resultOf, run, runJson } from '../run-command.js';

interface Asked {
  readonly argv: readonly string[];
  readonly file: string;
  readonly later: (time: string) => Promise<void>;
}

/** BETA was asked by ticket 1, and its lead time is over. */
async function askedSite(channel: 'ggus' | 'jira'): Promise<Asked> {
  const { argv, file } = smallCampaign();
  const text = readFileSync(file, 'utf8');
  // Nobody answers by itself within the test's days.
  writeFileSync(
    file,
    text.replace('channel: ggus, lead_days: 0', `channel: ${channel}, lead_days: 0, remind_days: 20`),
  );
  const later = async (time: string): Promise<void> => {
    await run(RehearsalAdvance, 'rehearsal:advance', [time, ...argv]);
  };
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  await later('10m');
  return { argv, file, later };
}

async function flipsOf(argv: readonly string[]): Promise<readonly string[]> {
  const { operations } = await resultOf(Next, 'next', ['--dry-run', ...argv]);
  return operations.filter(({ kind, site }) => kind === 'flip' && site === 'BETA').map(({ key }) => key);
}

async function said(argv: readonly string[]): Promise<string> {
  const { sites } = await resultOf(Ready, 'ready', ['BETA', ...argv]);
  return (sites[0]?.rules ?? []).flatMap(({ result, sentence }) => (result === 'block' ? [sentence] : [])).join(' ');
}

const wait = 'Please wait: our nodes are not ready.';
const holds = { ggus: 'on hold', jira: 'Waiting for customer' } as const;

describe.each(['ggus', 'jira'] as const)('a site that was asked by %s', (channel) => {
  it('goes when its lead time is over and nothing was said', async () => {
    const { argv } = await askedSite(channel);
    expect(await flipsOf(argv)).toHaveLength(2);
  });

  it.each([
    ['writes in the ticket', { text: wait }, wait],
    ['writes, and works on it', { text: wait, state: channel === 'ggus' ? 'in progress' : 'In Progress' }, wait],
    ['puts it on hold with its words', { text: wait, state: holds[channel] }, wait],
    ['puts it on hold without a word', { state: holds[channel] }, `its ticket is "${holds[channel]}"`],
  ])('is held where it %s, with its words, until a person says what they mean', async (_what, touch, words) => {
    const { argv, file, later } = await askedSite(channel);
    await touchTicket(file, { ticket: 1, by: 'BETA support', ...touch });
    expect(await flipsOf(argv)).toEqual([]);
    expect(await said(argv)).toContain(words);
    const { outcomes } = await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    expect(new Set(outcomes?.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
    await later('10m');
    const order = ['BETA', '--reason', 'they are ready now', '--yes', ...argv];
    const first = await runJson(RequestAccept, 'request-accept', order);
    expect([first.status, first.error?.code]).toEqual([4, 'newer-words']);
    expect(first.error?.message).toContain(words);
    await resultOf(RequestAccept, 'request-accept', order);
    expect(await flipsOf(argv)).toHaveLength(2);
    await later('10m');
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Stop, a disk broke.' });
    expect(await said(argv)).toContain('Stop, a disk broke.');
  });

  it.each(['WG: ', 'AW: ', 'Fwd: ', '[Ticket#20300107] ', 'Fwd: AW: [External] '])(
    'has declined in a ticket that became "%s…"',
    async (before) => {
      const { argv, file } = await askedSite(channel);
      const title = `${before}[small/BETA/migration#1] Pilot 2 at BETA`;
      const state = channel === 'ggus' ? 'unsolved' : "Won't Do";
      await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Not with us.', title, state });
      expect(await flipsOf(argv)).toEqual([]);
      expect(await said(argv)).toMatch(/BETA declined on 2030-01-07: BETA support wrote "Not with us\."/);
    },
  );

  it('has declined in a ticket whose title says nothing any more', async () => {
    const { argv, file } = await askedSite(channel);
    const state = channel === 'ggus' ? 'unsolved' : "Won't Do";
    await touchTicket(file, { ticket: 1, title: 'Your request', state });
    expect(await flipsOf(argv)).toEqual([]);
    expect(await said(argv)).toContain('BETA declined');
  });

  it('goes by its consent, and is held where it opens the ticket again', async () => {
    const { argv, file, later } = await askedSite(channel);
    const [yes, open] = channel === 'ggus' ? ['solved', 'open'] : ['Done', 'Open'];
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Fine with us.', state: yes });
    expect(await flipsOf(argv)).toHaveLength(2);
    await later('10m');
    await touchTicket(file, { ticket: 1, state: open });
    expect(await flipsOf(argv)).toEqual([]);
    expect(await said(argv)).toMatch(/open again|wrote "Fine with us\."/);
  });

  it('is held where it writes after its consent', async () => {
    const { argv, file, later } = await askedSite(channel);
    await touchTicket(file, { ticket: 1, state: channel === 'ggus' ? 'solved' : 'Done' });
    await later('1h');
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'On second thoughts, wait.' });
    expect(await flipsOf(argv)).toEqual([]);
    expect(await said(argv)).toContain('On second thoughts, wait.');
  });
});

it('a ticket that was opened by hand and recorded is read by its reference', async () => {
  const { argv, file } = await askedSite('ggus');
  await touchTicket(file, { ticket: 1, title: 'Pilot 2, please' });
  await resultOf(RequestSent, 'request-sent', ['BETA', '--ref', 'GGUS-1000001', '--again', '--yes', ...argv]);
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: wait });
  expect(await said(argv)).toContain(wait);
});

it('a ticket that was merged into one about something else is no consent when that is solved', async () => {
  const { argv, file } = await askedSite('ggus');
  await mergeTicket(file, 1);
  await touchTicket(file, { ticket: 2, by: 'storage team', state: 'solved' });
  expect(await flipsOf(argv)).toEqual([]);
  expect(await said(argv)).toContain('merged into another one');
});

it('a ticket that cannot be read any more keeps its site back', async () => {
  const { argv, file } = await askedSite('ggus');
  await touchTicket(file, { ticket: 1, title: 'moved elsewhere' });
  await goWrong(file, { kind: 'status', status: 403, count: 9, on: { endpoint: 'ggus ticket' } });
  expect(await flipsOf(argv)).toEqual([]);
  expect(await said(argv)).toContain('Whether BETA has answered is unknown');
});

it('a helpdesk that is silent keeps back who was asked and did not answer', async () => {
  const { argv, file } = await askedSite('ggus');
  await goWrong(file, { kind: 'status', status: 503, count: 99, on: { endpoint: 'ggus search' } });
  expect(await flipsOf(argv)).toEqual([]);
  expect(await said(argv)).toContain('the helpdesk is silent');
});

it.each([
  [RequestAccept, 'request-accept'],
  [RequestDecline, 'request-decline'],
] as const)(
  'words that came before it is recorded are not covered by an answer to earlier ones: %o',
  async (command, id) => {
    const { argv, file, later } = await askedSite('ggus');
    const order = ['BETA', '--reason', 'they wrote', ...argv];
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Go ahead.' });
    await later('10m');
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'STOP! Our disk array just died.' });
    await later('10m');
    expect((await run(command, id, [...order, '--dry-run'])).stdout).toContain('STOP! Our disk array just died.');
    const refused = await runJson(command, id, [...order, '--yes']);
    expect([refused.status, refused.error?.code]).toEqual([4, 'newer-words']);
    expect(refused.error?.message).toContain('STOP! Our disk array just died.');
    expect(await flipsOf(argv)).toEqual([]);
    expect(await said(argv)).toContain('STOP!');
    expect((await runJson(command, id, [...order, '--yes'])).status).toBe(0);
  },
);

it('words that came before an answer was recorded while the helpdesk was silent are read afterwards', async () => {
  const { argv, file, later } = await askedSite('ggus');
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'STOP! Our disk array just died.' });
  await later('10m');
  await goWrong(file, { kind: 'status', status: 403, when: 'before', count: 1000, on: { endpoint: 'ggus search' } });
  const recorded = await runJson(RequestAccept, 'request-accept', ['BETA', '--reason', 'by phone', '--yes', ...argv]);
  expect(recorded.status).toBe(0);
  expect(recorded.warnings.join()).toContain('The newest words of the sites are unknown');
  await goRight(file);
  await later('1h');
  expect(await flipsOf(argv)).toEqual([]);
  expect(await said(argv)).toContain('STOP!');
});

it('a ticket that was solved with a day is no consent to any day, also where nobody had read it before', async () => {
  const { argv, file } = await askedSite('ggus');
  await touchTicket(file, {
    ticket: 1,
    by: 'BETA support',
    text: 'Not before 2030-03-10, please. Closing.',
    state: 'solved',
  });
  expect(await flipsOf(argv)).toEqual([]);
  const { requests } = await resultOf(RequestStatus, 'request-status', argv);
  expect(requests).toMatchObject([{ state: 'replied', due: 'read' }]);
  expect(requests[0]?.sentence).toMatch(/Not before 2030-03-10.*accept BETA --on 2030-03-10/);
  await runJson(RequestAccept, 'request-accept', ['BETA', '--yes', ...argv]);
  await resultOf(RequestAccept, 'request-accept', ['BETA', '--reason', 'any day after all', '--yes', ...argv]);
  expect(await flipsOf(argv)).toHaveLength(2);
});

it('the words of a site stand in the list of requests', async () => {
  const { argv, file } = await askedSite('ggus');
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: wait });
  const { requests } = await resultOf(RequestStatus, 'request-status', argv);
  expect(requests).toMatchObject([{ site: 'BETA', state: 'replied', reason: `BETA support wrote "${wait}"` }]);
});
