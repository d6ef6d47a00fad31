import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.js';
import { fingerprint } from '../../src/model/fingerprint.js';
import type { Inventory, Site } from '../../src/model/inventory.js';
import type { Scenario, ScenarioQueue } from '../../src/rehearsal/scenario.js';

// Counts the shipped campaign again with as little as possible: no code of the campaign room.

const loaded = await loadInventory('sites.yaml', null);
const inventory: Inventory | null = loaded.ok ? loaded.inventory : null;
const scenario = JSON.parse(readFileSync('src/rehearsal/scenarios/august-2019.json', 'utf8')) as Scenario;
const queues = new Map(
  scenario.rows.map((row) => {
    const queue = Object.fromEntries(
      scenario.columns.map((column, index) => [column, row[index]]),
    ) as unknown as ScenarioQueue;
    return [queue.panda_resource, queue] as const;
  }),
);
const sites = inventory?.sites ?? [];
const retirements = inventory?.retirements ?? [];
const retiring = new Set(retirements.map((retirement) => retirement.queue));
const seven = ['OSCER', 'TRIUMF', 'INFN-FRASCATI', 'TECHNION', 'IL-TAU', 'AGLT2', 'NET2'];
const invented = ['ANALY_INFN-MILANO-ATLASC_SL6', 'ANALY_QMUL_HIMEM_SL7', 'ANALY_QMUL_SL7'];

function record(name: string): ScenarioQueue {
  const queue = queues.get(name);
  if (!queue) throw new Error(`${name} is not in the scenario`);
  return queue;
}

/** The records of the queues that count at a site. */
function counting(site: Site): ScenarioQueue[] {
  return Object.entries(site.queues)
    .filter(([name, entry]) => entry.exclude === undefined && !retiring.has(name) && !/[_-]TEST/i.test(name))
    .map(([name]) => record(name))
    .filter((queue) => queue.type !== 'special');
}

function stage(site: Site): string {
  const records = counting(site);
  const moved = records.filter((queue) => queue.pilot_version === '2');
  if (records.length === 0) return 'leaving';
  if (moved.length === records.length) return 'migrated';
  if (moved.length > 0) return 'partly';
  const ready = records.every(
    (queue) => queue.pilot_manager === 'Harvester' && osAt(site, queue.panda_resource) === 'centos7',
  );
  return ready && site.hold === null && site.ready_on === null ? 'ready' : 'blocked';
}

function osAt(site: Site, queue: string): string | undefined {
  return (site.queues[queue]?.os ?? site.os)?.is;
}

function at(wanted: string): Site[] {
  return sites.filter((site) => stage(site) === wanted);
}

describe('sites.yaml', () => {
  it('is valid and beyond doubt', () => {
    expect(loaded.findings).toEqual([]);
    expect(loaded.ok).toBe(true);
  });

  it('lists the 609 queues of 2018 once each, and three that the document mentions', () => {
    const names = sites.flatMap((site) => Object.keys(site.queues));
    const real = names.filter((name) => !invented.includes(name)).sort();
    expect([names.length, real.length, new Set(real).size]).toEqual([612, 609, 609]);
    expect(fingerprint(real)).toBe('e7bf488429225dd06bbbed42fd8ab633fe1a38941dc0743d970c9e6314eed0c2');
    expect([...queues.keys()].sort()).toEqual(names.sort());
  });

  it('has 118 sites, each with its own ATLAS sites', () => {
    expect(sites).toHaveLength(118);
    for (const site of sites) {
      const actual = new Set(Object.keys(site.queues).map((name) => record(name).atlas_site));
      expect([...actual].sort()).toEqual([...site.atlas_sites].sort());
    }
    expect(sites.find((site) => site.name === 'NET2')?.atlas_sites).toEqual(['BU_ATLAS_Tier2', 'HU_ATLAS_Tier2']);
  });

  it('has the order, paces and lists of the document', () => {
    expect(inventory?.campaign.order).toEqual(seven);
    expect(inventory?.campaign.pace.map((window) => window.sites_per_day)).toEqual([5, 1]);
    expect(retirements.filter(({ on }) => on === null)).toHaveLength(6);
    expect(retirements.filter(({ on }) => on === '2019-08-15')).toHaveLength(11);
    expect(retirements.filter(({ data }) => data !== null).map(({ queue }) => queue)).toEqual(['ANALY_GOEGRID']);
  });

  it('fits on one day with every site: none is larger than the slots limit', () => {
    const limit = inventory?.campaign.limits.slots_per_day ?? 0;
    expect(Math.max(...sites.map((site) => site.slots))).toBeLessThanOrEqual(limit);
    expect(sites.filter((site) => site.slots === 0)).toEqual([]);
  });
});

