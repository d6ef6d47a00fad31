import { describe, expect, it } from 'vitest';
import { compareWaves } from '../../../src/waves/compare.js';
import { editWaves } from '../../../src/cli/args/edit-waves.js';
import { planWaves } from '../../../src/waves/improve.js';
import { gainsByRelaxing, relaxationSentence } from '../../../src/planning/outlook/relax.js';
import { scheduleWaves } from '../../../src/waves/schedule.js';
import { day, monday, noLimits, problem, site, sites, weekdays } from '../builders.js';

describe('editing waves by hand', () => {
  const campaign = problem([site('A'), site('B', { after: ['A'] }), site('C')], { capacity: weekdays(1) });
  const dates = (edits: Parameters<typeof editWaves>[1]) =>
    scheduleWaves(editWaves(campaign, edits)).waves.map(({ date, sites: [name] }) => `${date.slice(8)} ${name ?? ''}`);

  it('pins a site to a day', () =>
    expect(dates({ pins: new Map([['C', '2019-08-05']]) })).toEqual(['05 C', '06 A', '07 B']));
  it('puts one before another', () =>
    expect(dates({ before: [{ site: 'C', before: 'A' }] })).toEqual(['05 C', '06 A', '07 B']));
  it('puts one before a date', () =>
    expect(dates({ before: [{ site: 'C', before: '2019-08-06' }] })).toEqual(['05 C', '06 A', '07 B']));

  it('leaves sites out, and with them those that come after', () => {
    expect(scheduleWaves(editWaves(campaign, { excludes: ['A'] })).unplanned).toEqual([
      { site: 'A', reason: 'left out by --exclude' },
      { site: 'B', reason: 'after A, which has no day' },
    ]);
  });

  it('refuses what is no site and no date', () => {
    expect(() => editWaves(campaign, { excludes: ['X'] })).toThrow(
      '--exclude: X is not among the 3 sites still to be planned. `migrate plan` names them.',
    );
    expect(() => editWaves(campaign, { pins: new Map([['A', '2019-02-30']]) })).toThrow(
      '--pin: 2019-02-30 is no date; write YYYY-MM-DD.',
    );
    expect(() => editWaves(campaign, { before: [{ site: 'A', before: 'Y' }] })).toThrow('--before: Y is not among');
  });
});

describe('comparing two plans', () => {
  it('shows both, who moved and what it brings', () => {
    const campaign = problem(sites(4), { capacity: weekdays(4), limits: { ...noLimits, perCloudPerDay: 1 } });
    const before = scheduleWaves(campaign);
    const after = scheduleWaves({ ...campaign, limits: { ...noLimits, perCloudPerDay: 2 } });
    expect(compareWaves(before, after)).toEqual({
      finish: { before: '2019-08-08', after: '2019-08-06' },
      daysEarlier: 2,
      moved: [
        { site: 'S2', before: '2019-08-06', after: '2019-08-05' },
        { site: 'S3', before: '2019-08-07', after: '2019-08-06' },
        { site: 'S4', before: '2019-08-08', after: '2019-08-06' },
      ],
      days: [
        { date: '2019-08-05', before: ['S1'], after: ['S1', 'S2'] },
        { date: '2019-08-06', before: ['S2'], after: ['S3', 'S4'] },
        { date: '2019-08-07', before: ['S3'], after: [] },
        { date: '2019-08-08', before: ['S4'], after: [] },
      ],
    });
  });

  it('counts sites that lose or gain their day', () => {
    const campaign = problem(sites(2));
    const { finish, daysEarlier, moved } = compareWaves(
      scheduleWaves(campaign),
      scheduleWaves(editWaves(campaign, { excludes: ['S1', 'S2'] })),
    );
    expect({ finish, daysEarlier }).toEqual({ finish: { before: '2019-08-05', after: null }, daysEarlier: null });
    expect(moved).toEqual([
      { site: 'S1', before: '2019-08-05', after: null },
      { site: 'S2', before: '2019-08-05', after: null },
    ]);
  });
});

describe('which rule to relax', () => {
  const gains = (campaign: Parameters<typeof planWaves>[0]) =>
    gainsByRelaxing(campaign, planWaves(campaign).plan).map(relaxationSentence);

  it('finds the slow days', () => {
    const capacity = (date: number) =>
      date < day('2019-08-17') && weekdays(5)(date).sites > 0
        ? { sites: 1, reason: 'vacation period' }
        : weekdays(5)(date);
    expect(gains(problem(sites(14), { capacity }))).toEqual([
      'one more site a day from 2019-08-05 to 2019-08-16 (vacation period): 6 days earlier',
    ]);
  });

  it('finds a freeze', () => {
    const capacity = (date: number) =>
      date >= day('2019-08-06') && date <= day('2019-08-16') && weekdays(1)(date).sites > 0
        ? { sites: 0, reason: 'freeze' }
        : weekdays(1)(date);
    expect(gains(problem(sites(3), { capacity }))[0]).toBe(
      'flips also from 2019-08-06 to 2019-08-16 (freeze): 13 days earlier',
    );
  });

  it.each([
    [
      'cloud',
      problem(sites(3), { limits: { ...noLimits, perCloudPerDay: 1 } }),
      'limits.per_cloud_per_day 2 instead of 1: 1 day earlier',
    ],
    [
      'slots',
      problem(sites(6), { limits: { ...noLimits, slotsPerDay: 240 } }),
      'limits.slots_per_day 300 instead of 240: 1 day earlier',
    ],
    [
      'a large site',
      problem([site('A', { slots: 90 }), site('B')], { limits: { ...noLimits, slotsPerDay: 90 } }),
      'limits.slots_per_day 113 instead of 90: 1 site more',
    ],
    [
      'Tier-1s',
      problem(sites(2, { tier1: true }), { limits: { ...noLimits, tier1InCommissioning: 1 } }),
      'limits.tier1_in_commissioning 2 instead of 1: 3 days earlier',
    ],
    [
      'commissioning',
      problem(sites(3), { limits: { ...noLimits, inCommissioning: 1 } }),
      'limits.in_commissioning 2 instead of 1: 5 days earlier',
    ],
    [
      'the last site',
      problem([site('A'), site('L', { earliest: monday + 1, earliestBecause: 'ready_on 2019-08-06' })]),
      'L without waiting (ready_on 2019-08-06): 1 day earlier',
    ],
    ['a chain', problem([site('A'), site('B', { after: ['A'] })]), 'no `after`: 1 day earlier'],
  ])('finds %s', (_, campaign, sentence) => {
    expect(gains(campaign)).toContain(sentence);
  });

  it('finds nothing where one day is enough', () => {
    expect(gains(problem(sites(1)))).toEqual([]);
  });

  it('compares the lists of very large campaigns', () => {
    const campaign = problem(sites(2120), { capacity: weekdays(200), limits: { ...noLimits, perCloudPerDay: 100 } });
    expect(gainsByRelaxing(campaign, scheduleWaves(campaign)).map(relaxationSentence)).toEqual([
      'limits.per_cloud_per_day 101 instead of 100: 1 day earlier',
    ]);
  });
});
