import { seededRandom } from '../../src/model/random.js';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';
import { monday, noLimits } from './builders.js';

/** Up to seven sites on up to six days with tight windows, `after`, pins and limits: small enough to try every plan. */
export function smallCampaign(seed: number): WaveProblem {
  const random = seededRandom(seed, 'small campaigns');
  const below = (limit: number): number => Math.floor(random() * limit);
  const horizonDays = 3 + below(4);
  const count = 3 + below(5);
  const capacities = Array.from({ length: horizonDays }, () => below(3));
  const sites = Array.from({ length: count }, (_, k): WaveSite => {
    const earliest = below(horizonDays);
    return {
      name: `S${k}`,
      cloud: `C${below(2)}`,
      ...(k % 3 === 2 && { alsoIn: ['C2'] }),
      country: 'US',
      tier1: random() < 0.2,
      slots: 10 + below(90),
      rank: k,
      earliest: monday + (random() < 0.5 ? 0 : earliest),
      earliestBecause: 'ready later',
      closed: random() < 0.2 ? [{ from: monday + earliest, to: monday + earliest + 1, reason: 'downtime' }] : [],
      after: k > 0 && random() < 0.35 ? [`S${below(k)}`] : [],
      pinned: random() < 0.15 ? monday + below(horizonDays) : null,
      ...(random() < 0.4 && { latest: monday + below(horizonDays) }),
    };
  });
  return {
    firstDay: monday,
    horizonDays,
    sites,
    capacity: (day) => ({ sites: capacities[day - monday] ?? 0, reason: 'pace' }),
    countryHoliday: () => false,
    limits: {
      ...noLimits,
      perCloudPerDay: random() < 0.4 ? 1 : null,
      slotsPerDay: random() < 0.5 ? 120 : null,
      tier1InCommissioning: random() < 0.3 ? 1 : null,
      inCommissioning: random() < 0.2 ? 2 : null,
    },
    flippedOnFirstDay: [],
    inCommissioning: [],
    commissioningDays: 2,
  };
}
