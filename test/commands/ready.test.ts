import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Flip from '../../commands/flip.js';
import Next from '../../commands/next.js';
import Pause from '../../commands/pause.js';
import Ready from '../../commands/ready.js';
import Advance from '../../commands/rehearsal/advance.js';
import Status from '../../commands/status.js';
import Validate from '../../commands/validate.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

it('lists every rule of a site, with what passes', async () => {
  const { argv } = smallCampaign();
  const { sites } = await resultOf(Ready, 'ready', [...argv, 'GAMMA']);
  expect(sites).toMatchObject([{ site: 'GAMMA', result: 'block' }]);
  const results = new Map(sites[0]?.rules.map(({ rule, result }) => [rule, result]));
  expect(results.get('ready_when')).toBe('block');
  expect(results.get('hammercloud')).toBe('warn');
  expect(results.get('compute elements')).toBe('pass');
  const { stdout } = await run(Ready, 'ready', [...argv, 'GAMMA']);
  expect(stdout).toContain('  block ready_when: GAMMA has os slc6 (its name, 2019-06-01); centos7 is needed.');
});

it('lists all sites that are left, and obeys the switches of the campaign', async () => {
  const { argv, file } = smallCampaign();
  expect((await resultOf(Ready, 'ready', argv)).sites.map(({ site, result }) => `${site} ${result}`)).toEqual([
    'ALPHA warn',
    'BETA warn',
    'GAMMA block',
    'DELTA block',
  ]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('  pace:', '  readiness: { hammercloud: off }\n  pace:'));
  expect((await resultOf(Ready, 'ready', argv)).sites[0]).toMatchObject({ site: 'ALPHA', result: 'pass' });
});

describe('a site that was rolled back', () => {
  const rolledBack = async (): Promise<readonly string[]> => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    await resultOf(Advance, 'rehearsal-advance', ['1d', ...argv]);
    await resultOf(Flip, 'flip', ['BETA', '--to', '1', '--reason', 'stage-in fails', '--yes', ...argv]);
    await resultOf(Advance, 'rehearsal-advance', ['1h', ...argv]);
    return argv;
  };

  it('is not ready, and is told with the roll-back and what releases it, as by status and next', async () => {
    const argv = await rolledBack();
    const { sites } = await resultOf(Ready, 'ready', [...argv, 'BETA']);
    expect(sites).toMatchObject([{ site: 'BETA', result: 'block', stage: 'rolledBack' }]);
    expect(sites[0]?.rules.filter(({ result }) => result === 'block')).toMatchObject([
      {
        rule: 'rolled back',
        sentence: 'BETA_MCORE and ANALY_BETA went back to the old pilot on 2030-01-08: stage-in fails.',
        advice: 'When the cause is gone, `migrate flip BETA --to 2` brings it on again.',
        source: 'ledger',
      },
    ]);
    const { stdout } = await run(Ready, 'ready', [...argv, 'BETA']);
    expect(stdout).toContain('BETA (rolled back): block');
    const { named } = await resultOf(Status, 'status', [...argv, 'BETA']);
    expect(named?.[0]?.reason).toBe(sites[0]?.reason);
    const { next } = await resultOf(Next, 'next', [...argv, '--site', 'BETA', '--dry-run']);
    expect(next.map(({ site, reason }) => [site, reason])).toEqual([['BETA', sites[0]?.reason]]);
  });

  it('is released by just that command, and is told so by status too where something else stands against it', async () => {
    const argv = await rolledBack();
    const file = argv[1] ?? '';
    const held = 'BETA: { hold: { because: cooling, by: anna }, contact: b@beta.example';
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('BETA: { contact: b@beta.example', held));
    const { stdout } = await run(Status, 'status', [...argv, 'BETA']);
    expect(stdout).toContain('went back to the old pilot');
    expect(stdout).toContain('BETA is held by anna: cooling.');
    writeFileSync(file, before);
    await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    const { sites } = await resultOf(Ready, 'ready', [...argv, 'BETA']);
    expect(sites[0]?.rules.find(({ rule }) => rule === 'rolled back')).toMatchObject({ result: 'pass' });
    expect(sites).toMatchObject([{ stage: 'commissioning', result: 'pass' }]);
  });
});

it('says of a site that is paused by whom', async () => {
  const { argv } = smallCampaign();
  await run(Pause, 'pause', ['--scope', 'site=ALPHA', '--reason', 'storage', '--yes', ...argv]);
  const { sites } = await resultOf(Ready, 'ready', [...argv, 'ALPHA']);
  expect(sites[0]?.paused).toMatch(/^site=ALPHA is paused by maria/);
  expect((await run(Ready, 'ready', [...argv, 'ALPHA'])).stdout).toContain('site=ALPHA is paused by maria');
});

it('reads the jobs of a site too where it is asked to', async () => {
  const { argv } = smallCampaign();
  const { sites } = await resultOf(Ready, 'ready', [...argv, 'ALPHA', '--jobs']);
  expect(sites[0]?.rules.find(({ rule }) => rule === 'large logs')).toMatchObject({ result: 'pass' });
  expect((await runJson(Ready, 'ready', [...argv, '--jobs'])).status).toBe(2);
});

it('holds the file against the catalogue where validate is asked to', async () => {
  const { argv } = smallCampaign();
  expect(await runJson(Validate, 'validate', argv)).toMatchObject({ status: 0 });
  const { status, result } = await runJson(Validate, 'validate', [...argv, '--against-catalogue']);
  expect(status).toBe(5);
  expect(result?.findings[0]).toMatchObject({ severity: 'warning', path: 'sites.ALPHA', found: 'hammercloud' });
});
