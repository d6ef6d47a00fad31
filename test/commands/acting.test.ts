import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Apply from '../../commands/apply.js';
import Commission from '../../commands/commission.js';
import ContainersOff from '../../commands/containers/off.js';
import ContainersOn from '../../commands/containers/on.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Next from '../../commands/next.js';
import Off from '../../commands/off.js';
import Plan from '../../commands/plan.js';
import Release from '../../commands/release.js';
import RequestDecline from '../../commands/request/decline.js';
import RequestOpen from '../../commands/request/open.js';
import RequestSent from '../../commands/request/sent.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import RehearsalReset from '../../commands/rehearsal/reset.js';
import Status from '../../commands/status.js';
import type { Outcome } from '../../src/model/operation.js';
import { goWrong, smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

function outcomesOf(outcomes: readonly Outcome[] | undefined): readonly string[] {
  return (outcomes ?? []).map(({ kind, queue, site, outcome }) => `${kind} ${queue ?? site ?? ''}: ${outcome}`);
}

describe('next', () => {
  it("does today's wave, and a second run finds nothing left", async () => {
    const { argv } = smallCampaign();
    const first = await runJson(Next, 'next', [...argv, '--yes']);
    expect(first.status).toBe(0);
    expect(outcomesOf(first.result?.outcomes)).toEqual([
      'request GAMMA: done',
      'brokeroff ANALY_GAMMA_SL6: done',
      'request BETA: done',
      'flip BETA_MCORE: done',
      'flip ANALY_BETA: done',
    ]);
    expect((await resultOf(Status, 'status', argv)).sites.commissioning).toBe(1);
    expect((await resultOf(Next, 'next', [...argv, '--yes'])).outcomes).toEqual([]);
  });

  it('is narrowed by site, track and count', async () => {
    const { argv } = smallCampaign();
    const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run', '--track', 'retirement']);
    expect(operations.map(({ key }) => key)).toEqual([
      'small/GAMMA/brokeroff-notice#1',
      'small/ANALY_GAMMA_SL6/brokeroff#0',
    ]);
    const { next } = await resultOf(Next, 'next', [...argv, '--dry-run', '--site', 'ALPHA']);
    expect(next.map(({ site }) => site)).toEqual(['ALPHA']);
    expect((await resultOf(Next, 'next', [...argv, '--dry-run', '--count', '1'])).next).toHaveLength(1);
  });

  it('tells a person who comes next and what was done', async () => {
    const { argv } = smallCampaign();
    const { stdout, stderr } = await run(Next, 'next', [...argv, '--yes']);
    expect(stdout).toMatch(/next +stage +request/);
    expect(stdout).toMatch(/done +flip +ANALY_BETA/);
    expect(stderr).toContain('done: ANALY_BETA: Written and read back.');
  });

  it('asks nobody off a terminal: it fails at once, names the flag and does nothing', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Next, 'next', argv);
    expect(status).toBe(4);
    expect(error?.advice.join()).toContain('--yes');
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
  });
});

