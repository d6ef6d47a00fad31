import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWaves } from '../../src/waves/improve.js';
import type { WaveProblem } from '../../src/waves/problem.js';
import { replan } from '../../src/waves/replan.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { day, monday, noLimits, problem, site, sites, weekdays } from './builders.js';
import { campaigns } from './campaigns.js';
import { brokenRules } from './check.js';

const said = (campaign: WaveProblem) => scheduleWaves(campaign).dayOf;

describe('replanning after surprises', () => {
  it('moves only what was not done yesterday', () => {
    const all = sites(6);
    const before = said(problem(all, { capacity: weekdays(2) }));
    const left = all.filter(({ name }) => name !== 'S2');
    const { plan, moved } = replan(problem(left, { firstDay: monday + 1, capacity: weekdays(2) }), before);
    expect(moved).toEqual([{ site: 'S1', from: '2019-08-05', to: '2019-08-08', reason: '2019-08-05 is past' }]);
    expect(plan.waves.map(({ sites: names }) => names)).toEqual([['S3', 'S4'], ['S5', 'S6'], ['S1']]);
  });

  it('takes those along that come after', () => {
    const [a, ...others] = [site('A'), site('B', { after: ['A'] }), site('C')] as const;
    const late = [{ ...a, earliest: monday + 2, earliestBecause: 'downtime' }, ...others];
    const { moved } = replan(
      problem(late, { capacity: weekdays(1) }),
      said(problem([a, ...others], { capacity: weekdays(1) })),
    );
    expect(moved).toEqual([
      { site: 'A', from: '2019-08-05', to: '2019-08-08', reason: 'downtime' },
      { site: 'B', from: '2019-08-06', to: '2019-08-09', reason: 'after A on 2019-08-08' },
    ]);
  });

  it('keeps the first in rank on a day that became smaller', () => {
    const all = sites(3);
    const { moved } = replan(
      problem(all, { capacity: weekdays(2, { '2019-08-05': 1 }) }),
      said(problem(all, { capacity: weekdays(2) })),
    );
    expect(moved).toEqual([
      {
        site: 'S2',
        from: '2019-08-05',
        to: '2019-08-06',
        reason: 'pace: 1 site a day (1 sites by exception), all taken',
      },
    ]);
  });

  it('has somebody make room where nothing else helps', () => {
    const [a, b] = [site('A'), site('B')];
    const campaign = problem([a, b, site('N', { latest: monday })], { capacity: weekdays(1) });
    const { moved } = replan(campaign, said(problem([a, b], { capacity: weekdays(1) })));
    expect(moved).toEqual([
      { site: 'A', from: '2019-08-05', to: '2019-08-07', reason: 'pace: 1 site a day (1 sites a day), all taken' },
      { site: 'N', from: null, to: '2019-08-05', reason: 'new in the plan' },
    ]);
  });

  it('moves a site to the day it is pinned to now', () => {
    const { moved } = replan(problem([site('A', { pinned: day('2019-08-07') })]), new Map([['A', monday]]));
    expect(moved).toEqual([{ site: 'A', from: '2019-08-05', to: '2019-08-07', reason: 'pinned to 2019-08-07' }]);
  });

  it('takes the day from those that come after a site without one', () => {
    const campaign = problem(
      [site('A', { latest: monday }), site('B', { latest: monday, pinned: monday }), site('C', { after: ['A'] })],
      { capacity: weekdays(1) },
    );
    const { plan, moved } = replan(
      campaign,
      new Map([
        ['B', monday],
        ['C', monday + 1],
      ]),
    );
    expect(plan.waves).toEqual([{ date: '2019-08-05', sites: ['B'] }]);
    expect(moved).toEqual([{ site: 'C', from: '2019-08-06', to: null, reason: 'after A, which has no day' }]);
  });

  it('says why a site lost its day', () => {
    const { moved } = replan(
      problem([site('A', { slots: 9 })], { limits: { ...noLimits, slotsPerDay: 5 } }),
      new Map([['A', monday]]),
    );
    expect(moved).toEqual([
      {
        site: 'A',
        from: '2019-08-05',
        to: null,
        reason: 'limits.slots_per_day is 5 and A has 9: no day takes it until the limit is at least 9',
      },
    ]);
    expect(replan(problem(sites(1)), new Map([['S1', monday + 99]])).moved[0]?.reason).toBe(
      'its day lies after the last one that is planned',
    );
  });

  it('moves nobody where nothing changed, whatever the campaign', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const { plan } = planWaves(campaign, { effort: 200 });
        const again = replan(campaign, plan.dayOf);
        if (again.plan.dayOf.size === plan.dayOf.size) expect(again.moved).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never breaks a rule, whatever happened', () => {
    fc.assert(
      fc.property(
        campaigns,
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.nat(24), { maxLength: 4 }),
        (campaign, later, gone) => {
          const before = scheduleWaves(campaign).dayOf;
          const next = {
            ...campaign,
            firstDay: campaign.firstDay + later,
            sites: campaign.sites.filter((_, k) => !gone.includes(k)),
          };
          const { plan, moved } = replan(next, before);
          expect(brokenRules(next, plan)).toEqual([]);
          const changed = next.sites
            .filter(({ name }) => plan.dayOf.get(name) !== before.get(name))
            .map(({ name }) => name);
          expect(moved.map((one) => one.site).sort()).toEqual(changed.sort());
        },
      ),
      { numRuns: 500 },
    );
  });
});
