import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/forecast/forecast.js';
import { changeOfPace } from '../../src/forecast/pace-change.js';
import { weeksOf } from '../../src/forecast/weeks.js';
import { dayNumber, isoDate } from '../../src/model/dates.js';
import type { DayDone } from '../../src/model/history.js';

const monday = dayNumber('2019-06-03');

/** A week of five days at pace 5 for each number of sites a day. */
function weeks(...aDay: readonly number[]): readonly DayDone[] {
  return aDay.flatMap((done, week) =>
    [0, 1, 2, 3, 4].map((day): DayDone => ({ date: isoDate(monday + 7 * week + day), done, allowed: 5 })),
  );
}

describe('a change of pace that nobody announced', () => {
  it('is noticed after two weeks, with the week it began', () => {
    const change = changeOfPace(weeksOf(weeks(4, 4, 4, 4, 4, 4, 1, 1)));
    expect(change?.since[0]?.date).toBe('2019-07-15');
    expect(change?.probability).toBeGreaterThan(0.9);
  });

  it('is none where weeks differ anyway, or are all alike', () => {
    expect(changeOfPace(weeksOf(weeks(4, 1, 3, 5, 1, 4, 2, 1)))?.probability).toBeLessThan(0.3);
    expect(changeOfPace(weeksOf(weeks(3, 3, 3, 3, 3, 3)))?.probability).toBeLessThan(0.2);
  });

  it('is looked for in weeks enough alone', () => {
    expect(changeOfPace(weeksOf(weeks(4, 4, 1, 1)))).toBeNull();
  });

  it('is told, and only what came since counts', () => {
    const said = forecast({
      history: weeks(4, 4, 4, 4, 4, 4, 1, 1),
      toGo: 20,
      firstDay: monday + 56,
      capacity: () => ({ sites: 5 }),
    });
    expect(said?.reason).toBe(
      'the pace changed about 2019-07-15: since then 20 % of what was allowed was done, before 80 %; what came since counts',
    );
    expect(dayNumber(said?.p50 ?? '') - (monday + 56)).toBeGreaterThanOrEqual(18);
  });
});

describe('weeks that stop', () => {
  const by = (history: readonly DayDone[], runs = 2_000) =>
    forecast({ history, toGo: 60, firstDay: monday + 70, capacity: () => ({ sites: 5 }), options: { runs } });

  it('are reckoned with before one was seen, the less the longer none was', () => {
    const days = (history: readonly DayDone[]) => dayNumber(by(history)?.p85 ?? '') - (monday + 70);
    expect(days(weeks(4, 4, 4))).toBeGreaterThan(15);
    expect(days(weeks(...Array.from({ length: 10 }, () => 4)))).toBeLessThanOrEqual(days(weeks(4, 4, 4)));
  });

  it('do not become a halt for ever where most of few weeks stopped', () => {
    expect(by(weeks(4, 0, 0, 4))?.p95).not.toBeNull();
  });
});
