import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, closure, countryHoliday, openDay } from '../../../src/planning/calendar/calendar.js';
import { dayNumber, isoDate, weekdayIndex } from '../../../src/model/dates.js';
import type { Campaign } from '../../../src/model/campaign.js';
import { aCampaign } from '../../inventory/builders.js';

const firstDay = dayNumber('2019-07-01');

function calendar(overrides: Partial<Campaign> = {}) {
  return calendarOf(aCampaign(overrides));
}

describe('a closed day', () => {
  it('is a weekend', () => {
    expect(closure(calendar(), dayNumber('2019-08-10'))).toBe('2019-08-10 is a Saturday, not a working day');
    expect(closure(calendar(), dayNumber('2019-08-12'))).toBeNull();
  });

  it('is a holiday everywhere', () => {
    const holidays = [{ on: '2019-09-05', country: null }];
    expect(closure(calendar({ holidays }), dayNumber('2019-09-05'))).toBe('2019-09-05 is a holiday');
  });

  it('lies in a freeze, both ends included', () => {
    const year = calendar({ freezes: [{ from: '2019-12-20', to: '2020-01-06', because: 'end-of-year stop' }] });
    const reason = 'freeze from 2019-12-20 to 2020-01-06: end-of-year stop';
    expect(
      ['2019-12-19', '2019-12-20', '2020-01-06', '2020-01-07'].map((date) => closure(year, dayNumber(date))),
    ).toEqual([null, reason, reason, null]);
  });

  it('is told from an open one by weekday, holidays and freezes alone', () => {
    const weekday = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
    const someDay = fc.integer({ min: 0, max: 200 }).map((offset) => firstDay + offset);
    fc.assert(
      fc.property(
        fc.uniqueArray(weekday),
        fc.array(someDay),
        fc.array(fc.tuple(someDay, someDay)),
        someDay,
        (working_days, off, frozen, day) => {
          const freezes = frozen.map(([one, other]) => ({
            from: isoDate(Math.min(one, other)),
            to: isoDate(Math.max(one, other)),
            because: 'stop',
          }));
          const holidays = off.map((holiday) => ({ on: isoDate(holiday), country: null }));
          const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
          const name = names[weekdayIndex(day)];
          const open =
            name !== undefined &&
            working_days.includes(name) &&
            !off.includes(day) &&
            !freezes.some(({ from, to }) => from <= isoDate(day) && isoDate(day) <= to);
          expect(closure(calendar({ working_days, holidays, freezes }), day) === null).toBe(open);
        },
      ),
    );
  });
});

describe('a holiday of one country', () => {
  const holidays = [
    { on: '2019-08-15', country: 'IT' },
    { on: '2019-08-26', country: 'United Kingdom' },
  ];

  it("closes that country only, by code or by the catalogue's name", () => {
    const asked = ['IT', 'Italy', 'it', 'Germany', ''].map((country) =>
      countryHoliday(calendar({ holidays }), country, dayNumber('2019-08-15')),
    );
    expect(asked).toEqual([true, true, true, false, false]);
  });

  it('may be given by name', () => {
    expect(countryHoliday(calendar({ holidays }), 'UK', dayNumber('2019-08-26'))).toBe(true);
  });

  it('leaves the day open elsewhere', () => {
    expect(closure(calendar({ holidays }), dayNumber('2019-08-15'))).toBeNull();
  });

  it('of a country nobody knows is found by its own name', () => {
    const nordic = calendar({ holidays: [{ on: '2019-08-15', country: 'Nordic' }] });
    expect(countryHoliday(nordic, 'nordic', dayNumber('2019-08-15'))).toBe(true);
  });
});

describe('the next open day', () => {
  it('skips the weekend', () => {
    expect(openDay(calendar(), dayNumber('2019-08-10'), 0)).toBe(dayNumber('2019-08-12'));
  });

  it('counts open days only', () => {
    expect(openDay(calendar(), dayNumber('2019-08-08'), 3)).toBe(dayNumber('2019-08-13'));
  });

  it('is nowhere in a calendar that never opens', () => {
    expect(openDay(calendar({ working_days: [] }), firstDay, 0)).toBeNull();
  });

  it('is open, and no open day lies before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 30 }), (offset, n) => {
        const year = calendar({ freezes: [{ from: '2019-12-20', to: '2020-01-06', because: 'stop' }] });
        const day = openDay(year, firstDay + offset, n) ?? Number.NaN;
        const before = Array.from({ length: day - firstDay - offset }, (_, index) => firstDay + offset + index);
        expect(closure(year, day)).toBeNull();
        expect(before.filter((earlier) => closure(year, earlier) === null)).toHaveLength(n);
      }),
    );
  });
});
