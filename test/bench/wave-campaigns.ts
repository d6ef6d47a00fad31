import { dayNumber, weekdayIndex } from '../../src/model/dates.js';
import { seededRandom } from '../../src/model/random.js';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';

/** How the sizes of sites are spread: as at real grids (few large), evenly, or half small and half large. */
export type Sizes = 'real' | 'even' | 'two kinds';

export interface CampaignShape {
  readonly sites: number;
  readonly seed: number;
  readonly sizes: Sizes;
  /** Sites a working day outside the vacation. */
  readonly pace?: number;
  /** With 13 Tier-1s at most, one of them and four days' sites at once in commissioning. */
  readonly watched?: boolean;
}

const start = dayNumber('2019-08-05');
const vacation = { from: start, to: dayNumber('2019-08-31') };
const freezes = [
  { from: dayNumber('2019-09-09'), to: dayNumber('2019-09-13') },
  { from: dayNumber('2019-12-20'), to: dayNumber('2020-01-06') },
];

/**
 * A campaign as the benchmark wants it: five sites a working day, a vacation at one a day, freezes,
 * eight clouds with two a day, a slots limit a quarter above the largest site, 30 % of the sites
 * ready later, one `after` for every ten sites.
 */
export function waveCampaign({ sites: count, seed, sizes, pace = 5, watched = false }: CampaignShape): WaveProblem {
  const random = seededRandom(seed, `waves ${count} ${sizes}`);
  const below = (limit: number): number => Math.floor(random() * limit);
  const length = Math.ceil((count / pace) * 1.4) + 30;
  const sites = Array.from({ length: count }, (_, k): WaveSite => {
    const ready = random() < 0.3 ? start + below(length) : start;
    return {
      name: `SITE${k}`,
      cloud: `C${below(8)}`,
      country: `N${below(12)}`,
      tier1: watched && k % 20 === 7 && k < 260,
      slots: slotsOf(sizes, random),
      rank: k,
      earliest: ready,
      earliestBecause: 'ready_on',
      closed:
        random() < 0.05 ? [{ from: start + below(length), to: start + below(length) + 3, reason: 'downtime' }] : [],
      after: k % 10 === 9 ? [`SITE${below(k)}`] : [],
      pinned: null,
    };
  });
  return {
    firstDay: start,
    horizonDays: 3 * length + 120,
    sites,
    capacity: (day) => {
      if (weekdayIndex(day) > 4) return { sites: 0, reason: 'weekend' };
      if (freezes.some(({ from, to }) => from <= day && day <= to)) return { sites: 0, reason: 'freeze' };
      if (vacation.from <= day && day <= vacation.to) return { sites: 1, reason: '1 site a day: vacation period' };
      return { sites: pace, reason: `${pace} sites a day` };
    },
    countryHoliday: (country, day) => (day * 7 + country.charCodeAt(1) * 13) % 61 === 0,
    limits: {
      perCloudPerDay: Math.max(2, Math.ceil((2 * pace) / 5)),
      slotsPerDay: Math.ceil(1.25 * Math.max(...sites.map((site) => site.slots)) * Math.max(1, pace / 5)),
      tier1InCommissioning: watched ? 1 : null,
      inCommissioning: watched ? 4 * pace : null,
    },
    flippedOnFirstDay: [],
    inCommissioning: [],
    commissioningDays: 3,
  };
}

function slotsOf(sizes: Sizes, random: () => number): number {
  if (sizes === 'even') return 100 + Math.floor(random() * 9900);
  if (sizes === 'two kinds') return Math.floor(random() < 0.5 ? 200 + random() * 800 : 5000 + random() * 5000);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(25_000, Math.max(50, Math.round(1200 * Math.exp(normal))));
}
