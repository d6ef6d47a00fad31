import { campaignDefaults, defaultGrid, defaultNotices } from '../../src/inventory/defaults.js';
import { fingerprint } from '../../src/model/fingerprint.js';
import type { Inventory, OsEvidence, Retirement, Site } from '../../src/model/inventory.js';
import type { Campaign } from '../../src/model/campaign.js';

/** The Pilot 1 to Pilot 2 campaign with the defaults of `sites.yaml` for all else. */
export function aCampaign(overrides: Partial<Campaign> = {}): Campaign {
  return {
    name: 'pilot2',
    ...campaignDefaults,
    pilot: { from: '1', to: '2' },
    containers: { translate: { 'singularity:wrapper': 'singularity:pilot' }, on: 'singularity:pilot' },
    ready_when: { os: ['centos7'], pilot_manager: ['Harvester'] },
    timezone: 'Europe/Zurich',
    ...overrides,
  };
}

export function anOs(is = 'centos7', evidence = 'site reply'): OsEvidence {
  return { is, evidence, on: '2019-06-01' };
}

/** A CentOS7 Tier-2 with one ATLAS site and one queue, both of its own name. */
export function aSite(name = 'OSCER', overrides: Partial<Site> = {}): Site {
  return {
    name,
    atlas_sites: [name],
    slots: 800,
    contact: `support@${name.toLowerCase()}.example`,
    os: anOs(),
    ready_on: null,
    after: [],
    hold: null,
    pin: null,
    cloud: null,
    tier: null,
    country: null,
    queues: { [name]: {} },
    ...overrides,
  };
}

export function aRetirement(queue: string, overrides: Partial<Retirement> = {}): Retirement {
  return { queue, on: null, because: 'SL6 ends', data: null, note: null, ...overrides };
}

/** One site, OSCER, in a rehearsal; `hash` follows the content. */
export function anInventory(
  overrides: Partial<Omit<Inventory, 'campaign'>> & { campaign?: Partial<Campaign> } = {},
): Inventory {
  const inventory = {
    file: 'sites.yaml',
    grid: defaultGrid,
    ledger: null,
    notices: defaultNotices,
    sites: [aSite()],
    retirements: [],
    ...overrides,
    campaign: aCampaign(overrides.campaign),
  };
  return { ...inventory, hash: overrides.hash ?? fingerprint(inventory) };
}
