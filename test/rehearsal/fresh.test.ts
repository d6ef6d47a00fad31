import { describe, expect, it } from 'vitest';
import type { Inventory, Site } from '../../src/model/inventory.js';
import type { Campaign } from '../../src/model/campaign.js';
import { freshScenario } from '../../src/rehearsal/fresh.js';
import { plantsOf } from '../../src/rehearsal/plants.js';
import { aWorld, get, json, record } from './builders.js';

const start = '2030-01-07T08:00:00Z';

function aSite(name: string, queues: Site['queues'], rest: Partial<Site> = {}): Site {
  return {
    name,
    atlas_sites: [`${name}_ATLAS`],
    slots: 900,
    contact: null,
    os: null,
    ready_on: null,
    after: [],
    hold: null,
    pin: null,
    cloud: null,
    tier: null,
    country: null,
    queues,
    ...rest,
  };
}

function fresh(sites: readonly Site[], campaign: Partial<Campaign> = {}): ReturnType<typeof aWorld> {
  const tracks = {
    pilot: { from: '3', to: '4' },
    containers: { translate: { 'singularity:pilot': 'apptainer:pilot' }, on: 'apptainer:pilot' },
  };
  return aWorld(freshScenario({ campaign: { ...tracks, ...campaign } as Campaign, sites }, start));
}

describe('a fresh world', () => {
  it('has every queue online under Harvester, where the campaign begins', async () => {
    const world = fresh([
      aSite('OSCER', { OSCER: {}, ANALY_OSCER: {}, OSCER_MCORE: {} }, { cloud: 'US', tier: 2 }),
      aSite('NET2', { NET2: {} }),
    ]);
    expect(Object.keys(json(await get(world, '/request/pandaqueue/query/list/?json')) as object)).toEqual([
      'OSCER',
      'ANALY_OSCER',
      'OSCER_MCORE',
      'NET2',
    ]);
    expect(await record(world, 'OSCER')).toMatchObject({
      status: 'online',
      state: 'ACTIVE',
      pilot_version: '3',
      pilot_manager: 'Harvester',
      container_type: 'singularity:pilot',
      atlas_site: 'OSCER_ATLAS',
      cloud: 'US',
      country: 'USA',
      tier_level: 2,
      last_modified: '2029-12-08T08:00:00.000000',
    });
    expect(json(await get(world, '/rehearsal/world'))).toMatchObject({ scenario: 'fresh', now: Date.parse(start) });
  });

  it.each([
    ['ANALY_OSCER_UCORE', 'analysis', 'ucore', 1],
    ['OSCER_MCORE_HIMEM', 'production', 'mcorehimem', 8],
    ['OSCER_HIMEM', 'production', 'himem', 1],
    ['OSCER_TEST', 'special', 'score', 1],
    ['OSCER', 'production', 'score', 1],
  ])('guesses from the name %s: %s, %s', async (name, type, capability, corecount) => {
    expect(await record(fresh([aSite('OSCER', { [name]: {} })]), name)).toMatchObject({ type, capability, corecount });
  });

  it('takes what the inventory says over what the name says', async () => {
    const world = fresh([
      aSite(
        'OSCER',
        { OSCER: { type: 'unified', capability: 'mcore' } },
        { os: { is: 'SL6', evidence: null, on: null } },
      ),
    ]);
    expect(await record(world, 'OSCER')).toMatchObject({
      type: 'unified',
      capability: 'mcore',
      cmtconfig: 'x86_64-slc6-gcc49-opt',
    });
  });

  it('has no containers where the campaign translates none', async () => {
    expect(await record(fresh([aSite('OSCER', { OSCER: {} })], { containers: null }), 'OSCER')).toMatchObject({
      container_type: '',
    });
    expect(await record(fresh([aSite('OSCER', { OSCER: {} })], { pilot: null }), 'OSCER')).toMatchObject({
      pilot_version: '',
    });
  });

  it('of very many queues answers short records', async () => {
    const queues = Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [`Q${index}`, {}]));
    const found = await record(fresh([aSite('BIG', queues)]), 'Q5000');
    expect(found).toMatchObject({ panda_resource: 'Q5000', pilot_version: '3', status: 'online' });
    expect(found).not.toHaveProperty('lastmod');
  });
});

describe('faults planted by trait', () => {
  const sites = [
    aSite('OLD', { OLD: {}, ANALY_OLD: {} }, { traits: { singularity: '2.6' } }),
    aSite('LSM', { LSM: {} }, { traits: { 'copy tool': 'lsm' } }),
    aSite('KERNEL', { KERNEL: {} }, { traits: { kernel: 'no user namespaces' } }),
    aSite('NEW', { NEW: {} }),
  ];
  const plants = (plant: Readonly<Record<string, number>>) =>
    plantsOf({ sites, grid: { rehearsal: { plant } } as Inventory['grid'] });

  it('are troubles at the queues of all sites that have the trait', () => {
    const planted = plants({ 'singularity 2.6': 0.5, 'copy tool lsm': 0.6, 'kernel no user namespaces': 0.7 });
    expect(planted.map(({ trouble }) => trouble)).toEqual([
      { kind: 'container set-up', share: 0.5, on: { queues: ['OLD', 'ANALY_OLD'] } },
      { kind: 'copy tool', share: 0.6, on: { queues: ['LSM'] } },
      { kind: 'container namespace', share: 0.7, on: { queues: ['KERNEL'] } },
    ]);
    expect(plants({})).toEqual([]);
  });

  it('are refused where no site has the trait', () => {
    expect(() => plants({ 'copy tool rucio': 1 })).toThrow('No site has the trait "copy tool rucio"');
  });
});
