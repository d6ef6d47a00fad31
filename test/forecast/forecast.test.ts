import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast, type ForecastInput } from '../../src/forecast/forecast.js';
import { dayNumber, isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { DayDone } from '../../src/model/history.js';
import { exactDays } from './convolution.js';

const start = dayNumber('2019-08-05');
const daysAfter = (date: string | null | undefined): number => dayNumber(date ?? '') - start + 1;

/** Consecutive days from 2019-05-06, a Monday, without weekends. */
function past(done: readonly number[], allowed = 5): DayDone[] {
  return done.map((count, k) => ({
    date: isoDate(dayNumber('2019-05-06') + 7 * Math.floor(k / 5) + (k % 5)),
    done: count,
    allowed,
  }));
}

function input(over: Partial<ForecastInput>): ForecastInput {
  return {
    history: past(Array.from({ length: 15 }, () => 5)),
    toGo: 20,
    firstDay: start,
    capacity: () => ({ sites: 5 }),
    ...over,
  };
}

const plain = { blocks: 'days', resample: false } as const;

describe('the forecast', () => {
  it('agrees with the exact distribution in the plain case', () => {
    const samples = [0, 1, 5, 3, 5, 0, 2];
    expect(exactDays(samples, 100, [0.5, 0.85, 0.95])).toEqual([44, 50, 54]);
    const said = forecast(input({ history: past(samples), toGo: 100, options: { ...plain, runs: 20_000, seed: 2 } }));
    expect([said?.p50, said?.p85, said?.p95].map(daysAfter)).toEqual([44, 50, 54]);
  });

  it('agrees with it for other samples, to a day', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 5, max: 40 }),
        (zeroBased, toGo) => {
          const samples = [...zeroBased, 5];
          const said = forecast(input({ history: past(samples), toGo, options: { ...plain, runs: 4000 } }));
          for (const [k, days] of exactDays(samples, toGo, [0.5, 0.85]).entries()) {
            expect(Math.abs(daysAfter(k === 0 ? said?.p50 : said?.p85) - days)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 30, seed: 7 },
    );
  });

  it('plays the ratio through the calendar to come', () => {
    const capacity = (day: number) => ({ sites: weekdayIndex(day) > 4 ? 0 : day < start + 7 ? 1 : 4 });
    expect(forecast(input({ toGo: 9, capacity }))).toEqual({
      p50: '2019-08-12',
      p85: '2019-08-12',
      p95: '2019-08-19',
      samples: 15,
      lowConfidence: false,
      reason: '100 % of what was allowed was done on the 15 working days so far',
    });
    const half = forecast(
      input({ history: past([2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 4), toGo: 8, capacity: () => ({ sites: 4 }) }),
    );
    expect(half?.p50).toBe(isoDate(start + 3));
  });

  it('keeps weeks together: bad weeks spread further than bad days', () => {
    const badWeeks = [5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0];
    const by = (blocks: 'weeks' | 'days') =>
      daysAfter(forecast(input({ history: past(badWeeks), toGo: 50, options: { blocks, resample: false } }))?.p95);
    expect(by('weeks')).toBeGreaterThan(by('days') + 5);
    expect(forecast(input({ history: past(badWeeks), toGo: 50 }))).toEqual(
      forecast(input({ history: past(badWeeks), toGo: 50, options: { blocks: 'weeks' } })),
    );
  });

  it('says later dates where bad weeks follow bad weeks than where they take turns', () => {
    const days = (...weeks: readonly number[]) => past(weeks.flatMap((done) => [done, done, done, done, done]));
    const by = (history: readonly DayDone[]) => daysAfter(forecast(input({ history, toGo: 100 }))?.p85);
    expect(by(days(5, 5, 5, 1, 1, 1))).toBeGreaterThan(by(days(5, 1, 5, 1, 5, 1)) + 3);
  });

  it('says later dates where the history itself is short', () => {
    const history = past([5, 0, 3, 1, 4]);
    const by = (resample: boolean) =>
      daysAfter(forecast(input({ history, toGo: 100, options: { blocks: 'days', resample } }))?.p95);
    expect(by(true)).toBeGreaterThan(by(false));
  });

  it('does roll-backs again, and waits for answers', () => {
    const setbacks = { rolledBack: 0, rolledBackDays: 3, unanswered: 0, unansweredDays: 10 };
    const by = (over: Partial<typeof setbacks>) =>
      daysAfter(forecast(input({ toGo: 50, setbacks: { ...setbacks, ...over } }))?.p50);
    expect(by({})).toBe(10);
    expect(by({ rolledBack: 0.2 })).toBeGreaterThanOrEqual(13);
    expect(by({ unanswered: 0.1 })).toBeGreaterThanOrEqual(15);
  });

  it('ends no earlier than the plan can', () => {
    expect(forecast(input({ notBefore: start + 60 }))?.p50).toBe(isoDate(start + 60));
  });

  it('has little confidence under ten samples', () => {
    expect(forecast(input({ history: past([5, 5, 5, 5, 5, 5, 5, 5, 5]) }))?.lowConfidence).toBe(true);
    expect(forecast(input({ history: past([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]) }))?.lowConfidence).toBe(false);
  });

  it('says nothing without history, or with nothing to go', () => {
    expect(forecast(input({ history: [] }))).toBeNull();
    expect(forecast(input({ history: past([0, 0], 0) }))).toBeNull();
    expect(forecast(input({ toGo: 0 }))).toBeNull();
  });

  it('knows no date where nothing was ever done', () => {
    expect(forecast(input({ history: past([0, 0, 0]), options: { runs: 10 } }))).toMatchObject({
      p50: null,
      p85: null,
      p95: null,
      lowConfidence: true,
    });
  });

  it('knows a date where something was done, however seldom: a day in ten, or weeks that work, stop and work', () => {
    const once = forecast(input({ history: past([0, 0, 0, 5, 0, 0, 0, 0, 0, 0]), toGo: 20 }));
    expect(daysAfter(once?.p50)).toBeGreaterThan(20);
    expect(once?.p95).not.toBeNull();
    const weeks = forecast(input({ history: past([5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0]), toGo: 20 }));
    expect(weeks).toMatchObject({ lowConfidence: false });
    expect(weeks?.p95).not.toBeNull();
  });

  it('has little confidence where one run in twenty never ends', () => {
    const history = past([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 500);
    expect(forecast(input({ history, toGo: 2_000 }))).toMatchObject({ p95: null, lowConfidence: true });
  });

  it('is the same for the same seed, and not for another', () => {
    const history = past([5, 0, 3, 1, 4, 2, 0, 5, 1, 3]);
    const by = (seed: number) => forecast(input({ history, toGo: 300, options: { seed, runs: 50 } }));
    expect(by(1)).toEqual(by(1));
    expect(by(1)).not.toEqual(by(2));
  });
});
