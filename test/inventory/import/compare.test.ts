import { describe, expect, it } from 'vitest';
import { compareCatalogue, type CatalogueDiff, type CompareOptions } from '../../../src/inventory/import/compare.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { QueueRecord } from '../../../src/model/record.js';
import { aRecord } from '../../planning/builders.js';
import { anInventory, aRetirement, aSite } from '../builders.js';

const twoSites = anInventory({
  sites: [
    aSite('OSCER', { queues: { OSCER: {}, ANALY_OSCER: {} } }),
    aSite('BNL', { queues: { BNL: {}, BNL_MCORE: {} } }),
  ],
});

function at(site: string, ...queues: readonly string[]): readonly QueueRecord[] {
  return queues.map((queue) => aRecord(queue, { atlas_site: site, cmtconfig: '' }));
}

function diffOf(
  records: readonly QueueRecord[],
  inventory: Inventory = twoSites,
  options: Partial<CompareOptions> = {},
): CatalogueDiff {
  return compareCatalogue(inventory, records, { today: '2019-08-05', complete: true, renamed: new Map(), ...options });
}

const same = [...at('OSCER', 'OSCER', 'ANALY_OSCER'), ...at('BNL', 'BNL', 'BNL_MCORE')];
const nothing = { added: [], gone: [], back: [], renamed: [], moved: [], undecided: [] };

describe('the catalogue against the inventory', () => {
  it('differs in nothing where both have the same queues', () => {
    expect(diffOf(same)).toEqual(nothing);
  });

  it('has new queues at a known site, and new sites by the name of their ATLAS site', () => {
    expect(diffOf([...same, ...at('BNL', 'BNL_UCORE'), ...at('AGLT2', 'AGLT2_SL7')]).added).toEqual([
      { queue: 'BNL_UCORE', site: 'BNL', newSite: false, hint: null },
      {
        queue: 'AGLT2_SL7',
        site: 'AGLT2',
        newSite: true,
        hint: { is: 'centos7', evidence: 'hint: the name AGLT2_SL7' },
      },
    ]);
  });

  it('takes no disabled record for a new queue', () => {
    expect(diffOf([...same, aRecord('BNL_OLD', { atlas_site: 'BNL', state: 'DISABLED' })])).toEqual(nothing);
  });

  it('lacks a queue: it is excluded with the day, and one that retires is left alone', () => {
    const inventory = { ...twoSites, retirements: [aRetirement('ANALY_OSCER')] };
    expect(diffOf(at('BNL', 'BNL'), inventory).gone).toEqual([
      { queue: 'OSCER', site: 'OSCER', exclude: 'not in the catalogue since 2019-08-05' },
      { queue: 'ANALY_OSCER', site: 'OSCER', exclude: null },
      { queue: 'BNL_MCORE', site: 'BNL', exclude: 'not in the catalogue since 2019-08-05' },
    ]);
  });

  it('calls nothing gone while a record could not be understood', () => {
    expect(diffOf(at('BNL', 'BNL'), twoSites, { complete: false })).toEqual(nothing);
  });

  it('has a queue again that an import excluded, but not one that a person excluded', () => {
    const inventory = anInventory({
      sites: [
        aSite('BNL', {
          queues: { BNL: { exclude: 'not in the catalogue since 2019-07-01' }, BNL_MCORE: { exclude: 'tests' } },
        }),
      ],
    });
    expect(diffOf(at('BNL', 'BNL', 'BNL_MCORE'), inventory)).toEqual({
      ...nothing,
      back: [{ queue: 'BNL', site: 'BNL' }],
    });
  });

  it('has a queue under a new name where its nickname is the old one', () => {
    const renamed = aRecord('BNL_PROD', { atlas_site: 'BNL', nickname: 'BNL_MCORE' });
    expect(diffOf([...at('OSCER', 'OSCER', 'ANALY_OSCER'), ...at('BNL', 'BNL'), renamed])).toEqual({
      ...nothing,
      renamed: [{ from: 'BNL_MCORE', to: 'BNL_PROD', site: 'BNL', evidence: 'its nickname is still BNL_MCORE' }],
    });
  });

  it('asks a person where a new name is only near, and takes the word for either answer', () => {
    const records = [...at('OSCER', 'OSCER', 'ANALY_OSCER'), ...at('BNL', 'BNL', 'BNL-MCORE')];
    const open = diffOf(records);
    expect(open).toMatchObject({ added: [], gone: [], renamed: [] });
    expect(open.undecided.map(({ advice }) => advice)).toEqual([
      'Say so with --renamed BNL_MCORE=BNL-MCORE, or that it is another with --renamed BNL_MCORE=.',
    ]);
    const yes = diffOf(records, twoSites, { renamed: new Map([['BNL_MCORE', 'BNL-MCORE']]) });
    expect(yes.renamed).toMatchObject([{ from: 'BNL_MCORE', to: 'BNL-MCORE' }]);
    const no = diffOf(records, twoSites, { renamed: new Map([['BNL_MCORE', '']]) });
    expect(no).toMatchObject({ added: [{ queue: 'BNL-MCORE' }], gone: [{ queue: 'BNL_MCORE' }], undecided: [] });
  });

  it('has a queue at another site', () => {
    const records = [...at('OSCER', 'OSCER', 'ANALY_OSCER', 'BNL_MCORE'), ...at('BNL', 'BNL')];
    expect(diffOf(records)).toEqual({
      ...nothing,
      moved: [{ queue: 'BNL_MCORE', from: 'BNL', to: 'OSCER', newSite: false }],
    });
  });

  it('has all queues of a site at a new ATLAS site: a person says whether the site was renamed', () => {
    const diff = diffOf([...at('OSCER', 'OSCER', 'ANALY_OSCER'), ...at('BNL_NEW', 'BNL', 'BNL_MCORE')]);
    expect(diff).toMatchObject({ moved: [], added: [], gone: [] });
    expect(diff.undecided.map(({ sentence }) => sentence)).toEqual([
      'The catalogue has all 2 queues of BNL at BNL_NEW now.',
    ]);
  });

  it.each([
    ['a name with a space', aRecord('BAD NAME', { atlas_site: 'BNL' })],
    ['no site', aRecord('BNL_X', { atlas_site: '' })],
    ['a site that sends a bell', aRecord('BNL_X', { atlas_site: 'BNL\u0007' })],
    ['the name of a site with other ATLAS sites', aRecord('X', { atlas_site: 'NET2' })],
  ])('with %s is for a person to decide', (_, record) => {
    const inventory = {
      ...twoSites,
      sites: [...twoSites.sites, aSite('NET2', { atlas_sites: ['BU_ATLAS_Tier2'], queues: { BU: {} } })],
    };
    const diff = diffOf([...same, ...at('BU_ATLAS_Tier2', 'BU'), record], inventory);
    expect(diff).toEqual({ ...nothing, undecided: [expect.anything()] });
    expect(JSON.stringify(diff.undecided)).not.toMatch(/\p{Cc}/u);
  });
});
