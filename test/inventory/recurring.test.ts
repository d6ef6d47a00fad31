import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { Campaign } from '../../src/model/campaign.js';
import { inventoryOf, theFinding, withCampaign } from './texts.js';

function campaignWith(line: string): Campaign {
  return inventoryOf(withCampaign(line)).campaign;
}

describe('what recurs is written out as dates', () => {
  it('as freezes of several days, until the last day on which one may begin', () => {
    const rule = 'rule: FREQ=MONTHLY;BYDAY=2TU, from: 2019-08-01, to: 2019-11-01, days: 2, because: maintenance';
    expect(campaignWith(`freezes: [{ ${rule} }, { from: 2019-12-20, to: 2020-01-06, because: stop }]`).freezes).toEqual(
      [
        { from: '2019-08-13', to: '2019-08-14', because: 'maintenance' },
        { from: '2019-09-10', to: '2019-09-11', because: 'maintenance' },
        { from: '2019-10-08', to: '2019-10-09', because: 'maintenance' },
        { from: '2019-12-20', to: '2020-01-06', because: 'stop' },
      ],
    );
  });

  it('as holidays of a country', () => {
    const rule = 'rule: FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15, from: 2019-01-01, to: 2021-12-31, country: Italy';
    expect(campaignWith(`holidays: [{ ${rule} }, 2019-09-05]`).holidays).toEqual([
      { on: '2019-08-15', country: 'Italy' },
      { on: '2020-08-15', country: 'Italy' },
      { on: '2021-08-15', country: 'Italy' },
      { on: '2019-09-05', country: null },
    ]);
  });

  it('as a pace, in its place among the entries', () => {
    const rule = 'rule: FREQ=WEEKLY;BYDAY=FR;COUNT=2, from: 2019-08-01, sites_per_day: 1, because: before a weekend';
    expect(campaignWith(`pace: [{ sites_per_day: 5 }, { ${rule} }]`).pace).toEqual([
      { from: null, to: null, sites_per_day: 5, because: null },
      { from: '2019-08-02', to: '2019-08-02', sites_per_day: 1, because: 'before a weekend' },
      { from: '2019-08-09', to: '2019-08-09', sites_per_day: 1, because: 'before a weekend' },
    ]);
  });

  it('until a moment of UTC as well as until a day', () => {
    const { holidays } = campaignWith('holidays: [{ rule: FREQ=DAILY;UNTIL=20190802T235959Z, from: 2019-08-01 }]');
    expect(holidays.map(({ on }) => on)).toEqual(['2019-08-01', '2019-08-02']);
  });

  it('for ten years where it has no end', () => {
    const { freezes } = campaignWith(
      'freezes: [{ rule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29, from: 2019-01-01, because: x }]',
    );
    expect(freezes.map(({ from }) => from)).toEqual(['2020-02-29', '2024-02-29', '2028-02-29']);
  });

  it('on every day that fits and on no other', () => {
    const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 30_000 }),
        fc.integer({ min: 0, max: 200 }),
        fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }),
        (from, length, chosen) => {
          const all = Array.from({ length: length + 1 }, (_, at) => from + at);
          const fit = all.filter((day) => chosen.includes(days[weekdayIndex(day)] ?? '')).map(isoDate);
          fc.pre(fit.length > 0);
          const rule = `rule: "FREQ=WEEKLY;BYDAY=${chosen.join(',')}", from: ${isoDate(from)}, to: ${isoDate(from + length)}`;
          expect(campaignWith(`holidays: [{ ${rule} }]`).holidays.map(({ on }) => on)).toEqual(fit);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('what cannot recur is refused', () => {
  it.each([
    ['rule: FREQ=NEVER, from: 2019-08-01', 'rule', /: "FREQ=NEVER" is no part of one; its parts are FREQ, INTERVAL,/],
    ['rule: every friday, from: 2019-08-01', 'rule', /"every friday" is no part of one/],
    ['rule: freq=daily, from: 2019-08-01', 'rule', /"freq=daily" is no part of one/],
    ['rule: FREQ=HOURLY, from: 2019-08-01', 'rule', /"FREQ=HOURLY" is no part of one/],
    ['rule: FREQ=DAILY;INTERVAL=0, from: 2019-08-01', 'rule', /"INTERVAL=0" is no part of one/],
    ['rule: FREQ=DAILY;COUNT=3;UNTIL=20200101, from: 2019-08-01', 'rule', /it has both COUNT and UNTIL/],
    ['rule: FREQ=WEEKLY;BYDAY=MO;BYDAY=TU, from: 2019-08-01', 'rule', /BYDAY stands in it twice/],
    ['rule: BYDAY=MO, from: 2019-08-01', 'rule', /it has no FREQ/],
    ['rule: "FREQ=WEEKLY;BYDAY=MO,XX", from: 2019-08-01', 'rule', /"BYDAY=MO,XX" is no part of one/],
    [
      'rule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30, from: 2019-08-01',
      'rule',
      /happens in the 10 years after `from`: this one never does/,
    ],
    ['rule: FREQ=DAILY, from: 2019-08-01', 'rule', /happens at most 2000 times in the 10 years after `from`/],
    ['rule: FREQ=DAILY, from: 2019-08-01, to: 2019-07-01', 'to', /not before `from`/],
    ['from: 2019-08-01, to: 2019-08-02, days: 2', 'days', /no `days` without a `rule`/],
    ['from: 2019-08-01', 'to', /a date YYYY-MM-DD that exists/],
  ])('%s', (entry, key, expected) => {
    expect(theFinding(withCampaign(`freezes: [{ ${entry}, because: x }]`))).toMatchObject({
      severity: 'error',
      path: `campaign.freezes[0].${key}`,
      expected: expect.stringMatching(expected) as string,
    });
  });

  it.each([
    ['{ country: Italy }', 'on'],
    ['{ on: 2019-08-15, rule: FREQ=DAILY;COUNT=2, from: 2019-08-01 }', 'on'],
    ['{ on: 2019-08-15, to: 2019-08-16 }', 'rule'],
    ['{ rule: FREQ=DAILY;COUNT=2 }', 'from'],
  ])('a holiday %s', (entry, key) => {
    expect(theFinding(withCampaign(`holidays: [${entry}]`))).toMatchObject({ path: `campaign.holidays[0].${key}` });
  });

  it('a pace by a rule without a first day', () => {
    const line = 'pace: [{ rule: FREQ=DAILY;COUNT=2, sites_per_day: 1 }]';
    expect(theFinding(withCampaign(line))).toMatchObject({ path: 'campaign.pace[0].from' });
  });
});
