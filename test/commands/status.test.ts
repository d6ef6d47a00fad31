import { describe, expect, it } from 'vitest';
import Status from '../../commands/status.js';
import { shippedCampaign } from './campaigns.js';
import { resultOf, run } from './run-command.js';

describe('status of named sites', () => {
  it('says everything of a site: stage, request, and its queues with their strings', async () => {
    const { named } = await resultOf(Status, 'status', ['OSCER', ...shippedCampaign()]);
    expect(named).toMatchObject([{ site: 'OSCER', stage: 'ready', request: { state: 'sent' }, blockers: [] }]);
    expect(named?.[0]?.queues.map(({ queue }) => queue)).toContain('OU_OSCER_ATLAS_OPP');
    expect(named?.[0]?.queues.every(({ pilotVersion }) => pilotVersion !== '2')).toBe(true);
  });

  it('takes a queue or an ATLAS site for the site', async () => {
    for (const name of ['OU_OSCER_ATLAS_OPP', 'OU_OSCER_ATLAS']) {
      const { named } = await resultOf(Status, 'status', [name, ...shippedCampaign()]);
      expect(named?.map(({ site }) => site)).toEqual(['OSCER']);
    }
  });

  it('lists every site at a stage, with what stands against it and what to do', async () => {
    const { named, sites } = await resultOf(Status, 'status', ['--stage', 'blocked', ...shippedCampaign()]);
    expect(named).toHaveLength(sites.blocked);
    expect(named?.every(({ blockers }) => blockers.length > 0)).toBe(true);
    const { stdout } = await run(Status, 'status', ['--stage', 'blocked', ...shippedCampaign()]);
    expect(stdout).toContain('centos7 is needed');
  });

  it('an unknown site is a matter of usage, with the nearest name', async () => {
    const { exit, stderr } = await run(Status, 'status', ['OSCAR', ...shippedCampaign()]);
    expect(exit).toBe(2);
    expect(stderr).toContain('OSCER');
  });
});
