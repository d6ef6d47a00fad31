import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchDate, sinceMoment } from '../../../src/cli/args/batch-date.js';
import { isoDate, dayNumber } from '../../../src/model/dates.js';

const today = '2019-08-05';

describe('the date of a batch', () => {
  it('is taken as written where the year stands there', () => {
    expect(batchDate('2021-08-15', today, ['2019-08-15'])).toBe('2021-08-15');
  });

  it('is the retirement date that falls on it, wherever that is', () => {
    expect(batchDate('08-15', today, ['2019-08-09', '2022-08-15'])).toBe('2022-08-15');
    expect(batchDate('08-15', today, ['2022-08-15', '2020-08-15'])).toBe('2020-08-15');
  });

  it('is else the nearest to today', () => {
    expect(batchDate('12-31', '2019-01-05', [])).toBe('2018-12-31');
    expect(batchDate('01-02', '2018-12-30', [])).toBe('2019-01-02');
    expect(batchDate('02-29', '2019-08-05', [])).toBe('2020-02-29');
  });

  it.each(['02-30', '2019-02-29', '13-01', '8-15', '2019-8-15', 'tomorrow', ''])(
    'is refused where there is none: %s',
    (written) => {
      expect(() => batchDate(written, today, [])).toThrow(/is not a date/);
    },
  );

  it('is at most half a year away, but for leap days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 40_000 }), (present, other) => {
        const monthAndDay = isoDate(other).slice(5);
        if (monthAndDay === '02-29') return;
        const found = batchDate(monthAndDay, isoDate(present), []);
        expect(found.slice(5)).toBe(monthAndDay);
        expect(Math.abs(dayNumber(found) - present)).toBeLessThanOrEqual(183);
      }),
    );
  });
});

describe('since when', () => {
  const here = { timezone: 'Europe/Zurich', nowMs: Date.parse('2019-08-15T10:00:00Z') };

  it.each([
    ['2019-08-06', '2019-08-05T22:00:00.000Z'],
    ['08-06', '2019-08-05T22:00:00.000Z'],
    ['08-15', '2019-08-14T22:00:00.000Z'],
    ['12-24', '2018-12-23T23:00:00.000Z'],
    ['2d', '2019-08-13T10:00:00.000Z'],
  ])('is read alike everywhere, and never to come: %s', (written, moment) => {
    expect(sinceMoment(written, here)).toBe(moment);
  });

  it.each(['02-30', '2019-02-30', 'monday'])('is refused where it is no day: %s', (written) => {
    expect(() => sinceMoment(written, here)).toThrow('is not a date');
  });
});
