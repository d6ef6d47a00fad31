// Generated campaigns for the simulation of learning: sites with traits, and what is at fault with some of them.
import { dayNumber, isoDate } from '../../src/model/dates.js';
import type { Inventory, Site } from '../../src/model/inventory.js';
import type { LearningPolicy } from '../../src/model/campaign.js';
import type { GridView } from '../../src/model/plan.js';
import { seededRandom, type Random } from '../../src/model/random.js';
import { faultClasses, type FaultClass } from '../../src/model/facts/verdicts.js';
import { traitsOf } from '../../src/learning/traits.js';
import { anInventory, aSite } from '../inventory/builders.js';
import { aRecord, aView } from '../planning/builders.js';

/** A trait whose sites have faults of one class, most of them. */
export interface Culprit {
  readonly trait: string;
  readonly fault: FaultClass;
  readonly chance: number;
}

export interface LearningCampaign {
  readonly inventory: (learning: LearningPolicy) => Inventory;
  readonly view: GridView;
  readonly culprits: readonly Culprit[];
  readonly truthOf: ReadonlyMap<string, Truth>;
}

/** What would become of a site's flip, the same whatever is done about the others. */
export interface Truth {
  readonly traits: ReadonlySet<string>;
  readonly slots: number;
  /** Faults that have nothing to do with traits. */
  readonly ofItsOwn: FaultClass | null;
  /** In [0, 1), one a culprit: below its chance the site has the fault. */
  readonly luck: readonly number[];
  /** Share of the jobs that fail under a fault. */
  readonly share: number;
  /** Days from the flip to the verdict, where there is a fault and where there is none. */
  readonly days: { readonly fault: number; readonly good: number };
}

export const firstDay = dayNumber('2019-08-05');

/** Values with their shares, most frequent first. A cloud has a favourite of each, which 40 % of its sites have. */
const values = {
  version: ['7.6', '7.5', '7.4', '7.3'],
  singularity: ['3.2', '2.6', '3.1'],
  element: ['HTCONDOR-CE', 'ARC-CE', 'CREAM-CE'],
  copytool: ['rucio', 'xrdcp', 'lsm'],
  options: ['-B /cvmfs -B /etc/grid-security', '-B /cvmfs', '--contain -B /cvmfs'],
} as const;
const shares = [0.5, 0.27, 0.15, 0.08];

type Kind = keyof typeof values;

/** `culprits`: how many are planted. The chance of a fault of its own is 2 to 10 % a site, by campaign. */
export function learningCampaign(seed: number, culprits: number): LearningCampaign {
  const random = seededRandom(seed, `learning ${culprits}`);
  const count = 70 + Math.floor(70 * random());
  const usual = 0.02 + 0.08 * random();
  const clouds = ['CERN', 'DE', 'ES', 'FR', 'IT', 'ND', 'NL', 'RU', 'UK', 'US'];
  const favourites = clouds.map(() => drawAll(random));
  const drawn = Array.from({ length: count }, (_, k) => {
    const cloud = Math.floor(clouds.length * random() ** 1.5);
    const name = `SITE${k}`;
    const own = drawAll(random);
    const valueOf = (kind: Kind): string => (random() < 0.4 ? favourites[cloud]?.[kind] : own[kind]) ?? own[kind];
    const slots = Math.round(Math.exp(Math.log(800) + gaussian(random)));
    const site = aSite(name, {
      slots,
      os: {
        is: 'centos7',
        evidence: `site reply: CentOS ${valueOf('version')}`,
        on: isoDate(firstDay - 1 - Math.floor(60 * random())),
      },
      ready_on: random() < 0.15 ? isoDate(firstDay + Math.floor(25 * random())) : null,
      cloud: clouds[cloud] ?? 'US',
      tier: random() < 0.08 ? 1 : random() < 0.75 ? 2 : 3,
      traits: { singularity: valueOf('singularity') },
    });
    const record = aRecord(name, {
      cloud: clouds[cloud] ?? 'US',
      resource_type: random() < 0.9 ? 'GRID' : 'CLOUD',
      container_options: valueOf('options'),
      detail: {
        elements: [{ flavour: valueOf('element'), state: 'ACTIVE' }],
        copytools: [valueOf('copytool')],
        corecount: 1,
        workflow: '',
        cvmfs: true,
      },
    });
    return { site, record };
  });
  const traitsAt = drawn.map(({ site, record }) => {
    const queues = [{ entry: {}, record, history: null }];
    return new Set(traitsOf({ site, cloud: site.cloud ?? '', tier: site.tier, queues }).keys());
  });
  const planted = plant(random, traitsAt, culprits);
  const truthOf = new Map(
    drawn.map(({ site }, k): [string, Truth] => [
      site.name,
      {
        traits: traitsAt[k] ?? new Set(),
        slots: site.slots,
        ofItsOwn: random() < usual ? faultOf(random) : null,
        luck: Array.from({ length: 2 }, () => random()),
        share: 0.3 + 0.7 * random(),
        days: { fault: random() < 0.7 ? 1 : 2, good: 1 + Math.floor(3 * random()) },
      },
    ]),
  );
  const sites: readonly Site[] = drawn.map(({ site }) => site);
  return {
    inventory: (learning) =>
      anInventory({
        sites,
        hash: String(seed),
        campaign: {
          learning,
          requests: { channel: 'none', lead_days: 0, remind_days: 5, template: 'migration-request' },
        },
      }),
    view: aView(drawn.map(({ record }) => record)),
    culprits: planted,
    truthOf,
  };
}

/** Traits of 12 to 40 % of the sites. */
function plant(random: Random, traitsAt: readonly ReadonlySet<string>[], culprits: number): readonly Culprit[] {
  const counts = new Map<string, number>();
  for (const traits of traitsAt) for (const trait of traits) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  const possible = [...counts]
    .filter(([, sites]) => sites >= 0.12 * traitsAt.length && sites <= 0.4 * traitsAt.length)
    .map(([trait]) => trait)
    .sort();
  return Array.from({ length: culprits }, () => {
    const [trait = ''] = possible.splice(Math.floor(possible.length * random()), 1);
    return { trait, fault: random() < 0.6 ? 'container fault' : faultOf(random), chance: 0.6 + 0.35 * random() };
  });
}

function faultOf(random: Random): FaultClass {
  return faultClasses[Math.floor(faultClasses.length * random())] ?? 'site fault';
}

function drawAll(random: Random): Readonly<Record<Kind, string>> {
  const draw = (kind: Kind): string => {
    let left = random() * shares.slice(0, values[kind].length).reduce((sum, share) => sum + share, 0);
    return values[kind].find((_, k) => (left -= shares[k] ?? 0) < 0) ?? values[kind][0];
  };
  return {
    version: draw('version'),
    singularity: draw('singularity'),
    element: draw('element'),
    copytool: draw('copytool'),
    options: draw('options'),
  };
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
