import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Ready from '../../commands/ready.js';
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
