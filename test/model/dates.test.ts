import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, atHour, dayNumber, instant, isoDate, localDate, weekdayIndex } from '../../src/model/dates.js';

describe('a calendar day', () => {
  it('is a number and back, for every day of two centuries', () => {
    fc.assert(
      fc.property(fc.integer({ min: -36_500, max: 36_500 }), (day) => {
        expect(dayNumber(isoDate(day))).toBe(day);
      }),
    );
  });

  it.each(['2019-02-30', '2019-13-01', '2019-00-10', '19-08-15', '08-15', '', '2019-08-15T00:00'])(
    'is refused when impossible: %s',
    (date) => {
      expect(dayNumber(date)).toBeNaN();
    },
  );

  it('knows 29 February', () => {
    expect(addDays('2020-02-28', 1)).toBe('2020-02-29');
    expect(addDays('2019-02-28', 1)).toBe('2019-03-01');
  });

  it('falls on its weekday: 5 August 2019 was a Monday', () => {
    expect(weekdayIndex(dayNumber('2019-08-05'))).toBe(0);
    expect(weekdayIndex(dayNumber('1969-12-28'))).toBe(6);
  });
});

describe('a moment', () => {
  it('belongs to the day of its time zone', () => {
    const beforeMidnightUtc = Date.parse('2019-08-04T22:30:00Z');
    expect(localDate(beforeMidnightUtc, 'Europe/Zurich')).toBe('2019-08-05');
    expect(localDate(beforeMidnightUtc, 'America/Chicago')).toBe('2019-08-04');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => localDate(0, 'Europe/Zürich')).toThrow(RangeError);
  });

  it('is written in UTC', () => {
    expect(instant(Date.parse('2019-08-05T08:00:00+02:00'))).toBe('2019-08-05T06:00:00.000Z');
  });

  it.each([
    ['2019-08-05', 'Europe/Zurich', '2019-08-05T06:00:00.000Z'],
    ['2019-12-05', 'Europe/Zurich', '2019-12-05T07:00:00.000Z'],
    ['2019-10-27', 'Europe/Zurich', '2019-10-27T07:00:00.000Z'],
    ['2019-08-05', 'America/Chicago', '2019-08-05T13:00:00.000Z'],
    ['2019-08-05', 'Asia/Kolkata', '2019-08-05T02:30:00.000Z'],
  ])('eight in the morning of %s in %s', (date, zone, expected) => {
    expect(instant(atHour(date, 8, zone))).toBe(expected);
  });
});

it.each([
  ['to summer time', '2019-03-30T12:00:00Z', ['2019-03-30', '2019-03-31', '2019-04-01']],
  ['to winter time', '2019-10-26T12:00:00Z', ['2019-10-26', '2019-10-27', '2019-10-28']],
])('over the change %s each day comes once, in order', (_, from, days) => {
  const quarters = Array.from({ length: 4 * 40 }, (_quarter, n) => Date.parse(from) + n * 900_000);
  const seen = quarters.map((ms) => localDate(ms, 'Europe/Zurich'));
  expect(seen.filter((day, n) => day !== seen[n - 1])).toEqual(days);
});

it.each([
  // Midnight is skipped.
  ['2019-09-08', 'America/Santiago', '2019-09-08T04:00:00.000Z'],
  ['2019-10-06', 'America/Asuncion', '2019-10-06T04:00:00.000Z'],
  ['2019-03-31', 'Asia/Beirut', '2019-03-30T22:00:00.000Z'],
  ['2019-03-29', 'Asia/Amman', '2019-03-28T22:00:00.000Z'],
  // From 23:30 to 00:30.
  ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z'],
  // A day that was left out.
  ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  // Midnight comes twice.
  ['2019-11-03', 'America/Havana', '2019-11-03T04:00:00.000Z'],
  ['2019-10-25', 'Asia/Amman', '2019-10-24T21:00:00.000Z'],
  // The hour before midnight comes twice.
  ['2019-04-07', 'America/Santiago', '2019-04-07T04:00:00.000Z'],
  ['2019-03-24', 'America/Asuncion', '2019-03-24T04:00:00.000Z'],
])('the beginning of %s in %s', (date, zone, expected) => {
  expect(instant(atHour(date, 0, zone))).toBe(expected);
});

it.each([
  ['2019-03-31', 2, '2019-03-31T01:00:00.000Z'],
  ['2019-10-27', 2, '2019-10-27T00:00:00.000Z'],
])('an hour of %s in Zurich that is skipped, or comes twice', (date, hour, expected) => {
  expect(instant(atHour(date, hour, 'Europe/Zurich'))).toBe(expected);
});

it.each(['America/Santiago', 'America/Asuncion', 'America/Havana', 'Asia/Beirut', 'Asia/Amman', 'Pacific/Auckland'])(
  'every day of a year in %s begins after the last moment of the day before',
  (zone) => {
    for (let day = dayNumber('2019-01-01'); day < dayNumber('2020-01-01'); day++) {
      const begins = atHour(isoDate(day), 0, zone);
      expect([localDate(begins, zone), localDate(begins - 1, zone)]).toEqual([isoDate(day), isoDate(day - 1)]);
    }
  },
);
