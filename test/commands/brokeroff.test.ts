import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Schedule from '../../commands/brokeroff/schedule.js';
import Undo from '../../commands/brokeroff/undo.js';
import History from '../../commands/history.js';
import Off from '../../commands/off.js';
import RequestOpen from '../../commands/request/open.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import type { Change } from '../../src/rehearsal/world/journal.js';
import { goWrong, seen, smallCampaign, someoneElse } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

describe('brokeroff', () => {
  it('acts off a terminal without a yes: the reviewed file is the consent', async () => {
    const { argv } = smallCampaign();
    const { status, result } = await runJson(Brokeroff, 'brokeroff', argv);
    expect(status).toBe(0);
    expect(result?.outcomes).toMatchObject([{ queue: 'ANALY_GAMMA_SL6', outcome: 'done' }]);
  });

  it('done again finds nothing left', async () => {
    const { argv } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    expect(await resultOf(Brokeroff, 'brokeroff', argv)).toMatchObject({ queues: [], outcomes: [] });
  });

  it("names somebody else's stricter rule, whose it is and since when, and writes nothing", async () => {
    const { argv, file } = smallCampaign();
    const [queue, value, reason] = ['ANALY_GAMMA_SL6', 'OFFLINE', 'flooded'];
    await someoneElse(file, { edit: 'rule', queue, probe: 'manual', value, reason });
    const { status, warnings, result } = await runJson(Brokeroff, 'brokeroff', argv);
    expect([status, result?.queues, result?.outcomes]).toEqual([0, [], []]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Somebody else has set ANALY_GAMMA_SL6 OFFLINE \(flooded\), which is stricter than our brokeroff: nothing is written\. .* It was set by .*eve on 2030-01-07T08:00:00\.000Z\.$/,
      ),
    ]);
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
  });

  it('run again ends what it had begun, though the queue stands in brokeroff by then', async () => {
    const { argv, file } = smallCampaign();
    await goWrong(file, { kind: 'late', afterSeconds: 600 });
    const first = await runJson(Brokeroff, 'brokeroff', argv);
    expect(first.status).toBe(68);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1h', ...argv]);
    expect((await resultOf(Brokeroff, 'brokeroff', argv)).outcomes).toMatchObject([
      { queue: 'ANALY_GAMMA_SL6', outcome: expect.stringMatching(/^(done|already)$/) as string },
    ]);
    expect(await resultOf(Brokeroff, 'brokeroff', argv)).toMatchObject({ queues: [], outcomes: [] });
  });

  it('before its date is refused, and shown by a dry-run', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Brokeroff, 'brokeroff', ['--date', '01-15', ...argv]);
    expect([status, error?.code]).toEqual([4, 'before-its-date']);
    const { date, queues } = await resultOf(Brokeroff, 'brokeroff', ['--date', '01-15', '--dry-run', ...argv]);
    expect(date).toBe('2030-01-15');
    expect(queues.map(({ queue, alone }) => [queue, alone])).toEqual([
      ['ANALY_GAMMA_SL6', false],
      ['ANALY_DELTA', true],
    ]);
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
  });

  it('holds the last analysis queue of a site until its entry says what happens to its data', async () => {
    const { argv } = smallCampaign();
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['8d', ...argv]);
    const { status, result } = await runJson(Brokeroff, 'brokeroff', argv);
    expect(status).toBe(68);
    expect(result?.outcomes?.map(({ queue, outcome }) => [queue, outcome])).toEqual([
      ['ANALY_GAMMA_SL6', 'done'],
      ['ANALY_DELTA', 'held'],
    ]);
    await resultOf(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_DELTA',
      '--on',
      '2030-01-15',
      '--data',
      'copied to ALPHA',
      ...argv,
    ]);
    const { outcomes } = await resultOf(Brokeroff, 'brokeroff', argv);
    expect(outcomes).toMatchObject([{ queue: 'ANALY_DELTA', outcome: 'done' }]);
  });

  it('says each held queue once, and nothing twice, in the mail of a cron', async () => {
    const { argv } = smallCampaign();
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['8d', ...argv]);
    const { stdout, stderr } = await run(Brokeroff, 'brokeroff', argv);
    const text = `${stdout}\n${stderr}`;
    expect(text.match(/nothing moves its data/g)).toHaveLength(1);
    expect(text.match(/Written and read back/g)).toHaveLength(1);
  });

  it('shows when a site was told', async () => {
    const { argv } = smallCampaign();
    await resultOf(RequestOpen, 'request-open', ['GAMMA', '--template', 'brokeroff', '--yes', ...argv]);
    const { queues } = await resultOf(Brokeroff, 'brokeroff', ['--dry-run', ...argv]);
    expect(queues).toMatchObject([{ queue: 'ANALY_GAMMA_SL6', told: expect.stringMatching(/^2030-01-07T/) as string }]);
  });

  it('goes ahead of a date only with --early', async () => {
    const { argv } = smallCampaign();
    await resultOf(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_DELTA',
      '--on',
      '2030-01-15',
      '--data',
      'copied',
      ...argv,
    ]);
    const { outcomes } = await resultOf(Brokeroff, 'brokeroff', ['--date', '2030-01-15', '--early', ...argv]);
    expect(outcomes?.map(({ queue, outcome }) => [queue, outcome])).toContainEqual(['ANALY_DELTA', 'done']);
  });

  it('refuses a date that does not exist', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Brokeroff, 'brokeroff', ['--date', '02-30', ...argv]);
    expect([status, error?.code]).toEqual([2, 'usage']);
  });
});

