import { describe, expect, it } from 'vitest';
import type { WavePlan, WaveProblem } from '../../src/waves/problem.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { standardPlan } from '../../src/waves/standard-plan.js';
import { waveCampaign } from '../bench/wave-campaigns.js';
import { noLimits, problem, site, sites, weekdays } from './builders.js';
import { brokenRules } from './check.js';

/** The problem after some of its sites were flipped on its first day. */
function flip(campaign: WaveProblem, names: readonly string[]): WaveProblem {
  const gone = campaign.sites.filter(({ name }) => names.includes(name));
  return {
    ...campaign,
    sites: campaign.sites.filter(({ name }) => !names.includes(name)),
    flippedOnFirstDay: gone.map((one) => ({ name: one.name, cloud: one.cloud, slots: one.slots, asPlanned: one })),
  };
}

function today({ waves }: WavePlan): readonly string[] {
  return waves.find(({ date }) => date === '2019-08-05')?.sites ?? [];
}

describe('the standard plan', () => {
  it('is the list, unsearched, where that meets the bound', () => {
    const campaign = problem(sites(12));
    expect(standardPlan(campaign)).toEqual({
      plan: scheduleWaves(campaign),
      search: { iterations: 0, stoppedBecause: 'bound' },
      bound: null,
    });
  });

  it('is searched where the list is above the bound, and the same each time', () => {
    const campaign = waveCampaign({ sites: 50, seed: 1, sizes: 'even' });
    const { plan, search, bound } = standardPlan(campaign);
    expect({ finish: plan.finish, stopped: search.stoppedBecause }).toEqual({ finish: bound?.date, stopped: 'bound' });
    expect(search.iterations).toBeGreaterThan(0);
    expect(scheduleWaves(campaign).finish).not.toBe(plan.finish);
    expect(standardPlan(campaign).plan).toEqual(plan);
  });

  it('is the list where no search is wanted', () => {
    const campaign = waveCampaign({ sites: 50, seed: 1, sizes: 'even' });
    expect(standardPlan(campaign, { effort: 0 })).toMatchObject({
      plan: scheduleWaves(campaign),
      search: { iterations: 0, stoppedBecause: 'none' },
    });
  });

  it('stays the same while its first wave is carried out', () => {
    const sized = [20, 21, 22, 23, 40, 41, 42, 43, 60, 61, 62, 63, 64, 65].map((slots, k) =>
      site(`S${k}`, { slots, after: k === 13 ? ['S2'] : [] }),
    );
    const campaign = problem(sized, { capacity: weekdays(3), limits: { ...noLimits, slotsPerDay: 126 } });
    const morning = standardPlan(campaign);
    expect(morning.search.iterations).toBeGreaterThan(0);
    const wave = today(morning.plan);
    expect(wave.length).toBeGreaterThan(1);
    for (let done = 1; done <= wave.length; done++) {
      const later = standardPlan(flip(campaign, wave.slice(-done)));
      expect(today(later.plan)).toEqual(wave.slice(0, -done));
      expect(later.plan.waves.slice(done < wave.length ? 1 : 0)).toEqual(morning.plan.waves.slice(1));
      expect(later.search).toEqual(morning.search);
    }
  });

  it('is made anew around sites that were flipped by hand', () => {
    const sized = [40, 40, 60, 60].map((slots, k) => site(`S${k}`, { slots }));
    const campaign = problem(sized, { limits: { ...noLimits, slotsPerDay: 100 } });
    expect(today(standardPlan(campaign).plan)).toEqual(['S0', 'S2']);
    const byHand = flip(campaign, ['S3']);
    const { plan } = standardPlan(byHand);
    expect(brokenRules(byHand, plan)).toEqual([]);
    expect(plan.waves.map((wave) => wave.sites)).toEqual([['S0'], ['S1', 'S2']]);
    expect(standardPlan(flip(campaign, ['S0', 'S3'])).plan.waves).toEqual(plan.waves.slice(1));
  });

  it('is nothing when all is done', () => {
    const campaign = flip(problem(sites(2)), ['S1', 'S2']);
    expect(standardPlan(campaign).plan).toMatchObject({ waves: [], unplanned: [], finish: null });
  });
});
