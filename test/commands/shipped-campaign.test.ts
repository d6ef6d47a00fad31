import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Next from '../../commands/next.js';
import Plan from '../../commands/plan.js';
import Status from '../../commands/status.js';
import Validate from '../../commands/validate.js';
import { shippedCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

describe('the morning of 5 August 2019', () => {
  it('stands where the document says', async () => {
    const { sites, containers, retirement } = await resultOf(Status, 'status', shippedCampaign());
    expect(sites).toMatchObject({ migrated: 75, ready: 18, requested: 3 });
    expect(containers.awaiting).toBe(13);
    const { leaving, migrated, partly, ready, commissioning, blocked, rolledBack, total } = sites;
    expect(leaving + migrated + partly + ready + commissioning + blocked + rolledBack).toBe(total);
    // RRC-KI is brokeroff already, ROMANIA02 offline.
    expect(retirement).toMatchObject({ due: 4, scheduled: 11, brokeroff: 2 });
  });

  it('goes on with the seven sites of the document, three of them asked already', async () => {
    const { next, operations } = await resultOf(Next, 'next', [...shippedCampaign(), '--dry-run']);
    const seven = next.slice(0, 7).map(({ site, request }) => [site, request.state]);
    expect(seven).toEqual([
      ['OSCER', 'sent'],
      ['TRIUMF', 'sent'],
      ['INFN-FRASCATI', 'sent'],
      ['TECHNION', 'none'],
      ['IL-TAU', 'none'],
      ['AGLT2', 'none'],
      ['NET2', 'none'],
    ]);
    expect(new Set(operations.filter(({ kind }) => kind === 'flip').map(({ site }) => site))).toEqual(
      new Set(['OSCER']),
    );
  });

  it('has a batch on 15 August: eleven dated queues, ten of them alone, and what is still to do', async () => {
    const campaign = shippedCampaign();
    const { date, queues } = await resultOf(Brokeroff, 'brokeroff', [...campaign, '--date', '08-15', '--dry-run']);
    expect(date).toBe('2019-08-15');
    const dated = queues.filter(({ on }) => on === '2019-08-15');
    expect(dated).toHaveLength(11);
    expect(dated.filter(({ alone }) => !alone).map(({ queue }) => queue)).toEqual(['ANALY_GOEGRID']);
    expect(queues.filter(({ on }) => on === null).map(({ queue }) => queue)).toEqual([
      'ANALY_INFN-MILANO-ATLASC_SL6',
      'ANALY_UIO',
      'ANALY_QMUL_HIMEM_SL6',
      'ANALY_QMUL_SL6',
    ]);
  });

  it('is only looked at by a dry-run: no ledger is begun', async () => {
    const campaign = shippedCampaign();
    await resultOf(Next, 'next', [...campaign, '--dry-run']);
    await resultOf(Plan, 'plan', campaign);
    const state = join(process.env['XDG_STATE_HOME'] ?? '', 'migrate', 'pilot2');
    expect(existsSync(state)).toBe(true);
    expect(readdirSync(state).filter((file) => file.includes('ledger'))).toEqual([]);
  });

  it('has an inventory without an error', async () => {
    const { result } = await runJson(Validate, 'validate', shippedCampaign());
    expect(result?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result).toMatchObject({ campaign: 'pilot2', retirements: 17 });
  });
});
