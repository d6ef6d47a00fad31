import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/model/dates.js';
import { explainSite } from '../../../src/waves/why/explain.js';
import { planWaves } from '../../../src/waves/improve.js';
import type { WaveProblem } from '../../../src/waves/problem.js';
import { scheduleWaves } from '../../../src/waves/schedule.js';
import { day, monday, noLimits, problem, site, sites, weekdays } from '../builders.js';
import { campaigns } from '../campaigns.js';

const explain = (campaign: WaveProblem, name: string) => explainSite(campaign, scheduleWaves(campaign), name);

describe('why a site goes on its day', () => {
  it('names the rule of each earlier day, joined over weekends', () => {
    const campaign = problem(
      [
        ...sites(7),
        site('Z', {
          earliest: monday + 1,
          earliestBecause: 'ready_on 2019-08-06',
          closed: [{ from: monday + 9, to: monday + 9, reason: 'downtime: network' }],
        }),
      ],
      { capacity: weekdays(1) },
    );
    expect(explain(campaign, 'Z')).toEqual({
      site: 'Z',
      date: '2019-08-15',
      notBefore: [
        { from: '2019-08-05', to: '2019-08-05', reason: 'ready_on 2019-08-06' },
        { from: '2019-08-06', to: '2019-08-13', reason: 'pace: 1 site a day (1 sites a day), all taken' },
        { from: '2019-08-14', to: '2019-08-14', reason: 'downtime: network' },
      ],
    });
  });

  it('shows closed days where something else comes after them', () => {
    const campaign = problem([site('A', { earliest: day('2019-08-12'), earliestBecause: 'not ready' })], {
      firstDay: day('2019-08-10'),
    });
    expect(explain(campaign, 'A')?.notBefore).toEqual([{ from: '2019-08-10', to: '2019-08-11', reason: 'weekend' }]);
  });

  it.each<[string, Partial<WaveProblem>, Parameters<typeof site>[1], string]>([
    ['cloud', { limits: { ...noLimits, perCloudPerDay: 1 } }, {}, 'limits.per_cloud_per_day 1: cloud US has its share'],
    [
      'cloud',
      { limits: { ...noLimits, perCloudPerDay: 1 } },
      { cloud: 'DE', alsoIn: ['US'] },
      'limits.per_cloud_per_day 1: cloud US has its share',
    ],
    [
      'slots',
      { limits: { ...noLimits, slotsPerDay: 150 } },
      {},
      'limits.slots_per_day 150: less left than the 100 of Z',
    ],
    [
      'commissioning',
      { limits: { ...noLimits, inCommissioning: 1 }, commissioningDays: 1 },
      {},
      'limits.in_commissioning 1: all taken',
    ],
    [
      'Tier-1',
      { limits: { ...noLimits, tier1InCommissioning: 1 }, commissioningDays: 1 },
      { tier1: true },
      'limits.tier1_in_commissioning 1: all taken',
    ],
    ['after', {}, { after: ['A'] }, 'after A on 2019-08-05'],
    [
      'holiday',
      { countryHoliday: (country, date) => country === 'CH' && date === monday },
      { country: 'CH' },
      'holiday in CH',
    ],
    ['pin', {}, { pinned: monday + 1 }, 'pinned to 2019-08-06'],
    [
      'flipped',
      { flippedOnFirstDay: [{ name: 'F', cloud: 'DE', slots: 0 }] },
      { after: ['F'] },
      'after F, flipped on 2019-08-05',
    ],
  ])('knows the rule: %s', (_, over, own, reason) => {
    const campaign = problem([site('A', { tier1: true }), site('Z', own)], over);
    expect(explain(campaign, 'Z')).toEqual({
      site: 'Z',
      date: '2019-08-06',
      notBefore: [{ from: '2019-08-05', to: '2019-08-05', reason }],
    });
  });

  it('says what comes too early for those that come after', () => {
    const campaign = problem([site('A'), site('B', { after: ['A'], pinned: monday + 1 })], { capacity: weekdays(1) });
    const plan = scheduleWaves(campaign);
    expect(
      explainSite(
        campaign,
        { ...plan, dayOf: new Map([['B', monday + 1]]), unplanned: [{ site: 'A', reason: 'x' }] },
        'A',
      )?.notBefore[1]?.reason,
    ).toBe('before B on 2019-08-06');
  });

  it('goes through the whole horizon for a site without a day', () => {
    const campaign = problem([site('A'), site('B', { latest: monday + 1 }), site('C', { latest: monday + 1 })], {
      capacity: weekdays(1),
      horizonDays: 4,
    });
    expect(explain(campaign, 'A')).toEqual({
      site: 'A',
      date: '2019-08-07',
      notBefore: [{ from: '2019-08-05', to: '2019-08-06', reason: 'pace: 1 site a day (1 sites a day), all taken' }],
    });
    const left = problem([site('A', { earliest: Infinity, earliestBecause: 'on hold' })], { horizonDays: 4 });
    expect(explain(left, 'A')).toEqual({
      site: 'A',
      date: null,
      notBefore: [{ from: '2019-08-05', to: '2019-08-08', reason: 'on hold' }],
    });
  });

  it('knows no site of another campaign', () => {
    expect(explain(problem([]), 'X')).toBeNull();
  });

  it('covers every earlier day once, whatever the campaign', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const { plan } = planWaves(campaign, { effort: 100 });
        for (const { name } of campaign.sites) {
          const explained = explainSite(campaign, plan, name);
          const end = plan.dayOf.get(name) ?? campaign.firstDay + campaign.horizonDays;
          const covered = explained?.notBefore.flatMap(({ from, to }) =>
            Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, k) => dayNumber(from) + k),
          );
          expect(covered).toEqual(Array.from({ length: end - campaign.firstDay }, (_, k) => campaign.firstDay + k));
          expect(explained?.notBefore.every(({ reason }) => reason !== '')).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