describe('flip', () => {
  it('forward and back gives the exact strings from before', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    const back = await runJson(Flip, 'flip', ['ANALY_BETA', '--to', '1', '--because', 'a test', '--yes', ...argv]);
    expect(back.status).toBe(0);
    expect(back.result?.operations).toMatchObject([
      { kind: 'rollback', after: { pilot_version: '1', container_type: 'singularity:wrapper' } },
    ]);
    expect((await resultOf(Status, 'status', argv)).sites.rolledBack).toBe(1);
  });

  it('is refused where the site is not ready, with the reason', async () => {
    const { argv } = smallCampaign();
    const { status, result } = await runJson(Flip, 'flip', ['GAMMA', '--to', '2', '--yes', ...argv]);
    expect(status).toBe(4);
    expect(result?.outcomes?.[0]).toMatchObject({ outcome: 'refused', site: 'GAMMA' });
    expect(result?.outcomes?.[0]?.message).toContain('centos7');
  });

  it("of a site before its day says so beforehand, and whose place of today's it takes", async () => {
    const { argv } = smallCampaign();
    const before = await runJson(Flip, 'flip', ['ALPHA', '--to', '2', '--yes', ...argv]);
    expect(before.warnings).toEqual([
      'ALPHA has its day on 2030-01-08: this goes ahead of it.',
      "ALPHA takes today's 1 place of BETA, which then goes on 2030-01-08.",
    ]);
    const { taken, operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect(taken).toEqual(['1 place of today is taken by ALPHA.']);
    expect(operations.filter(({ kind }) => kind === 'flip')).toEqual([]);
  });

  it('of a site that was not asked needs --early where sites are promised time', async () => {
    const { argv, file } = smallCampaign();
    writeFileSync(file, readFileSync(file, 'utf8').replace('lead_days: 0', 'lead_days: 3'));
    const refused = await runJson(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    expect(refused.status).toBe(4);
    expect(refused.result?.outcomes).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining('BETA was not asked beforehand.') as string },
    ]);
    const early = await runJson(Flip, 'flip', ['BETA', '--to', '2', '--early', '--yes', ...argv]);
    expect(early.status).toBe(0);
  });

  it('back says in the status why, and what brings it on again; containers off who, when and why', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    await resultOf(ContainersOff, 'containers-off', ['ANALY_BETA', '--reason', '1340 at every job', '--yes', ...argv]);
    const off = (await resultOf(Status, 'status', ['BETA', ...argv])).named?.[0]?.queues;
    expect(off?.find(({ queue }) => queue === 'ANALY_BETA')?.changed).toBe(
      'containers-off by maria on 2030-01-07: 1340 at every job',
    );
    await resultOf(Commission, 'commission', ['ANALY_BETA', '--verdict', 'good', '--reason', 'seen', '--yes', ...argv]);
    expect((await resultOf(Commission, 'commission', ['ANALY_BETA', '--dry-run', ...argv])).verdicts).toMatchObject([
      { queue: 'ANALY_BETA', verdict: 'good', reason: 'seen', by: 'operator maria' },
    ]);
    await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '1', '--reason', 'still failing', '--yes', ...argv]);
    const [back] = (await resultOf(Status, 'status', ['BETA', ...argv])).named ?? [];
    expect(back?.reason).toBe(
      'ANALY_BETA went back to the old pilot on 2030-01-07: still failing. When the cause is gone, `migrate flip BETA --to 2` brings it on again.',
    );
    const explained = (await resultOf(Plan, 'plan', ['--explain', 'BETA', ...argv])).explain?.reason;
    expect(explained).toBe(back?.reason);
  });

  it('back without a reason is refused where nobody can be asked', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    const { status, result } = await runJson(Flip, 'flip', ['ANALY_BETA', '--to', '1', '--yes', ...argv]);
    expect(status).toBe(4);
    expect(result?.outcomes?.[0]?.message).toContain('--reason TEXT');
  });

  it('takes a name for the site, then for the queue; SITE/QUEUE is a queue named as its site', async () => {
    const { argv } = smallCampaign();
    const queuesOf = async (name: string): Promise<readonly (string | null)[]> =>
      (await resultOf(Flip, 'flip', [name, '--to', '2', '--dry-run', ...argv])).operations.map(({ queue }) => queue);
    expect(await queuesOf('ALPHA')).toEqual(['ALPHA', 'ANALY_ALPHA']);
    expect(await queuesOf('ALPHA/ALPHA')).toEqual(['ALPHA']);
    expect(await queuesOf('ANALY_ALPHA')).toEqual(['ANALY_ALPHA']);
  });

  it('names the site that was probably meant', async () => {
    const { argv } = smallCampaign();
    for (const names of [['BETTA'], ['ALPHA', 'BETTA']]) {
      const { status, error } = await runJson(Flip, 'flip', [...names, '--to', '2', '--yes', ...argv]);
      expect([status, error?.code, error?.message]).toEqual([
        2,
        'unknown-name',
        'Neither a site nor a queue of the inventory is named BETTA. Nothing was done.',
      ]);
      expect(error?.advice.join()).toContain('Did you mean BETA');
    }
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
    const asked = await runJson(RequestOpen, 'request-open', ['BETTA', '--yes', ...argv]);
    expect([asked.status, asked.error?.code]).toEqual([2, 'unknown-name']);
    const off = await runJson(Off, 'off', ['ANALY_BETTA', '--yes', ...argv]);
    expect([off.status, off.error?.code]).toEqual([2, 'unknown-name']);
  });

  it('takes the values to go back to only as FIELD=TEXT', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Flip, 'flip', [
      'BETA',
      '--to',
      '1',
      '--value',
      'status=online',
      '--dry-run',
      ...argv,
    ]);
    expect(status).toBe(2);
    expect(error?.message).toContain('status=online');
  });
});