describe('the schedule of retirements', () => {
  it('is edited in the file, whose comments stay', async () => {
    const { argv, file } = smallCampaign();
    const { changed } = await resultOf(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_GAMMA_SL6',
      '--on',
      '2030-02-01',
      ...argv,
    ]);
    expect(changed).toEqual([
      {
        queue: 'ANALY_GAMMA_SL6',
        before: 'at once: a CentOS7 queue exists',
        after: '2030-02-01: a CentOS7 queue exists',
      },
    ]);
    expect(readFileSync(file, 'utf8')).toContain('# the first to go');
  });

  it('keeps its date where only the data are told, by the command that a held queue names', async () => {
    const { argv, file } = smallCampaign();
    const held = await resultOf(Brokeroff, 'brokeroff', ['--date', '01-15', '--dry-run', ...argv]);
    expect(held.queues.find(({ queue }) => queue === 'ANALY_DELTA')?.warnings.join(' ')).toContain(
      '`migrate brokeroff schedule ANALY_DELTA --data "…"` says what happens to it, and frees it.',
    );
    await resultOf(Schedule, 'brokeroff-schedule', ['--yes', 'ANALY_DELTA', '--data', 'copied to ALPHA', ...argv]);
    expect(readFileSync(file, 'utf8')).toContain(
      '{ queue: ANALY_DELTA, data: copied to ALPHA, on: 2030-01-15, because: the site closes }',
    );
    const empty = await runJson(Schedule, 'brokeroff-schedule', ['--yes', 'ANALY_DELTA', ...argv]);
    expect([empty.status, empty.error?.code]).toEqual([2, 'usage']);
  });

  it('undone when its rule was written says what stands in the catalogue, and who takes it back', async () => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    const inventory = readFileSync(file, 'utf8');
    const shown = await run(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--dry-run', ...argv]);
    expect(shown.stdout).toContain('The catalogue still has ANALY_GAMMA_SL6 BROKEROFF, by our own rule.');
    expect(shown.stdout).toMatch(/online +ANALY_GAMMA_SL6 +manual_rule BROKEROFF.* → ONLINE/);
    const unasked = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', ...argv]);
    expect([unasked.status, unasked.error?.code]).toEqual([4, 'not-confirmed']);
    expect(readFileSync(file, 'utf8')).toBe(inventory);

    const back = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect([back.status, back.warnings]).toEqual([0, []]);
    expect(back.result?.changed).toMatchObject([{ queue: 'ANALY_GAMMA_SL6', after: 'none' }]);
    expect(back.result?.outcomes).toMatchObject([
      {
        kind: 'online',
        queue: 'ANALY_GAMMA_SL6',
        site: 'GAMMA',
        outcome: 'done',
        key: 'small/ANALY_GAMMA_SL6/online#1',
      },
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain('ANALY_GAMMA_SL6,');
    const changes = (await seen(file, '/rehearsal/journal?queue=ANALY_GAMMA_SL6&kind=change')) as Change[];
    const rule = changes.findLast(({ what }) => what === 'rule manual');
    expect(JSON.parse(rule?.new ?? '')).toMatchObject({ value: 'ONLINE', expiration: null });
    const { verified } = await resultOf(History, 'history', ['--verify', ...argv]);
    expect(verified).toMatchObject({ brokenAt: null, differences: [] });
    expect((await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv])).error?.code).toBe(
      'edit-refused',
    );
  });

  it('undone at once with --yes is online again, may retire again, and an answer that is lost is looked for', async () => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    await goWrong(file, { kind: 'timeout', when: 'after', on: { effect: 'write', queue: 'ANALY_GAMMA_SL6' } });
    const { stdout, exit } = await run(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^done +online +ANALY_GAMMA_SL6 +Read back as wanted/m);
    await resultOf(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_GAMMA_SL6',
      '--on',
      '2030-01-07',
      '--reason',
      'after all',
      ...argv,
    ]);
    const { outcomes } = await resultOf(Brokeroff, 'brokeroff', argv);
    expect(outcomes).toMatchObject([{ key: 'small/ANALY_GAMMA_SL6/brokeroff#2', outcome: 'done' }]);
  });

  it('undone again ends what was begun, though the queue is online by then', async () => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    await goWrong(file, { kind: 'late', afterSeconds: 600 });
    const first = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(first.result?.outcomes).toMatchObject([{ outcome: 'unconfirmed' }]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1h', ...argv]);
    const again = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(again.result?.outcomes).toMatchObject([{ outcome: 'done' }]);
  });

  it.each(['brokeroff', 'off'] as const)('is left alone where the list of rules omits the queue, %s', async (stage) => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['4w', ...argv]);
    if (stage === 'off') await resultOf(Off, 'off', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    const isSet = async (): Promise<unknown> => (await resultOf(History, 'history', argv)).events.length;
    const before = await isSet();
    await goWrong(file, { kind: 'empty list', count: 99, on: { endpoint: 'rules' } });
    const unknown = 'The manual rule of ANALY_GAMMA_SL6 is not known: the list of rules does not tell it';
    const again = await runJson(Brokeroff, 'brokeroff', argv);
    expect(again.result?.outcomes).toMatchObject([
      { queue: 'ANALY_GAMMA_SL6', outcome: 'held', message: expect.stringContaining(unknown) as string },
      { queue: 'ANALY_DELTA', outcome: 'held' },
    ]);
    expect(again.status).toBe(68);
    const off = await runJson(Off, 'off', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(off.result?.outcomes).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining(unknown) as string },
    ]);
    const undone = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(undone.warnings.join()).toContain(unknown);
    expect(undone.result?.outcomes).toBeUndefined();
    expect(await isSet()).toBe(before);
  });

  it('undone while somebody else has the queue out of service leaves their rule alone', async () => {
    const { argv, file } = smallCampaign();
    await someoneElse(file, {
      edit: 'rule',
      queue: 'ANALY_GAMMA_SL6',
      probe: 'manual',
      value: 'OFFLINE',
      reason: 'flooded',
    });
    const { warnings, result } = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(warnings).toEqual([
      expect.stringContaining('OFFLINE, by a rule of somebody else (flooded): ask them to take it away.'),
    ]);
    expect(result?.outcomes).toBeUndefined();
  });

  it('undone leaves a rule alone that bears our marker and that this ledger never set', async () => {
    const { argv, file } = smallCampaign();
    const [value, reason] = ['BROKEROFF', 'disk dead [small/ANALY_GAMMA_SL6/brokeroff#0]'];
    await someoneElse(file, { edit: 'rule', queue: 'ANALY_GAMMA_SL6', probe: 'manual', value, reason });
    const { warnings, result } = await runJson(Undo, 'brokeroff-undo', ['ANALY_GAMMA_SL6', '--yes', ...argv]);
    expect(warnings).toEqual([expect.stringContaining('this ledger knows of no such change')]);
    expect(result?.outcomes).toBeUndefined();
  });

  it('loses an entry by undo', async () => {
    const { argv, file } = smallCampaign();
    const { stdout } = await run(Undo, 'brokeroff-undo', ['ANALY_DELTA', '--yes', ...argv]);
    expect(stdout).toMatch(/ANALY_DELTA +2030-01-15: the site closes +none/);
    expect(readFileSync(file, 'utf8')).not.toContain('the site closes');
  });

  it('refuses a queue that nobody knows, a date that is none, and a new entry without its reason', async () => {
    const { argv, file } = smallCampaign();
    const before = readFileSync(file, 'utf8');
    const unknown = await runJson(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_DELTTA',
      '--on',
      '2030-02-01',
      ...argv,
    ]);
    expect([unknown.status, unknown.error?.advice]).toEqual([2, ['Did you mean ANALY_DELTA?']]);
    const noDate = await runJson(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_DELTA',
      '--on',
      '2030-02-30',
      ...argv,
    ]);
    expect(noDate.status).toBe(4);
    const noReason = await runJson(Schedule, 'brokeroff-schedule', [
      '--yes',
      'ANALY_ALPHA',
      '--on',
      '2030-02-01',
      ...argv,
    ]);
    expect(noReason.status).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
