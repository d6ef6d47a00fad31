import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, weeksOf } from '../../src/forecast/weeks.js';
import { dayNumber, isoDate } from '../../src/model/dates.js';
import type { DayDone } from '../../src/model/history.js';

const monday = dayNumber('2019-06-03');

/** A week of five days at pace 5 for each share in fifths. */
function history(...fifths: readonly number[]): readonly DayDone[] {
  return fifths.flatMap((done, week) =>
    [0, 1, 2, 3, 4].map((day): DayDone => ({ date: isoDate(monday + 7 * week + day), done, allowed: 5 })),
  );
}

describe('weeks of the past', () => {
  it('begin on Monday', () => {
    expect(weeksOf(history(1, 2, 3).slice(2)).map((days) => days.length)).toEqual([3, 5, 5]);
  });

  it('resemble the one before where good ones follow good ones, and not where they take turns', () => {
    expect(likeness(weeksOf(history(1, 1, 1, 5, 5, 5)))).toBeGreaterThan(0.3);
    expect(likeness(weeksOf(history(1, 5, 1, 5, 1, 5)))).toBe(0);
  });

  it('say nothing where they are few or all the same', () => {
    expect(likeness(weeksOf(history(1, 1, 5)))).toBe(0);
    expect(likeness(weeksOf(history(3, 3, 3, 3, 3)))).toBe(0);
  });

  it('are alike by 0 to 0.6, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }), (fifths) => {
        const alike = likeness(weeksOf(history(...fifths)));
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike).toBeLessThanOrEqual(0.6);
      }),
      { seed: 7 },
    );
  });
});