describe('containers', () => {
  it('go off and on again with the exact strings', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    const off = await resultOf(ContainersOff, 'containers-off', ['ANALY_BETA', '--because', '1340', '--yes', ...argv]);
    expect(off.operations).toMatchObject([
      { before: { container_type: 'singularity:pilot' }, after: { container_type: '' } },
    ]);
    const on = await resultOf(ContainersOn, 'containers-on', ['ANALY_BETA', '--because', 'mended', '--yes', ...argv]);
    expect(on.operations).toMatchObject([
      { before: { container_type: '' }, after: { container_type: 'singularity:pilot' } },
    ]);
    expect(outcomesOf(on.outcomes)).toEqual(['containers-on ANALY_BETA: done']);
  });
});

describe('a saved plan', () => {
  it('is applied, and applied again it does nothing twice', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'today.json');
    const planned = await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    const first = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
    expect(first.status).toBe(0);
    expect(first.result?.outcomes?.map(({ key }) => key)).toEqual(planned.operations.map(({ key }) => key));
    const second = await resultOf(Apply, 'apply', [file, '--yes', ...argv]);
    expect(new Set(second.outcomes?.map(({ outcome }) => outcome))).toEqual(new Set(['already']));
  });

  it('is refused operation by operation where it is stale', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'today.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1d', ...argv]);
    const { status, result } = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
    expect(outcomesOf(result?.outcomes)).toContain('flip ANALY_BETA: refused');
    expect(outcomesOf(result?.outcomes)).toContain('brokeroff ANALY_GAMMA_SL6: done');
    expect(status).toBe(68);
  });

  it('of another grid is refused', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'today.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    await resultOf(RehearsalReset, 'rehearsal-reset', ['--yes', ...argv]);
    const { status, error } = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
    expect(status).toBe(4);
    expect(error?.code).toBe('stale-plan');
  });

  it.each([
    { what: 'another value', from: '"pilot_version": "2"', to: '"pilot_version": "3"' },
    { what: 'another queue', from: '"queue": "ANALY_BETA"', to: '"queue": "ANALY_ALPHA"' },
    { what: 'a wider limit', from: '"limit": 1', to: '"limit": 9' },
  ])('whose operations were edited by hand is refused as a whole: $what', async ({ from, to }) => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'today.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    const written = readFileSync(file, 'utf8');
    expect(written).toContain(from);
    writeFileSync(file, written.replace(from, to));
    const { status, error } = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
    expect([status, error?.code]).toEqual([4, 'edited-plan']);
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
  });

  it.each([
    { what: 'not JSON', content: 'flip everything' },
    { what: 'a list', content: '[]' },
    { what: 'some other JSON', content: '{"operations": [{"key": "x"}]}' },
  ])('is refused where it is $what', async ({ content }) => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'plan.json');
    writeFileSync(file, content);
    const { status, error } = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
    expect(status).toBe(4);
    expect(error?.message).toContain('is not a saved plan');
  });

  it('is refused as a missing file where there is none', async () => {
    const { argv, folder } = smallCampaign();
    const { status, error } = await runJson(Apply, 'apply', [join(folder, 'nope.json'), '--yes', ...argv]);
    expect(status).toBe(3);
    expect(error?.message).toBe(`There is no ${join(folder, 'nope.json')}.`);
  });
});

describe("an operator's word", () => {
  it('on a request is kept: a site that declines is blocked', async () => {
    const { argv } = smallCampaign();
    const sent = await resultOf(RequestSent, 'request-sent', ['--yes', 'BETA', '--ref', 'GGUS-1', ...argv]);
    expect(sent.requests).toMatchObject([{ site: 'BETA', round: 1, state: 'sent', ref: 'GGUS-1', by: 'maria' }]);
    await resultOf(RequestDecline, 'request-decline', ['--yes', 'BETA', '--because', 'no', ...argv]);
    expect((await resultOf(Status, 'status', argv)).sites.blocked).toBe(3);
    const again = await resultOf(RequestSent, 'request-sent', ['--yes', 'BETA', '--again', ...argv]);
    expect(again.requests).toMatchObject([{ round: 2, ref: null }]);
  });

  it('on a flip ends its commissioning', async () => {
    const { argv } = smallCampaign();
    await resultOf(Next, 'next', [...argv, '--yes']);
    const { verdicts } = await resultOf(Commission, 'commission', [
      '--yes',
      'BETA',
      '--verdict',
      'good',
      '--because',
      'as before',
      ...argv,
    ]);
    expect(verdicts.map(({ queue, by }) => [queue, by])).toEqual([
      ['BETA_MCORE', 'operator maria'],
      ['ANALY_BETA', 'operator maria'],
    ]);
    expect((await resultOf(Status, 'status', argv)).sites).toMatchObject({ commissioning: 0, migrated: 1 });
  });

  it('on what was never flipped is refused', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Commission, 'commission', [
      '--yes',
      'BETA',
      '--verdict',
      'good',
      '--because',
      'so',
      ...argv,
    ]);
    expect([status, error?.code]).toEqual([4, 'nothing-to-judge']);
  });
});

