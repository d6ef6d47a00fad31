import { atHour, dayNumber, instant, localDate, type Instant, type IsoDate } from '../../model/dates.js';
import { durationMs } from './duration.js';
import { UserError } from '../../model/user-error.js';

/**
 * The date that an operator means: `2019-08-15` itself; `08-15` the retirement date that falls on it,
 * else the one nearest to today. An impossible date is a UserError (exit 2).
 */
export function batchDate(written: string, today: IsoDate, retirementDates: readonly IsoDate[]): IsoDate {
  return readDate(written, today, { known: retirementDates, isPast: false });
}

/**
 * The moment from which an operator wants to see something: a day (`2019-08-05`, or `08-05`: the newest that is not
 * to come) from its beginning in the campaign's zone, or a length of time before now (`2d`). A UserError (exit 2) else.
 */
export function sinceMoment(
  written: string,
  { timezone, nowMs }: { readonly timezone: string; readonly nowMs: number },
): Instant {
  if (/^(\d{1,5}[mhdw])+$/.test(written)) return instant(nowMs - durationMs(written));
  const date = readDate(written, localDate(nowMs, timezone), { known: [], isPast: true });
  return instant(atHour(date, 0, timezone));
}

function readDate(
  written: string,
  today: IsoDate,
  { known: retirementDates, isPast }: { readonly known: readonly IsoDate[]; readonly isPast: boolean },
): IsoDate {
  if (/^\d{4}-\d{2}-\d{2}$/.test(written)) return Number.isNaN(dayNumber(written)) ? refuse(written) : written;
  if (!/^\d{2}-\d{2}$/.test(written)) return refuse(written);
  const matching = retirementDates.filter((date) => date.slice(5) === written);
  const years = everyYear(written, today).filter((date) => !isPast || date <= today);
  return nearest(matching, today) ?? nearest(years, today) ?? refuse(written);
}

/** The date in the years around today; 02-29 may be eight years away. */
function everyYear(monthAndDay: string, today: IsoDate): IsoDate[] {
  const year = Number(today.slice(0, 4));
  const dates: IsoDate[] = [];
  for (let offset = -8; offset <= 8; offset++) {
    const date = `${String(year + offset).padStart(4, '0')}-${monthAndDay}`;
    if (!Number.isNaN(dayNumber(date))) dates.push(date);
  }
  return dates;
}

/** Of two equally near dates the later one. */
function nearest(dates: readonly IsoDate[], today: IsoDate): IsoDate | null {
  const distance = (date: IsoDate): number => Math.abs(dayNumber(date) - dayNumber(today));
  return [...dates].sort((one, other) => distance(one) - distance(other) || other.localeCompare(one))[0] ?? null;
}

function refuse(written: string): never {
  throw new UserError(2, 'usage', `"${written}" is not a date.`, [
    'Write YYYY-MM-DD, or MM-DD for the nearest such day.',
  ]);
}
