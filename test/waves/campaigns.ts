import fc from 'fast-check';
import { isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';
import { monday } from './builders.js';

const limit = (max: number) => fc.option(fc.integer({ min: 0, max }), { freq: 3 });

function arbitrarySite(count: number, horizon: number, index: number): fc.Arbitrary<WaveSite> {
  return fc.record({
    name: fc.constant(`S${index}`),
    cloud: fc.constantFrom('US', 'DE', 'UK'),
    alsoIn: fc.constantFrom([], [], ['FR'], ['FR', 'NL']),
    country: fc.constantFrom('US', 'DE', 'GB'),
    tier1: fc.boolean(),
    slots: fc.integer({ min: 0, max: 100 }),
    rank: fc.constant((index * 7919) % 104_729),
    earliest: fc.oneof(
      { weight: 6, arbitrary: fc.constant(monday - 3) },
      { weight: 4, arbitrary: fc.integer({ min: 0, max: horizon + 3 }).map((d) => monday + d) },
      { weight: 1, arbitrary: fc.constant(Infinity) },
    ),
    earliestBecause: fc.constant('not ready before'),
    closed: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: horizon }), fc.integer({ min: 0, max: 400 }))
        .map(([from, days]) => ({ from: monday + from, to: monday + from + days, reason: 'downtime' })),
      { maxLength: 2 },
    ),
    after: fc
      .array(
        fc.integer({ min: 0, max: count + 1 }).map((k) => `S${k}`),
        { maxLength: 2 },
      )
      .map((names) => names.filter((_, k) => k === 0 || index % 3 === 0)),
    pinned: fc
      .option(
        fc.integer({ min: -1, max: horizon + 1 }).map((d) => monday + d),
        { freq: 6 },
      )
      .map((pinned) => pinned),
    latest: fc.oneof(
      { weight: 8, arbitrary: fc.constant(Infinity) },
      { weight: 1, arbitrary: fc.integer({ min: -1, max: horizon }).map((d) => monday + d) },
    ),
  });
}

/** Campaigns with every rule of the house, feasible or not. */
export const campaigns: fc.Arbitrary<WaveProblem> = fc
  .record({ count: fc.integer({ min: 0, max: 25 }), horizon: fc.integer({ min: 0, max: 40 }) })
  .chain(({ count, horizon }) =>
    fc.record({
      firstDay: fc.constant(monday),
      horizonDays: fc.constant(horizon),
      sites: fc
        .tuple(...Array.from({ length: count }, (_, k) => arbitrarySite(count, horizon, k)))
        .map((sites) => thinned(sites)),
      capacity: fc
        .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }))
        .map(([pace, from, days]) => (day: number) => {
          if (weekdayIndex(day) > 4) return { sites: 0, reason: 'weekend' };
          if (day >= monday + from && day < monday + from + days)
            return { sites: Math.min(1, pace - 1), reason: 'vacation' };
          return { sites: pace, reason: `${pace} a day` };
        }),
      countryHoliday: fc
        .integer({ min: 2, max: 9 })
        .map(
          (every) => (country: string, day: number) => country === 'DE' && Number(isoDate(day).slice(8)) % every === 0,
        ),
      limits: fc.record({
        perCloudPerDay: limit(2),
        slotsPerDay: fc.option(fc.integer({ min: 60, max: 160 })),
        tier1InCommissioning: limit(2),
        inCommissioning: limit(6),
      }),
      flippedOnFirstDay: fc.array(
        fc.record({
          name: fc.constantFrom('F1', `S${count}`),
          cloud: fc.constantFrom('US', 'RU'),
          slots: fc.integer({ min: 0, max: 80 }),
        }),
        { maxLength: 3 },
      ),
      inCommissioning: fc.array(
        fc.record({ tier1: fc.boolean(), until: fc.integer({ min: -2, max: 8 }).map((d) => monday + d) }),
        { maxLength: 4 },
      ),
      commissioningDays: fc.integer({ min: 1, max: 4 }),
      workingDay: fc.boolean().map((always) => (day: number) => always && weekdayIndex(day) < 5),
    }),
  );

/** Mostly `after` goes backwards, so that not every campaign is one circle. */
function thinned(sites: readonly WaveSite[]): WaveSite[] {
  return sites.map((site, index) => ({
    ...site,
    after: site.after.filter((name) => Number(name.slice(1)) < index || index % 11 === 10),
  }));
}
