import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf, closure } from '../../../src/planning/calendar/calendar.js';
import { capacity, withinPace } from '../../../src/planning/calendar/pace.js';
import { dayNumber, isoDate } from '../../../src/model/dates.js';
import type { PaceWindow } from '../../../src/model/campaign.js';
import { aCampaign } from '../../inventory/builders.js';

function window(
  sites_per_day: number,
  from: string | null = null,
  to: string | null = null,
  because: string | null = null,
): PaceWindow {
  return { from, to, sites_per_day, because };
}

const vacation = window(1, '2019-08-01', '2019-08-31', 'vacation period');

function on(date: string, pace: readonly PaceWindow[]) {
  return capacity(calendarOf(aCampaign({ pace })), dayNumber(date));
}

describe('the capacity of a day', () => {
  it('is the pace', () => {
    expect(on('2019-07-31', [window(5), vacation])).toEqual({ sites: 5, reason: 'the pace of 5 a day' });
  });

  it('is that of the last window that matches, both ends included', () => {
    expect(on('2019-08-01', [window(5), vacation])).toEqual({ sites: 1, reason: 'vacation period' });
    expect(on('2019-08-30', [window(5), vacation]).sites).toBe(1);
    expect(on('2019-08-30', [vacation, window(5)]).sites).toBe(5);
  });

  it('is nothing on a closed day, whatever the pace', () => {
    expect(on('2019-08-10', [window(5)])).toEqual({ sites: 0, reason: '2019-08-10 is a Saturday, not a working day' });
  });

  it('is nothing where no window covers the day', () => {
    expect(on('2019-09-02', [vacation])).toEqual({ sites: 0, reason: 'no pace entry covers 2019-09-02' });
  });

  it('follows the last match, in any list of windows', () => {
    const date = fc.integer({ min: dayNumber('2019-07-01'), max: dayNumber('2019-12-31') }).map(isoDate);
    const some = fc
      .tuple(fc.option(date), fc.option(date), fc.nat(9))
      .map(([from, to, sites]) => window(sites, from, to));
    fc.assert(
      fc.property(fc.array(some), date, (pace, asked) => {
        const matching = pace.filter(
          ({ from, to }) => (from === null || from <= asked) && (to === null || asked <= to),
        );
        const calendar = calendarOf(aCampaign({ pace }));
        const expected = closure(calendar, dayNumber(asked)) === null ? (matching.at(-1)?.sites_per_day ?? 0) : 0;
        expect(capacity(calendar, dayNumber(asked)).sites).toBe(expected);
      }),
    );
  });
});

describe('a site', () => {
  const taken = new Map([['OSCER', 1]]);

  it('finds its place where one is free', () => {
    expect(withinPace(2, taken, 'TRIUMF')).toBe(true);
    expect(withinPace(1, undefined, 'TRIUMF')).toBe(true);
  });

  it('finds none where all are taken', () => {
    expect(withinPace(1, taken, 'TRIUMF')).toBe(false);
  });

  it('keeps the place it has', () => {
    expect(withinPace(0, taken, 'OSCER')).toBe(true);
  });
});
