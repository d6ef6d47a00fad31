import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { day, monday, noLimits, problem, site, sites, weekdays } from './builders.js';
import { campaigns } from './campaigns.js';
import { brokenRules } from './check.js';

const dates = (plan: ReturnType<typeof scheduleWaves>): Record<string, string> =>
  Object.fromEntries(plan.waves.flatMap((wave) => wave.sites.map((name) => [name, wave.date])));

describe('list scheduling', () => {
  it('fills each day to its pace in the order given', () => {
    const plan = scheduleWaves(problem(sites(12)));
    expect(plan.waves).toEqual([
      { date: '2019-08-05', sites: ['S1', 'S2', 'S3', 'S4', 'S5'] },
      { date: '2019-08-06', sites: ['S6', 'S7', 'S8', 'S9', 'S10'] },
      { date: '2019-08-07', sites: ['S11', 'S12'] },
    ]);
    expect(plan.finish).toBe('2019-08-07');
    expect(plan.unplanned).toEqual([]);
  });

  it('leaves weekends, freezes and a slow day as the calendar says', () => {
    const plan = scheduleWaves(
      problem(sites(4), { firstDay: day('2019-08-08'), capacity: weekdays(1, { '2019-08-09': 0, '2019-08-13': 2 }) }),
    );
    expect(dates(plan)).toEqual({ S1: '2019-08-08', S2: '2019-08-12', S3: '2019-08-13', S4: '2019-08-13' });
  });

  it('counts what was flipped on the first day already', () => {
    const plan = scheduleWaves(
      problem([site('A', { cloud: 'DE' }), site('B'), site('C', { after: ['F'], cloud: 'FR' })], {
        flippedOnFirstDay: [{ name: 'F', cloud: 'US', slots: 10 }],
        limits: { ...noLimits, perCloudPerDay: 1 },
      }),
    );
    expect(dates(plan)).toEqual({ A: '2019-08-05', B: '2019-08-06', C: '2019-08-06' });
  });

  it('keeps clouds, slots, holidays and downtimes apart', () => {
    const plan = scheduleWaves(
      problem(
        [
          site('A', { slots: 60 }),
          site('B', { slots: 60, cloud: 'DE' }),
          site('C', { slots: 40 }),
          site('D', { slots: 0, cloud: 'DE', country: 'DE' }),
          site('E', { slots: 0, cloud: 'UK', closed: [{ from: monday, to: monday + 2, reason: 'downtime' }] }),
        ],
        {
          limits: { ...noLimits, perCloudPerDay: 1, slotsPerDay: 100 },
          countryHoliday: (country, date) => country === 'DE' && date === monday,
        },
      ),
    );
    expect(dates(plan)).toEqual({
      A: '2019-08-05',
      B: '2019-08-06',
      C: '2019-08-06',
      D: '2019-08-07',
      E: '2019-08-08',
    });
  });

  it('pulls forward those that others come after', () => {
    const plan = scheduleWaves(problem([site('A', { after: ['C'] }), site('B'), site('C')], { capacity: weekdays(1) }));
    expect(dates(plan)).toEqual({ C: '2019-08-05', A: '2019-08-06', B: '2019-08-07' });
  });

  it('takes an `after` that names nobody in the campaign as done', () => {
    expect(scheduleWaves(problem([site('A', { after: ['GONE'] })])).finish).toBe('2019-08-05');
  });

  it('lets a Tier-1 through only when the one before has left commissioning', () => {
    const plan = scheduleWaves(
      problem([site('A', { tier1: true }), site('B', { tier1: true }), site('C')], {
        limits: { ...noLimits, tier1InCommissioning: 1 },
      }),
    );
    expect(dates(plan)).toEqual({ A: '2019-08-05', C: '2019-08-05', B: '2019-08-08' });
  });

  it('counts commissioning in working days, and who is in it now', () => {
    const plan = scheduleWaves(
      problem(sites(3), {
        firstDay: day('2019-08-08'),
        limits: { ...noLimits, inCommissioning: 2 },
        inCommissioning: [{ tier1: false, until: day('2019-08-12') }],
        commissioningDays: 2,
      }),
    );
    expect(dates(plan)).toEqual({ S1: '2019-08-08', S2: '2019-08-12', S3: '2019-08-12' });
  });

  it('gives pinned sites their day, and makes room before them for those they come after', () => {
    const plan = scheduleWaves(
      problem([site('A'), site('B'), site('C', { pinned: day('2019-08-07'), after: ['D'] }), site('D')], {
        capacity: weekdays(1),
      }),
    );
    expect(dates(plan)).toEqual({ D: '2019-08-05', A: '2019-08-06', C: '2019-08-07', B: '2019-08-08' });
  });

  it('keeps a last day', () => {
    const plan = scheduleWaves(problem([site('A'), site('B', { latest: monday })], { capacity: weekdays(1) }));
    expect(dates(plan)).toEqual({ B: '2019-08-05', A: '2019-08-06' });
  });
});

