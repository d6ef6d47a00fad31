import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/model/dates.js';
import { highsSolver } from '../../src/solver/highs.js';
import { planWaves, waveBound } from '../../src/waves/improve.js';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { waveCampaign } from '../bench/wave-campaigns.js';
import { day, monday, noLimits, problem, searchMs, site, sites, weekdays } from './builders.js';
import { campaigns } from './campaigns.js';
import { brokenRules } from './check.js';

const effort = 300;

describe('the search for a better plan', { timeout: searchMs }, () => {
  it('keeps the list as it is where it reaches the bound', () => {
    const campaign = problem(sites(12));
    expect(planWaves(campaign)).toEqual({
      plan: scheduleWaves(campaign),
      bound: {
        date: '2019-08-07',
        reason: '12 sites are more than the calendar lets through from 2019-08-05 to 2019-08-06',
      },
      gapDays: 0,
      iterations: 0,
      stoppedBecause: 'bound',
    });
  });

  it('puts sizes together that fill a day', () => {
    const sized = [40, 40, 60, 60].map((slots, k) => site(`S${k}`, { slots }));
    const campaign = problem(sized, { limits: { ...noLimits, slotsPerDay: 100 } });
    expect(scheduleWaves(campaign).finish).toBe('2019-08-07');
    expect(planWaves(campaign).plan.waves).toEqual([
      { date: '2019-08-05', sites: ['S0', 'S2'] },
      { date: '2019-08-06', sites: ['S1', 'S3'] },
    ]);
  });

  it('starts long chains in time, and then goes by rank again', () => {
    const campaign = problem([...sites(4), site('X'), site('Y', { after: ['X'] }), site('Z', { after: ['Y'] })], {
      capacity: weekdays(2),
    });
    const { plan, gapDays } = planWaves(campaign);
    expect(gapDays).toBe(0);
    expect(plan.finish).toBe('2019-08-08');
    expect(plan.waves[0]).toEqual({ date: '2019-08-05', sites: ['S1', 'S2'] });
  });

  it('makes room for a site that the list left without a day', () => {
    const campaign = problem(
      [site('A'), site('B'), site('C', { closed: [{ from: monday + 1, to: monday + 90, reason: 'downtime' }] })],
      { capacity: weekdays(1) },
    );
    expect(scheduleWaves(campaign).unplanned.map((one) => one.site)).toEqual(['C']);
    expect(planWaves(campaign).plan.unplanned).toEqual([]);
  });

  it('drops the one pinned site that two others have to go for, though it comes first', () => {
    const campaign = (tight: Partial<WaveSite>) =>
      problem(
        [
          site('LARGE', { slots: 95, ...tight }),
          ...['A', 'B'].map((name) => site(name, { slots: 10, ...tight })),
          ...sites(20),
        ],
        { limits: { ...noLimits, slotsPerDay: 100 } },
      );
    for (const tight of [{ pinned: monday }, { latest: monday }]) {
      expect(scheduleWaves(campaign(tight)).unplanned.map((left) => left.site)).toEqual(['A', 'B']);
      expect(planWaves(campaign(tight), { effort }).plan.unplanned.map((left) => left.site)).toEqual(['LARGE']);
    }
  });

  it('reaches the bound on a campaign where slots are scarce', () => {
    const campaign = waveCampaign({ sites: 50, seed: 2, sizes: 'even' });
    const { plan, bound, gapDays } = planWaves(campaign);
    expect(brokenRules(campaign, plan)).toEqual([]);
    expect({ finish: plan.finish, gapDays }).toEqual({ finish: bound.date, gapDays: 0 });
    expect(Date.parse(scheduleWaves(campaign).finish ?? '')).toBeGreaterThan(Date.parse(plan.finish ?? ''));
  });

  it('shares days out anew where no exchange of two sites is enough', () => {
    const campaign = waveCampaign({ sites: 100, seed: 15, sizes: 'two kinds' });
    const { plan, gapDays } = planWaves(campaign);
    expect(gapDays).toBe(0);
    expect(brokenRules(campaign, plan)).toEqual([]);
  });

  it('proves that no two large sites go on one day', () => {
    expect(planWaves(waveCampaign({ sites: 400, seed: 5, sizes: 'two kinds' })).gapDays).toBe(0);
  });

  it('leaves to the solver what its own bound cannot rule out', () => {
    const campaign = waveCampaign({ sites: 50, seed: 5, sizes: 'even' });
    expect(planWaves(campaign, { effort })).toMatchObject({ gapDays: 1, stoppedBecause: 'effort' });
    expect(planWaves(campaign, { effort, solver: highsSolver() })).toMatchObject({
      gapDays: 0,
      stoppedBecause: 'bound',
      bound: { reason: 'every earlier plan was ruled out' },
    });
  });

  it('tells of a solver that fails, and answers the plan that it has', () => {
    const campaign = waveCampaign({ sites: 50, seed: 5, sizes: 'even' });
    const { plan, solverFailure, stoppedBecause } = planWaves(campaign, {
      effort,
      solver: () => ({ found: 'failure', message: 'HiGHS: out of memory' }),
    });
    expect({ solverFailure, stoppedBecause }).toEqual({
      solverFailure: 'HiGHS: out of memory',
      stoppedBecause: 'effort',
    });
    expect(brokenRules(campaign, plan)).toEqual([]);
  });

  it('says when its iterations ran out, and still answers a plan', () => {
    const campaign = waveCampaign({ sites: 200, seed: 2, sizes: 'even' });
    const stopped = planWaves(campaign, { effort: 50 });
    expect(stopped.stoppedBecause).toBe('effort');
    expect(stopped.iterations).toBeGreaterThanOrEqual(50);
    expect(stopped.gapDays).toBeGreaterThan(0);
    expect(brokenRules(campaign, stopped.plan)).toEqual([]);
    expect(planWaves(campaign)).toMatchObject({ gapDays: 0, stoppedBecause: 'bound' });
  });

  it('has nothing to say of nothing', () => {
    expect(planWaves(problem([]))).toMatchObject({
      bound: { date: null, reason: 'nothing to plan' },
      gapDays: 0,
      plan: { finish: null },
    });
  });
});

