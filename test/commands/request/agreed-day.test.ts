import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Flip from '../../../commands/flip.js';
import History from '../../../commands/history.js';
import LedgerVerify from '../../../commands/ledger/verify.js';
import Next from '../../../commands/next.js';
import Plan from '../../../commands/plan.js';
import RehearsalAdvance from '../../../commands/rehearsal/advance.js';
import Report from '../../../commands/report.js';
import RequestAccept from '../../../commands/request/accept.js';
import RequestDecline from '../../../commands/request/decline.js';
import RequestOpen from '../../../commands/request/open.js';
import RequestStatus from '../../../commands/request/status.js';
import RequestUndo from '../../../commands/request/undo.js';
import Status from '../../../commands/status.js';
import { goWrong, seen, smallCampaign, touchTicket } from '../campaigns.js';
import { resultOf, run, runJson } from '../run-command.js';

interface Asked {
  readonly argv: readonly string[];
  readonly file: string;
}

const wish = 'We prefer 2030-01-17, the 16th is taken.';

/** BETA was asked by ticket 1 on Monday 2030-01-07, and has named another day. */
async function countered(channel = 'ggus'): Promise<Asked> {
  const { argv, file } = smallCampaign();
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace('channel: ggus, lead_days: 0', `channel: ${channel}, lead_days: 2, remind_days: 20`),
  );
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: wish });
  await readWords(argv);
  return { argv, file };
}

/** BETA was asked, and has not answered in its ticket. */
async function asked(): Promise<readonly string[]> {
  const { argv, file } = smallCampaign();
  writeFileSync(file, readFileSync(file, 'utf8').replace('lead_days: 0', 'lead_days: 2'));
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
  return argv;
}

/** The first answer that is recorded after new words is refused with them, and they are noted. */
async function readWords(argv: readonly string[]): Promise<void> {
  const { error } = await runJson(RequestAccept, 'request-accept', ['BETA', '--yes', ...argv]);
  expect(error?.code).toBe('newer-words');
}

/** Texts of ours about the agreed day that stand in tickets. */
async function tellings(file: string): Promise<readonly string[]> {
  const journal = (await seen(file, '/rehearsal/journal')) as readonly { kind: string; what: string; queue: string }[];
  return journal.flatMap(({ kind, what, queue }) =>
    kind === 'change' && what === 'ticket' && queue.includes('/agreed-day#') ? [queue] : [],
  );
}