describe('the scenario august-2019', () => {
  it('begins on the morning of 5 August', () => {
    expect(scenario.start).toBe('2019-08-05T08:00:00+02:00');
  });

  it('has 75 sites migrated and 18 ready, the seven among them', () => {
    const count = (wanted: string): number => at(wanted).length;
    expect([count('migrated'), count('ready'), count('blocked'), count('partly'), count('leaving')]).toEqual([
      75, 18, 18, 1, 6,
    ]);
    expect(at('ready').map((site) => site.name)).toEqual(expect.arrayContaining(seven));
  });

  it('has 13 migrated sites that wait for containers, and 62 that have them', () => {
    const containers = at('migrated').map((site) =>
      counting(site).map((queue) => (queue.container_type ?? '').split(';').includes('singularity:pilot')),
    );
    expect(containers.filter((on) => on.every(Boolean))).toHaveLength(62);
    expect(containers.filter((on) => !on.some(Boolean))).toHaveLength(13);
    expect(
      at('migrated').flatMap((site) => counting(site).map((queue) => osAt(site, queue.panda_resource))),
    ).not.toContain('sl6');
  });

  it('saw five sites a day migrated in July, the last on the 31st', () => {
    const days = at('migrated').map((site) => {
      const [day, ...others] = new Set(counting(site).map((queue) => queue.last_modified.slice(0, 10)));
      expect(others).toEqual([]);
      return day ?? '';
    });
    const perDay = [...new Set(days)]
      .sort()
      .map((day) => ({ day, sites: days.filter((other) => other === day).length }));
    expect(perDay).toHaveLength(15);
    expect(perDay.filter(({ sites: flipped }) => flipped !== 5)).toEqual([]);
    expect([perDay[0]?.day, perDay.at(-1)?.day]).toEqual(['2019-07-11', '2019-07-31']);
    expect(perDay.filter(({ day }) => [0, 6].includes(new Date(day).getUTCDay()))).toEqual([]);
  });

  it('has 10 of the 11 queues of 15 August as the last analysis queue of their site', () => {
    const alone = retirements.filter(({ on, queue }) => {
      const site = sites.find((candidate) => queue in candidate.queues);
      const others = Object.keys(site?.queues ?? {}).filter(
        (name) => !retiring.has(name) && ['analysis', 'unified'].includes(record(name).type),
      );
      return on !== null && others.length === 0;
    });
    expect(alone).toHaveLength(10);
    expect(alone.map(({ queue }) => queue)).not.toContain('ANALY_GOEGRID');
  });

  it('has a reason for every site that cannot go', () => {
    const why = (site: Site): string => {
      const left = counting(site).filter((queue) => queue.pilot_version !== '2');
      if (site.hold) return 'hold';
      return left.some((queue) => queue.pilot_manager !== 'Harvester') ? 'pilot_manager' : 'os';
    };
    const reasons = [...at('blocked'), ...at('partly')].map(why).sort();
    expect(reasons).toEqual([
      ...Array<string>(2).fill('hold'),
      ...Array<string>(11).fill('os'),
      ...Array<string>(6).fill('pilot_manager'),
    ]);
  });

  it('has retired what is retired already, and nothing of the seven', () => {
    const values = new Map(scenario.rules.map((rule) => [rule.queue, `${rule.probe} ${rule.value}`]));
    expect(values.get('ANALY_RRC-KI')).toBe('manual BROKEROFF');
    expect(values.get('ANALY_ROMANIA02')).toBe('manual OFFLINE');
    expect(retirements.filter(({ on, queue }) => on === null && !values.has(queue))).toHaveLength(4);
    const ofSeven = sites.filter((site) => seven.includes(site.name)).flatMap((site) => Object.keys(site.queues));
    expect(ofSeven.filter((queue) => values.has(queue))).toEqual([]);
  });

  it('has three open requests, more than the lead time ago', () => {
    expect(scenario.tickets.map(({ title }) => /^\[pilot2\/(.+)\/migration#1\] /.exec(title)?.[1])).toEqual([
      'OSCER',
      'TRIUMF',
      'INFN-FRASCATI',
    ]);
    for (const ticket of scenario.tickets) {
      expect(['open', 'assigned']).toContain(ticket.state);
      expect(Date.parse(scenario.start) - Date.parse(ticket.created)).toBeGreaterThan(3 * 86_400_000);
    }
  });

  it('keeps the names that the dump has apart', () => {
    expect([...queues.values()].filter((queue) => queue.nickname !== queue.panda_resource)).toHaveLength(109);
  });
});