describe('the bound', { timeout: searchMs }, () => {
  const bound = (campaign: WaveProblem) => waveBound(campaign, scheduleWaves(campaign));

  it.each<[string, WaveProblem, string, RegExp]>([
    [
      'the calendar',
      problem(sites(11), { capacity: weekdays(5, { '2019-08-06': 0 }) }),
      '2019-08-08',
      /^11 sites are more than the calendar/,
    ],
    [
      'the last site ready',
      problem([...sites(2), site('L', { earliest: day('2019-08-20'), earliestBecause: 'ready_on 2019-08-20' })]),
      '2019-08-20',
      /^L: ready_on 2019-08-20$/,
    ],
    [
      'a chain',
      problem([site('A', { earliest: monday + 1 }), site('B', { after: ['A'] }), site('C', { after: ['B'] })]),
      '2019-08-08',
      /^chain of `after`: A, B, C$/,
    ],
    [
      'a cloud',
      problem([...sites(3), ...sites(3, { cloud: 'DE' }).map((one) => ({ ...one, name: `D${one.name}` }))], {
        limits: { ...noLimits, perCloudPerDay: 1 },
      }),
      '2019-08-07',
      /cloud (US|DE) are more than limits.per_cloud_per_day 1/,
    ],
    [
      'slots',
      problem(sites(7), { limits: { ...noLimits, slotsPerDay: 200 } }),
      '2019-08-08',
      /^the slots of 7 sites are more than limits.slots_per_day 200/,
    ],
    [
      'Tier-1s',
      problem(sites(3, { tier1: true }), { limits: { ...noLimits, tier1InCommissioning: 1 } }),
      '2019-08-13',
      /^3 Tier-1s are more than limits.tier1_in_commissioning 1/,
    ],
    [
      'commissioning',
      problem(sites(5), { limits: { ...noLimits, inCommissioning: 2 }, commissioningDays: 2 }),
      '2019-08-09',
      /^5 sites are more than limits.in_commissioning 2/,
    ],
  ])('knows %s', (_, campaign, date, because) => {
    expect(bound(campaign).date).toBe(date);
    expect(bound(campaign).reason).toMatch(because);
    expect(scheduleWaves(campaign).finish).toBe(date);
  });

  it('sees that days with one place take the largest sites, and only those that are ready', () => {
    const campaign = problem(
      [
        ...[60, 60].map((slots, k) => site(`L${k}`, { slots, earliest: monday + 1 })),
        ...[60, 60, 10].map((slots, k) => site(`S${k}`, { slots })),
      ],
      { limits: { ...noLimits, slotsPerDay: 100 }, capacity: weekdays(3, { '2019-08-05': 1 }) },
    );
    expect(bound(campaign).date).toBe('2019-08-08');
    expect(planWaves(campaign).plan.finish).toBe('2019-08-08');
  });

  it('never lies beyond the best plan of small campaigns', () => {
    fc.assert(
      fc.property(smallCampaigns, (campaign) => {
        const { plan, bound: said, gapDays } = planWaves(campaign, { effort });
        const best = bestFinish(campaign, [...plan.dayOf.keys()]);
        if (said.date !== null) expect(said.date <= isoDate(best)).toBe(true);
        expect(gapDays).toBeGreaterThanOrEqual(0);
        if (plan.finish !== null) expect(plan.finish >= isoDate(best)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('over random campaigns with every rule', { timeout: searchMs }, () => {
  it('never breaks a rule, plans no fewer sites than the list, and ends no later', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const list = scheduleWaves(campaign);
        const { plan, bound, gapDays } = planWaves(campaign, { effort });
        expect(brokenRules(campaign, plan)).toEqual([]);
        expect(plan.dayOf.size).toBeGreaterThanOrEqual(list.dayOf.size);
        if (plan.dayOf.size === list.dayOf.size && list.finish !== null)
          expect((plan.finish ?? '') <= list.finish).toBe(true);
        if (plan.finish !== null) expect((bound.date ?? '') <= plan.finish && gapDays >= 0).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('gives everybody the same plan', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        expect(planWaves({ ...campaign, sites: [...campaign.sites].reverse() }, { effort })).toEqual(
          planWaves(campaign, { effort }),
        );
      }),
      { numRuns: 200 },
    );
  });
});

const smallCampaigns = campaigns.map((campaign) => ({
  ...campaign,
  horizonDays: Math.min(7, campaign.horizonDays),
  sites: campaign.sites.slice(0, 4),
}));

/** The finish of the best arrangement of the named sites, by trying all. */
function bestFinish(campaign: WaveProblem, names: readonly string[]): number {
  let best = Infinity;
  const dayOf = new Map<string, number>();
  const tryFrom = (k: number): void => {
    const name = names[k];
    if (name === undefined) {
      const unplanned = campaign.sites
        .filter((one) => !dayOf.has(one.name))
        .map((one) => ({ site: one.name, reason: 'left out' }));
      if (brokenRules(campaign, { dayOf, unplanned }).length === 0) best = Math.min(best, Math.max(...dayOf.values()));
      return;
    }
    for (let number = campaign.firstDay; number < campaign.firstDay + campaign.horizonDays; number++) {
      if (campaign.capacity(number).sites <= 0) continue;
      dayOf.set(name, number);
      tryFrom(k + 1);
    }
    dayOf.delete(name);
  };
  tryFrom(0);
  return best;
}
