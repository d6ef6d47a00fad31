import { seededRandom } from '../../src/model/random.js';

export interface ScaleShape {
  readonly queues: number;
  /** Sites a working day; by default so many that the campaign lasts about a hundred. */
  readonly sitesADay?: number;
  /** Every queue says its type, capability and operating system itself; else only its name stands there. */
  readonly full?: boolean;
  /** Further keys of `campaign`, each a line. */
  readonly campaign?: readonly string[];
}

const clouds = ['CA', 'CERN', 'DE', 'ES', 'FR', 'IT', 'ND', 'NL', 'RU', 'TW', 'UK', 'US'];
const queuesOfSite = ['ANALY_#', 'ANALY_#_MCORE', '#', '#_MCORE', '#_HIMEM'];

/**
 * Text of a `sites.yaml` in the form of the shipped one: five queues a site, evidence for its system,
 * three sites in ten ready later, one in ten after another one. Its grid is a `fresh` rehearsal.
 */
export function scaleInventory({
  queues,
  sitesADay,
  full = false,
  campaign = limitsOf(queues, sitesADay),
}: ScaleShape): string {
  const sites = Math.ceil(queues / queuesOfSite.length);
  const random = seededRandom(1, `inventory of ${queues}`);
  const below = (limit: number): number => Math.floor(random() * limit);
  const head = `campaign:
  name: scale
  pilot: { from: "1", to: "2" }
  containers: { translate: { "singularity:wrapper": "singularity:pilot" }, on: "singularity:pilot" }
  ready_when: { os: centos7, pilot_manager: Harvester }
  timezone: Europe/Zurich
${campaign.map((line) => `  ${line}\n`).join('')}grid: { use: rehearsal, rehearsal: { scenario: fresh, start: 2019-08-05T06:00:00Z } }
defaults: { os: { is: centos7, evidence: campaign start, on: 2019-06-01 } }
sites:
`;
  return head + Array.from({ length: sites }, (_, k) => siteText(k, full, below)).join('');
}

function limitsOf(
  queues: number,
  sitesADay = Math.max(2, Math.ceil(queues / queuesOfSite.length / 100)),
): readonly string[] {
  return [
    `pace: [{ sites_per_day: ${sitesADay} }, { from: 2019-08-01, to: 2019-08-31, sites_per_day: ${Math.ceil(sitesADay / 5)}, because: vacation period }]`,
    'freezes: [{ from: 2019-12-20, to: 2020-01-06, because: end-of-year stop }]',
    `limits: { per_cloud_per_day: ${Math.max(2, Math.ceil(sitesADay / 5))}, slots_per_day: ${Math.max(10_000, sitesADay * 3_000)}, tier1_in_commissioning: ${sitesADay}, in_commissioning: ${4 * sitesADay} }`,
    'requests: { channel: mail, lead_days: 3 }',
  ];
}

function siteText(k: number, full: boolean, below: (limit: number) => number): string {
  const name = nameOf(k);
  const later =
    below(10) < 3
      ? `    ready_on: 2019-${String(9 + below(3)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}\n`
      : '';
  const after = k % 10 === 9 ? `    after: [${nameOf(below(k))}]\n` : '';
  const queues = queuesOfSite
    .map(
      (pattern) => `      ${pattern.replace('#', `${name}-ATLAS`)}: ${full ? entryOf(pattern, 1 + below(30)) : '{}'}\n`,
    )
    .join('');
  return `
  ${name}:
    atlas_sites: [${name}-ATLAS]
    slots: ${100 + below(5_000)}
    contact: support@${name.toLowerCase()}.example
    os: { is: centos7, evidence: site reply, on: 2019-07-${String(1 + below(30)).padStart(2, '0')} }
${later}${after}    cloud: ${clouds[k % clouds.length] ?? ''}
    tier: ${k % 40 === 7 ? 1 : 2}
    queues:
${queues}`;
}

function entryOf(pattern: string, day: number): string {
  const type = pattern.startsWith('ANALY_') ? 'analysis' : 'production';
  const capability = pattern.endsWith('_MCORE') ? 'mcore' : 'score';
  return `{ type: ${type}, capability: ${capability}, os: { is: centos7, evidence: site reply, on: 2019-07-${String(day).padStart(2, '0')} } }`;
}

function nameOf(k: number): string {
  return `SITE-${String(k).padStart(5, '0')}`;
}