describe('a day that was told and is taken back', () => {
  it('still binds: the site is warned of, and not flipped before, whoever orders it', async () => {
    const argv = await asked();
    await resultOf(RequestAccept, 'request-accept', ['BETA', '--on', '2030-01-17', '--reason', 'ok', '--yes', ...argv]);
    await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
    const undone = await runJson(RequestUndo, 'request-undo', ['BETA', '--reason', 'wrong site', '--yes', ...argv]);
    expect(undone.status).toBe(0);
    expect(undone.warnings.join()).toMatch(/BETA was told 2030-01-17 in GGUS-.*: it is not flipped before/);
    const { outcomes } = await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--early', '--yes', ...argv]);
    expect(outcomes).toMatchObject([{ outcome: 'refused', message: expect.stringContaining('2030-01-17') as string }]);
    const { waves } = await resultOf(Plan, 'plan', [...argv]);
    expect(waves.find(({ sites }) => sites.includes('BETA'))?.date ?? '9999').toMatch(/^(2030-01-(1[7-9]|[23])|9999)/);
  });

  it('binds no more once a newer answer is recorded', async () => {
    const argv = await asked();
    await resultOf(RequestAccept, 'request-accept', ['BETA', '--on', '2030-01-17', '--reason', 'ok', '--yes', ...argv]);
    await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
    await runJson(RequestUndo, 'request-undo', ['BETA', '--reason', 'wrong site', '--yes', ...argv]);
    await run(RehearsalAdvance, 'rehearsal:advance', ['10m', ...argv]);
    await resultOf(RequestAccept, 'request-accept', ['BETA', '--reason', 'any day', '--yes', ...argv]);
    const { outcomes } = await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--early', '--yes', ...argv]);
    expect(new Set(outcomes?.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
  });

  it('is not told again where the same answer is recorded twice, and the operator is not asked to tell it', async () => {
    const argv = await asked();
    const accept = ['BETA', '--on', '2030-01-17', '--reason', 'ok', '--yes', ...argv];
    expect((await resultOf(RequestAccept, 'request-accept', accept)).agreed?.alreadyTold).toEqual([]);
    const again = await run(RequestAccept, 'request:accept', accept);
    expect(again.stdout).toContain('Already told 2030-01-17 by an earlier text: BETA.');
    expect(again.stdout).not.toContain('tell them yourself');
  });

  it('is taken back by its mark, not by how a reason begins', async () => {
    const argv = await asked();
    const reason = 'taken back by Horst: they changed their mind';
    await resultOf(RequestDecline, 'request-decline', ['BETA', '--reason', reason, '--yes', ...argv]);
    const undone = await runJson(RequestUndo, 'request-undo', ['BETA', '--reason', 'he had not', '--yes', ...argv]);
    expect(undone.status).toBe(0);
    expect((await runJson(RequestUndo, 'request-undo', ['BETA', '--reason', 'x', '--yes', ...argv])).status).toBe(4);
  });
});

describe('a site that answers with another day', () => {
  it('is shown with the command that would record it, and nothing is done by itself', async () => {
    const { argv } = await countered();
    const { requests } = await resultOf(RequestStatus, 'request-status', [...argv]);
    expect(requests).toMatchObject([
      {
        state: 'replied',
        due: 'read',
        sentence:
          'BETA support wrote "We prefer 2030-01-17, the 16th is taken." Record what it means: `migrate request accept BETA --on 2030-01-17 --reason …` or `decline`.',
      },
    ]);
    const { operations } = await resultOf(Next, 'next', ['--dry-run', ...argv]);
    expect(operations.filter(({ site }) => site === 'BETA')).toEqual([]);
  });

  it('has its price shown by --dry-run, which records nothing, and asks for a yes where nobody can be asked', async () => {
    const { argv, file } = await countered();
    const order = ['BETA', '--on', '01-17', ...argv];
    const { stdout } = await run(RequestAccept, 'request:accept', [...order, '--dry-run']);
    expect(stdout).toContain('BETA goes on Thu 2030-01-17; without this answer it has no day.');
    expect(stdout).toMatch(/The finish moves from 2030-01-\d\d to 2030-01-17 \(\d working days\)\./);
    expect(stdout).toContain('No other site moves.');
    expect(stdout).toMatch(/BETA is told in GGUS-\d+ \(1\): \[small\/BETA\/agreed-day#1\]/);
    const unasked = await runJson(RequestAccept, 'request-accept', order);
    expect([unasked.status, unasked.error?.code]).toEqual([4, 'not-confirmed']);
    expect(await tellings(file)).toEqual([]);
  });

  it.each(['ggus', 'jira'])(
    'goes on that day by %s, as it was stated, is told once, and every face says so',
    async (channel) => {
      const { argv, file } = await countered(channel);
      const order = ['BETA', '--on', '2030-01-17', '--reason', wish, '--yes', ...argv];
      const { agreed, outcomes } = await resultOf(RequestAccept, 'request-accept', order);
      expect(outcomes).toMatchObject([{ key: 'small/BETA/agreed-day#1', outcome: 'done' }]);
      const planned = await resultOf(Plan, 'plan', [...argv]);
      expect(planned.finish).toBe(agreed?.finish.after);
      const { named } = await resultOf(Status, 'status', ['BETA', ...argv]);
      expect(named).toMatchObject([{ date: '2030-01-17', request: { state: 'accepted', on: '2030-01-17' } }]);
      // Again, and by the plan of the day: nothing is sent twice.
      await resultOf(RequestAccept, 'request-accept', order);
      const { operations } = await resultOf(Next, 'next', ['--dry-run', ...argv]);
      expect(operations.filter(({ key }) => key.includes('agreed-day'))).toEqual([]);
      expect(await tellings(file)).toHaveLength(1);
      const flip = await runJson(Flip, 'flip', ['BETA', '--to', '2', '--early', '--yes', ...argv]);
      expect(flip.result?.outcomes).toMatchObject([
        { outcome: 'refused', message: expect.stringContaining('BETA has accepted for 2030-01-17') as string },
      ]);
      for (const [command, id, args] of [
        [Status, 'status', ['BETA']],
        [RequestStatus, 'request:status', []],
        [Report, 'report', []],
      ] as const)
        expect((await run(command, id, [...args, ...argv])).stdout).toContain('accepted for 2030-01-17');
      const { events } = await resultOf(History, 'history', ['BETA', ...argv]);
      expect(events.filter(({ what }) => what === 'request').at(-1)).toMatchObject({
        actor: 'maria',
        detail: { on: '2030-01-17', reason: wish },
      });
      expect(await resultOf(LedgerVerify, 'ledger-verify', [...argv])).toMatchObject({
        brokenAt: null,
        differences: [],
      });
    },
  );

  it.each(['before', 'after'])('is told by the next run, once, where the helpdesk went away %s', async (when) => {
    const { argv, file } = await countered();
    await goWrong(file, { kind: 'reset', when, count: 2, on: { endpoint: 'ggus comment' } });
    const order = ['BETA', '--on', '2030-01-17', '--yes', ...argv];
    await runJson(RequestAccept, 'request-accept', order);
    await run(RehearsalAdvance, 'rehearsal:advance', ['1h', ...argv]);
    await runJson(Next, 'next', ['--yes', ...argv]);
    await runJson(Next, 'next', ['--yes', ...argv]);
    expect(await tellings(file)).toHaveLength(1);
  });

  it.each(['ggus', 'jira'])('is not called told where %s answers with an error in its body', async (channel) => {
    const { argv, file } = await countered(channel);
    await goWrong(file, { kind: 'error list', message: 'locked', on: { endpoint: `${channel} comment` } });
    const order = ['BETA', '--on', '2030-01-17', '--yes', ...argv];
    const { result } = await runJson(RequestAccept, 'request-accept', order);
    expect(result?.outcomes).toMatchObject([{ outcome: 'unconfirmed' }]);
    expect(await tellings(file)).toEqual([]);
    await run(RehearsalAdvance, 'rehearsal:advance', ['1h', ...argv]);
    await runJson(Next, 'next', ['--yes', ...argv]);
    expect(await tellings(file)).toHaveLength(1);
  });

  it('is refused a day that cannot be, with the nearest ones, and nothing is recorded', async () => {
    const { argv } = await countered();
    for (const [on, why] of [
      ['2030-01-12', 'is a Saturday, not a working day'],
      ['2030-01-08', 'it was asked on 2030-01-07, and sites have 2 days from there'],
      ['2030-01-04', '2030-01-04 is over'],
    ] as const) {
      const { status, error } = await runJson(RequestAccept, 'request-accept', ['BETA', '--on', on, '--yes', ...argv]);
      expect([status, error?.code]).toEqual([4, 'impossible-day']);
      expect(error?.message).toContain(why);
      expect(error?.advice[0]).toMatch(/^The nearest possible days? (is|are) 2030-01-/);
    }
    const { requests } = await resultOf(RequestStatus, 'request-status', [...argv]);
    expect(requests).toMatchObject([{ state: 'replied' }]);
    const bad = await runJson(RequestAccept, 'request-accept', ['BETA', '--on', 'soon', '--yes', ...argv]);
    expect([bad.status, bad.error?.message]).toEqual([2, '"soon" is not a date.']);
  });

  it('keeps its day when a plain yes is recorded after it, and is told of another day', async () => {
    const { argv, file } = await countered();
    await resultOf(RequestAccept, 'request-accept', ['BETA', '--on', '2030-01-17', '--yes', ...argv]);
    await run(RehearsalAdvance, 'rehearsal:advance', ['1m', ...argv]);
    await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Thank you.', state: 'solved' });
    await readWords(argv);
    expect((await resultOf(RequestAccept, 'request-accept', ['BETA', '--yes', ...argv])).requests).toMatchObject([
      { on: '2030-01-17' },
    ]);
    await resultOf(RequestAccept, 'request-accept', ['BETA', '--on', '2030-01-18', '--yes', ...argv]);
    expect(await tellings(file)).toMatchObject([
      expect.stringContaining('agreed-day#1'),
      expect.stringContaining('agreed-day#2'),
    ]);
  });
});
