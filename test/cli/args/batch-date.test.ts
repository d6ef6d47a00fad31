import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchDate } from '../../../src/cli/args/batch-date.js';
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
