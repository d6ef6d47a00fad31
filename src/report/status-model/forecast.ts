import { forecast, type Forecast } from '../../forecast/forecast.js';
import { dayNumber } from '../../model/dates.js';
import type { DayDone } from '../../model/history.js';
import type { StatusModel } from './sources.js';

/** A forecast needs so many days behind it, and is judged after so many. */
const daysBefore = 5;
const daysAhead = 10;
const runs = 200;

/** The forecast with how well its like held before: each made again from what was known on an earlier day. */
export function forecastOf(now: Forecast | null, days: readonly DayDone[]): StatusModel['forecast'] {
  if (!now) return null;
  const { p50, p85, p95, samples, lowConfidence, reason } = now;
  return { p50, p85, p95, samples, confidence: lowConfidence ? 'low' : 'usual', reason, past: pastCoverage(days) };
}

function pastCoverage(days: readonly DayDone[]): NonNullable<StatusModel['forecast']>['past'] {
  const made = days.flatMap((_, at) => {
    if (at < daysBefore || at + daysAhead > days.length) return [];
    const ahead = days.slice(at, at + daysAhead);
    const toGo = ahead.reduce((total, { done }) => total + done, 0);
    const last = ahead.findLast(({ done }) => done > 0);
    const first = ahead[0];
    if (!first || !last) return [];
    const allowed = new Map(days.slice(at).map(({ date, allowed }) => [dayNumber(date), allowed]));
    const lastKnown = days.at(-1);
    const known = forecast({
      history: days.slice(0, at),
      toGo,
      firstDay: dayNumber(first.date),
      capacity: (day) => ({ sites: allowed.get(day) ?? (day > dayNumber(lastKnown?.date ?? '') ? first.allowed : 0) }),
      options: { runs },
    });
    return known ? [{ known, finished: last.date }] : [];
  });
  if (made.length === 0) return null;
  const within = (percentile: 'p50' | 'p85' | 'p95'): number =>
    made.filter(({ known, finished }) => finished <= (known[percentile] ?? '9999')).length;
  return { forecasts: made.length, within50: within('p50'), within85: within('p85'), within95: within('p95') };
}
