import { dayMs } from '../model/dates.js';
import type { Inventory, Site } from '../model/inventory.js';
import type { Scenario, Writers } from './scenario.js';
import { queueColumns } from './scenario-queues.js';
import { parseTime, naiveMicroseconds } from './world/times.js';

/** The clouds of 2019 and the country that most of their queues are in; a site that names no cloud gets one of these. */
const countryOfCloud = new Map([
  ['CA', 'Canada'],
  ['CERN', 'Switzerland'],
  ['DE', 'Germany'],
  ['ES', 'Spain'],
  ['FR', 'France'],
  ['IT', 'Italy'],
  ['ND', 'Nordic'],
  ['NL', 'Netherlands'],
  ['RU', 'Russian Federation'],
  ['TW', 'Taiwan'],
  ['UK', 'UK'],
  ['US', 'USA'],
]);
export const clouds = [...countryOfCloud.keys()];

/**
 * A world before the campaign has begun: every queue of the inventory online under Harvester, on the
 * campaign's `from`, with the container pair that the flip will translate and the copy tool that the site's
 * `traits` name. `start`: ISO 8601.
 */
export function freshScenario(inventory: Pick<Inventory, 'campaign' | 'sites'>, start: string): Scenario {
  const { pilot, containers } = inventory.campaign;
  const beginning = {
    pilotVersion: pilot?.from ?? '',
    containerType: Object.keys(containers?.translate ?? {})[0] ?? '',
    modified: naiveMicroseconds(parseTime(start, 'start of the fresh world') - 30 * dayMs),
  };
  return {
    name: 'fresh',
    start,
    columns: [...queueColumns, 'copytool'],
    rows: inventory.sites.flatMap((site, index) => siteRows(site, index, beginning)),
    rules: [],
    tickets: [],
    writers: everyWriter,
  };
}

/** As on a real grid. */
export const everyWriter: Writers = { HammerCloud: { except: [] }, Switcher: { except: [] } };

/** In the order of `queueColumns`, and the copy tool. */
type Row = Scenario['rows'][number];

function siteRows(
  site: Site,
  index: number,
  {
    pilotVersion,
    containerType,
    modified,
  }: { readonly pilotVersion: string; readonly containerType: string; readonly modified: string },
): readonly Row[] {
  const names = Object.keys(site.queues);
  const cloud = site.cloud ?? clouds[index % clouds.length] ?? 'CERN';
  const country = site.country ?? countryOfCloud.get(cloud) ?? cloud;
  return names.map((name): Row => {
    const { type = guessedType(name), capability = guessedCapability(name), os = site.os } = site.queues[name] ?? {};
    const atlasSite =
      site.atlas_sites.find((candidate) => name.includes(candidate)) ?? site.atlas_sites[0] ?? site.name;
    return [
      name,
      name,
      atlasSite,
      site.name,
      cloud,
      country,
      site.tier ?? 2,
      type,
      capability,
      'GRID',
      'ACTIVE',
      name.endsWith('_TEST') ? 'OnlyTest' : 'AutoExclusion',
      pilotVersion,
      'Harvester',
      containerType,
      '',
      '',
      cmtconfig(os?.is ?? ''),
      capability.startsWith('mc') ? 8 : 1,
      modified,
      Math.ceil(site.slots / names.length),
      site.traits?.['copy tool'] ?? 'rucio',
    ];
  });
}

export function guessedType(name: string): string {
  if (name.endsWith('_TEST')) return 'special';
  return name.startsWith('ANALY_') ? 'analysis' : 'production';
}

export function guessedCapability(name: string): string {
  const himem = /(^|[_-])HI(GH)?MEM/i.test(name);
  if (/(^|[_-])MCORE/i.test(name)) return himem ? 'mcorehimem' : 'mcore';
  if (/(^|[_-])UCORE/i.test(name)) return 'ucore';
  return himem ? 'himem' : 'score';
}

function cmtconfig(os: string): string {
  if (/^(sl|slc)6$/i.test(os)) return 'x86_64-slc6-gcc49-opt';
  return `x86_64-${os === '' ? 'centos7' : os.toLowerCase()}-gcc8-opt`;
}