describe('the record', () => {
  it('shows who did what, and that its chain holds', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    const { events, verified } = await resultOf(History, 'history', ['ANALY_BETA', '--verify', ...argv]);
    expect(events.map(({ actor, what }) => [actor, what])).toEqual([
      ['maria', 'intended'],
      ['maria', 'acting'],
      ['maria', 'settled'],
    ]);
    expect(verified).toMatchObject({ events: 3, brokenAt: null, differences: [] });
  });

  it('keeps what is doubtful open; it can be released, and is looked at again after the in-flight window', async () => {
    const { argv, file } = smallCampaign();
    await goWrong(file, { kind: 'no effect', on: { queue: 'ANALY_BETA' } });
    const doubtful = await runJson(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    expect([doubtful.status, outcomesOf(doubtful.result?.outcomes)]).toEqual([68, ['flip ANALY_BETA: unconfirmed']]);
    const shown = await run(Release, 'release', ['ANALY_BETA', '--because', 'gone', '--dry-run', ...argv]);
    expect(shown.stdout).toContain('Would be released: small/ANALY_BETA/flip#0');
    const { released } = await resultOf(Release, 'release', [
      'ANALY_BETA',
      '--because',
      'the desk is gone',
      '--yes',
      ...argv,
    ]);
    expect(released).toMatchObject([{ key: 'small/ANALY_BETA/flip#0', state: 'unconfirmed' }]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1h', ...argv]);
    const { outcomes } = await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
    expect(outcomesOf(outcomes)).toEqual(['flip ANALY_BETA: done']);
  });

  it('knows nothing to release where nothing is open', async () => {
    const { argv } = smallCampaign();
    expect(await resultOf(Release, 'release', ['ANALY_BETA', '--because', 'gone', '--yes', ...argv])).toEqual({
      released: [],
    });
  });

  it('begins anew in a new world', async () => {
    const { argv } = smallCampaign();
    await resultOf(Next, 'next', [...argv, '--yes']);
    await resultOf(RehearsalReset, 'rehearsal-reset', ['--yes', ...argv]);
    expect((await resultOf(History, 'history', argv)).events).toEqual([]);
    expect((await resultOf(Status, 'status', argv)).sites.ready).toBe(2);
  });
});

describe('off', () => {
  it('takes a queue offline only when it has drained', async () => {
    const { argv } = smallCampaign();
    await resultOf(Next, 'next', [...argv, '--yes']);
    const early = await runJson(Off, 'off', ['ANALY_BETA', '--yes', ...argv]);
    expect(early.result?.outcomes).toMatchObject([{ outcome: 'refused', queue: 'ANALY_BETA' }]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['4w', ...argv]);
    const { outcomes } = await resultOf(Off, 'off', ['--yes', ...argv]);
    expect(outcomesOf(outcomes)).toContain('off ANALY_GAMMA_SL6: done');
  });

  it('run again ends what it had begun, though the queue is offline by then', async () => {
    const { argv, file } = smallCampaign();
    await resultOf(Next, 'next', [...argv, '--yes']);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['4w', ...argv]);
    await goWrong(file, { kind: 'late', afterSeconds: 600, on: { queue: 'ANALY_GAMMA_SL6' } });
    const first = await runJson(Off, 'off', ['--yes', ...argv]);
    expect(first.result?.outcomes).toMatchObject([{ queue: 'ANALY_GAMMA_SL6', outcome: 'unconfirmed' }]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1h', ...argv]);
    const { outcomes } = await resultOf(Off, 'off', ['--yes', ...argv]);
    expect(outcomesOf(outcomes)).toContain('off ANALY_GAMMA_SL6: done');
  });
});

describe('a plan', () => {
  it('is no device', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Apply, 'apply', ['/dev/zero', '--yes', ...argv]);
    expect(status).toBe(4);
    expect(error?.message).toContain('is a device, and no file');
  });

  it('is written whole, for people to read', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'plan.json');
    const { stdout } = await run(Plan, 'plan', ['--out', file, ...argv]);
    expect(stdout).toContain(`migrate apply ${file}`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schema: 'migrate/saved-plan/4', campaign: 'small' });
  });
});
