import { describe, expect, it } from 'vitest';
import { campaignDefaults, defaultGrid } from '../../src/inventory/defaults.js';
import { inventoryOf, smallest, withCampaign, withSite } from './texts.js';

describe('what the file does not say', () => {
  it('is filled in for the campaign, the grid and the site', () => {
    const inventory = inventoryOf(smallest);
    expect(inventory.campaign).toEqual({ name: 'pilot2', ...campaignDefaults });
    expect(inventory.grid).toEqual(defaultGrid);
    expect(inventory).toMatchObject({ file: 'sites.yaml', ledger: null, retirements: [] });
    expect(inventory.sites).toEqual([
      {
        name: 'OSCER',
        atlas_sites: ['OSCER'],
        slots: 0,
        contact: null,
        os: null,
        ready_on: null,
        after: [],
        hold: null,
        pin: null,
        cloud: null,
        tier: null,
        country: null,
        queues: { OU_OSCER_ATLAS: {} },
      },
    ]);
  });

  it('is the same as null', () => {
    const nulls = withCampaign('pilot: ~', 'limits: null', 'ramp: null', 'order: ~', 'requests: { remind_days: null }');
    expect(inventoryOf(`${nulls}retirements: null\ninclude: ~\nledger: null\n`).campaign).toEqual({
      name: 'pilot2',
      ...campaignDefaults,
    });
  });

  it('is filled in key by key', () => {
    const { campaign } = inventoryOf(
      withCampaign('limits: { slots_per_day: 60000 }', 'commissioning: { alpha: 0.01 }'),
    );
    expect(campaign.limits).toEqual({ ...campaignDefaults.limits, slots_per_day: 60_000 });
    expect(campaign.commissioning).toEqual({ ...campaignDefaults.commissioning, alpha: 0.01 });
  });

  it('for os is the file-wide default', () => {
    const text = `defaults: { os: { is: centos7, evidence: campaign start, on: 2019-06-01 } }\n${smallest}  TRIUMF: { os: { is: sl6 }, queues: { T: {} } }\n`;
    expect(inventoryOf(text).sites.map((site) => site.os)).toEqual([
      { is: 'centos7', evidence: 'campaign start', on: '2019-06-01' },
      { is: 'sl6', evidence: null, on: null },
    ]);
  });
});

describe('what may be written in two ways', () => {
  it('versions as numbers', () => {
    expect(inventoryOf(withCampaign('pilot: { from: 1, to: 2 }')).campaign.pilot).toEqual({ from: '1', to: '2' });
    expect(inventoryOf(withCampaign('pilot: { from: "2", to: "3.12" }')).campaign.pilot).toEqual({
      from: '2',
      to: '3.12',
    });
  });

  it('holidays with and without a country', () => {
    expect(
      inventoryOf(withCampaign('holidays: [2019-09-05, { on: 2019-08-15, country: Italy }]')).campaign.holidays,
    ).toEqual([
      { on: '2019-09-05', country: null },
      { on: '2019-08-15', country: 'Italy' },
    ]);
  });

  it('what must be, as one text or a list', () => {
    expect(
      inventoryOf(withCampaign('ready_when: { os: [centos7, el9], pilot_manager: Harvester, tier_level: 2 }')).campaign
        .ready_when,
    ).toEqual({ os: ['centos7', 'el9'], pilot_manager: ['Harvester'], tier_level: ['2'] });
  });

  it('queues with overrides, empty, or with nothing', () => {
    const text = smallest.replace(
      '{ OU_OSCER_ATLAS: {} }',
      '{ A: {}, B: , C: { exclude: an HPC, os: { is: sl6 } }, D: { type: analysis } }'.replace('an HPC,', 'HPC,'),
    );
    expect(inventoryOf(text).sites[0]?.queues).toEqual({
      A: {},
      B: {},
      C: { exclude: 'HPC', os: { is: 'sl6', evidence: null, on: null } },
      D: { type: 'analysis' },
    });
  });

  it('a hold with or without an end', () => {
    expect(inventoryOf(withSite('hold: { because: cooling }')).sites[0]?.hold).toEqual({
      because: 'cooling',
      until: null,
      by: null,
    });
  });
});
