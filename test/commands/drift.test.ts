import { writeFileSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Drift from '../../commands/drift.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import { openRehearsalWorld } from '../../src/cli/wiring/rehearsal-grid.js';
import { loadInventory } from '../../src/inventory/load.js';
import { handle } from '../../src/rehearsal/handler.js';
import type { Result } from '../../src/report/results/results.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

type Campaign = ReturnType<typeof smallCampaign>;
type Finding = Result<'drift'>['findings'][number];

/** What somebody else does to the grid of a campaign. */
async function plant({ file }: Campaign, ...edits: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error('the campaign is not valid');
  const world = await openRehearsalWorld(loaded.inventory);
  try {
    for (const edit of edits) {
      const body = JSON.stringify({ by: 'anna', ...edit });
      const reply = await handle(world, { method: 'POST', url: '/rehearsal/edit', body });
      if (!('status' in reply) || reply.status !== 200) throw new Error(JSON.stringify(reply));
    }
  } finally {
    world.close();
  }
}

async function found({ argv }: Campaign): Promise<readonly Finding[]> {
  return (await resultOf(Drift, 'drift', argv)).findings;
}

const attributes = (queue: string, values: Readonly<Record<string, string>>): Record<string, unknown> => ({
  edit: 'attributes',
  queue,
  attributes: values,
});

/** ALPHA is flipped by us. */
async function flipped(campaign: Campaign): Promise<void> {
  const { outcomes } = await resultOf(Flip, 'flip', [...campaign.argv, 'ALPHA', '--to', '2', '--yes']);
  expect(outcomes?.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
}

describe('drift', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])(
    'finds nothing where nobody else did anything, after our own changes as well (seed %i)',
    async (seed) => {
      const campaign = smallCampaign();
      writeFileSync(campaign.file, readFileSync(campaign.file, 'utf8').replace('seed: 1', `seed: ${seed}`));
      if (seed % 4 === 0) {
        await flipped(campaign);
        await resultOf(Brokeroff, 'brokeroff', [...campaign.argv, '--yes']);
      }
      expect(await runJson(Drift, 'drift', campaign.argv)).toMatchObject({ status: 0, result: { findings: [] } });
    },
  );

  it('names a queue that the catalogue does not know, and the new one beside it', async () => {
    const campaign = smallCampaign();
    await plant(campaign, { edit: 'rename', queue: 'ANALY_ALPHA', to: 'ANALY-ALPHA' });
    expect(await found(campaign)).toMatchObject([
      {
        kind: 'unknown record',
        severity: 'error',
        queue: 'ANALY_ALPHA',
        site: 'ALPHA',
        command: 'migrate import --from rehearsal --dry-run',
      },
      {
        kind: 'unlisted',
        severity: 'warning',
        queue: 'ANALY-ALPHA',
        site: 'ALPHA',
        since: expect.any(String) as string,
      },
    ]);
  });

  it('names a queue whose record is of another site, and whose that is', async () => {
    const campaign = smallCampaign();
    await plant(campaign, attributes('ANALY_ALPHA', { atlas_site: 'BETA' }));
    expect(await found(campaign)).toMatchObject([
      {
        kind: 'moved',
        severity: 'warning',
        queue: 'ANALY_ALPHA',
        site: 'ALPHA',
        since: expect.stringMatching(/^2030-01-07/) as string,
        reason: 'ANALY_ALPHA is listed at ALPHA; its record is of BETA, which is BETA.',
        command: 'migrate import --from rehearsal --dry-run',
      },
    ]);
  });

  it('names two queues under one nickname', async () => {
    const campaign = smallCampaign();
    await plant(campaign, attributes('BETA_MCORE', { nickname: 'ALPHA' }));
    expect(await found(campaign)).toMatchObject([
      { kind: 'nickname', severity: 'warning', queue: 'BETA_MCORE', site: 'BETA', found: 'ALPHA' },
    ]);
  });

  it('names a queue that went back, since when, and the command', async () => {
    const campaign = smallCampaign();
    await flipped(campaign);
    await plant(campaign, attributes('ALPHA', { pilot_version: '1' }));
    expect(await found(campaign)).toMatchObject([
      {
        kind: 'went back',
        severity: 'error',
        queue: 'ALPHA',
        since: expect.stringMatching(/^2030-01-07/) as string,
        command: 'migrate flip ALPHA --to 2',
      },
    ]);
  });

  it('names an outside change of what we wrote, and a pair of the old pilot', async () => {
    const campaign = smallCampaign();
    await flipped(campaign);
    await plant(campaign, attributes('ALPHA', { container_type: 'singularity:wrapper' }));
    expect(await found(campaign)).toMatchObject([
      { kind: 'outside change', queue: 'ALPHA', found: 'singularity:wrapper' },
      { kind: 'old pair', queue: 'ALPHA', command: 'migrate containers on ALPHA' },
    ]);
  });

  it('names strings by which the pilot runs bare', async () => {
    const campaign = smallCampaign();
    await plant(campaign, attributes('ALPHA', { pilot_version: '2', container_type: 'Singularity:pilot' }));
    expect(await found(campaign)).toMatchObject([{ kind: 'bare', queue: 'ALPHA' }]);
  });

  it('names a manager that ignores the flip', async () => {
    const campaign = smallCampaign();
    await plant(
      campaign,
      attributes('ALPHA', { pilot_version: '2', container_type: 'singularity:pilot', pilot_manager: 'APF' }),
    );
    expect(await found(campaign)).toMatchObject([{ kind: 'unheeded manager', queue: 'ALPHA', found: 'APF' }]);
  });

  it('names a queue that came back online, by which probe and when, and a rule that will end', async () => {
    const campaign = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', [...campaign.argv, '--yes']);
    await plant(
      campaign,
      { edit: 'rule', queue: 'ANALY_GAMMA_SL6', probe: 'manual', value: 'ONLINE', reason: 'we need it' },
      {
        edit: 'rule',
        queue: 'BETA_MCORE',
        probe: 'hammercloud',
        value: 'TEST',
        reason: 'HC.Blacklist.set.test',
        expiration: '2030-01-09T00:00:00Z',
      },
    );
    expect(await found(campaign)).toMatchObject([
      {
        kind: 'expiring rule',
        severity: 'warning',
        queue: 'BETA_MCORE',
        by: 'hammercloud: HC.Blacklist.set.test',
        since: expect.stringMatching(/^2030-01-07/) as string,
      },
      {
        kind: 'online again',
        severity: 'error',
        queue: 'ANALY_GAMMA_SL6',
        by: 'manual: we need it',
        since: expect.stringMatching(/^2030-01-07/) as string,
        command: 'migrate brokeroff --dry-run',
      },
    ]);
  });

  it('names values of the inventory that the catalogue has otherwise, to know only', async () => {
    const campaign = smallCampaign();
    await found(campaign);
    const text = readFileSync(campaign.file, 'utf8');
    writeFileSync(
      campaign.file,
      text
        .replace('ALPHA: { contact', 'ALPHA: { tier: 1, contact')
        .replace('ANALY_BETA: {}', 'ANALY_BETA: { type: production }'),
    );
    const { status, result } = await runJson(Drift, 'drift', campaign.argv);
    expect(status).toBe(0);
    expect(result?.findings.map(({ kind, queue }) => `${kind} ${queue}`)).toEqual([
      'other value ALPHA',
      'other value ANALY_ALPHA',
      'other value ANALY_BETA',
    ]);
  });

  it('names a queue whose name says another system than the site, unless it was said of this very queue', async () => {
    const campaign = smallCampaign();
    await plant(campaign);
    const text = readFileSync(campaign.file, 'utf8').replace(
      'os: { is: slc6, evidence: its name, on: 2019-06-01 }\n    queues: { GAMMA',
      'os: { is: centos7, evidence: anna }\n    queues: { GAMMA',
    );
    writeFileSync(campaign.file, text);
    expect(await found(campaign)).toMatchObject([{ kind: 'two systems', queue: 'ANALY_GAMMA_SL6', found: 'centos7' }]);
    const own = 'ANALY_GAMMA_SL6: { os: { is: centos7, evidence: kept its name } }';
    writeFileSync(campaign.file, text.replace('ANALY_GAMMA_SL6: {}', own));
    expect(await found(campaign)).toEqual([]);
  });

  it('is quiet of what was accepted until it is something else', async () => {
    const campaign = smallCampaign();
    await flipped(campaign);
    await plant(campaign, attributes('ALPHA', { container_type: 'docker:wrapper' }));
    const accepted = await runJson(Drift, 'drift', [
      '--yes',
      ...campaign.argv,
      '--accept',
      'ALPHA',
      '--reason',
      'asked for',
    ]);
    expect(accepted).toMatchObject({ status: 0, result: { findings: [] } });
    expect(await found(campaign)).toEqual([]);
    const { events } = await resultOf(History, 'history', [...campaign.argv, '--verify']);
    expect(events.at(-1)).toMatchObject({ what: 'accepted', queue: 'ALPHA', detail: { reason: 'asked for' } });
    await plant(campaign, attributes('ALPHA', { container_type: '' }));
    expect(await found(campaign)).toMatchObject([{ kind: 'outside change', found: '' }]);
  });

  it('accepts nothing where nothing is found, and needs a reason', async () => {
    const { argv } = smallCampaign();
    expect(await runJson(Drift, 'drift', ['--yes', ...argv, '--accept', 'ALPHA', '--reason', 'x'])).toMatchObject({
      status: 4,
    });
    expect(await runJson(Drift, 'drift', ['--yes', ...argv, '--accept', 'ALPHA'])).toMatchObject({ status: 2 });
  });

  it('tells it on the screen with who, when and the command', async () => {
    const campaign = smallCampaign();
    await flipped(campaign);
    await plant(campaign, attributes('ALPHA', { pilot_version: '1' }));
    const { stdout, exit } = await run(Drift, 'drift', campaign.argv);
    expect(exit).toBe(5);
    expect(stdout).toMatch(/^error went back ALPHA\n {2}ALPHA was flipped on 2030-01-07 by maria/);
    expect(stdout).toContain('→ migrate flip ALPHA --to 2');
  });
});