describe('sites without a day', () => {
  const reason = (plan: ReturnType<typeof scheduleWaves>, name: string) =>
    plan.unplanned.find((one) => one.site === name)?.reason;

  it('names the circle, and who waits behind it', () => {
    const plan = scheduleWaves(
      problem([
        site('A', { after: ['C'] }),
        site('B', { after: ['A'] }),
        site('C', { after: ['B'] }),
        site('D', { after: ['B'] }),
        site('E'),
      ]),
    );
    expect(reason(plan, 'A')).toBe('a circle of `after`: A after C after B after A; take one of them out');
    expect(reason(plan, 'D')).toMatch(/^waits behind a circle/);
    expect([...plan.dayOf.keys()]).toEqual(['E']);
  });

  it('names a circle of one', () => {
    expect(reason(scheduleWaves(problem([site('A', { after: ['A'] })])), 'A')).toBe(
      'a circle of `after`: A after A; take one of them out',
    );
  });

  it('says what limit a too large site needs', () => {
    const plan = scheduleWaves(
      problem([site('BNL', { slots: 80 }), site('B', { slots: 1, after: ['BNL'] })], {
        limits: { ...noLimits, slotsPerDay: 60 },
      }),
    );
    expect(reason(plan, 'BNL')).toBe(
      'limits.slots_per_day is 60 and BNL has 80: no day takes it until the limit is at least 80',
    );
    expect(reason(plan, 'B')).toBe('after BNL, which has no day');
  });

  it.each([
    [{ perCloudPerDay: 0 }, 'limits.per_cloud_per_day is 0: no day takes a site'],
    [{ inCommissioning: 0 }, 'limits.in_commissioning is 0: no day takes a site'],
    [{ tier1InCommissioning: 0 }, 'limits.tier1_in_commissioning is 0: no day takes a Tier-1'],
  ])('names a limit of nothing: %j', (limits, because) => {
    expect(
      reason(scheduleWaves(problem([site('A', { tier1: true })], { limits: { ...noLimits, ...limits } })), 'A'),
    ).toBe(because);
  });

  it('gives the reason of a site that no day is known for', () => {
    expect(reason(scheduleWaves(problem([site('A', { earliest: Infinity, earliestBecause: 'on hold' })])), 'A')).toBe(
      'on hold',
    );
    expect(
      reason(
        scheduleWaves(problem([site('A', { earliest: day('2020-01-01'), earliestBecause: 'ready on 2020-01-01' })])),
        'A',
      ),
    ).toBe('ready on 2020-01-01: after 2019-10-03, the last day that is planned');
  });

  it('names what filled the horizon', () => {
    const plan = scheduleWaves(
      problem(sites(3), {
        horizonDays: 7,
        limits: { ...noLimits, perCloudPerDay: 1 },
        capacity: weekdays(5, { '2019-08-07': 0, '2019-08-08': 0, '2019-08-09': 0 }),
      }),
    );
    expect(reason(plan, 'S3')).toBe(
      'no day left until 2019-08-11, the last day that is planned; on 2 days: limits.per_cloud_per_day 1: cloud US has its share',
    );
  });

  it('says so when there is no working day at all', () => {
    const plan = scheduleWaves(problem(sites(1), { firstDay: day('2019-08-10'), horizonDays: 2 }));
    expect(reason(plan, 'S1')).toBe('no working day until 2019-08-11, the last day that is planned: weekend');
    expect(reason(scheduleWaves(problem(sites(1), { horizonDays: 0 })), 'S1')).toBe('the horizon has no days');
  });

  it('says why a pin cannot hold', () => {
    const pinnedTo = (date: string, over = {}) =>
      reason(scheduleWaves(problem([site('A', { pinned: day(date), ...over }), site('Z')])), 'A');
    expect(pinnedTo('2019-08-10')).toBe('pinned to 2019-08-10, but: weekend');
    expect(pinnedTo('2019-08-01')).toBe('pinned to 2019-08-01, which is over');
    expect(pinnedTo('2019-08-05', { after: ['Z'] })).toMatch(/^pinned to 2019-08-05, but comes after Z on 2019-08-05/);
    const two = scheduleWaves(
      problem([site('A', { pinned: monday }), site('B', { pinned: monday })], { capacity: weekdays(1) }),
    );
    expect(reason(two, 'B')).toBe('pinned to 2019-08-05, but: pace: 1 site a day (1 sites a day), all taken');
  });

  it('says so when the last day is before the first', () => {
    const late = { latest: monday - 1, earliest: monday + 7, earliestBecause: 'ready_on 2019-08-12' };
    expect(reason(scheduleWaves(problem([site('A', late)])), 'A')).toBe(
      'no day from 2019-08-12 on: 2019-08-04 is its last day',
    );
    const inside = { ...late, latest: monday + 6 };
    expect(reason(scheduleWaves(problem([site('A', inside)])), 'A')).toBe(
      'no day left until 2019-08-11, its last day; on 5 days: ready_on 2019-08-12',
    );
  });

  it('says that nothing is left before a last day', () => {
    const plan = scheduleWaves(
      problem([site('A', { latest: monday }), site('B', { latest: monday })], { capacity: weekdays(1) }),
    );
    expect(reason(plan, 'B')).toBe(
      'no day left until 2019-08-05, its last day; on 1 day: pace: 1 site a day (1 sites a day), all taken',
    );
  });
});

describe('over random campaigns with every rule', () => {
  it('never breaks a rule, and gives every unplanned site a reason', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        expect(brokenRules(campaign, scheduleWaves(campaign))).toEqual([]);
      }),
      { numRuns: 800 },
    );
  });

  it('gives everybody the same plan, in whatever order the sites come', () => {
    fc.assert(
      fc.property(campaigns, (campaign) => {
        const turned = { ...campaign, sites: [...campaign.sites].reverse() };
        expect(scheduleWaves(turned)).toEqual(scheduleWaves(campaign));
      }),
      { numRuns: 300 },
    );
  });
});
