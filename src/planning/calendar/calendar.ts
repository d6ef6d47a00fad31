import { dayNumber, isoDate, weekdayIndex } from '../../model/dates.js';
import type { Campaign } from '../../model/campaign.js';
import { countryCode } from '../../model/text/countries.js';

/** A campaign's calendar with every date as a day number. */
export interface Calendar {
  /** Monday first. */
  readonly working: readonly boolean[];
  /** Holidays everywhere. */
  readonly holidays: ReadonlySet<number>;
  /** ISO 3166 code → holidays there. */
  readonly countryHolidays: ReadonlyMap<string, ReadonlySet<number>>;
  /** Both ends included. */
  readonly freezes: readonly { readonly from: number; readonly to: number; readonly reason: string }[];
  /** Both ends included; the last one that matches wins. */
  readonly pace: readonly {
    readonly from: number;
    readonly to: number;
    readonly sites: number;
    readonly reason: string | null;
  }[];
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
/** Longest row of closed days that is looked through: ten years. */
const longestClosureDays = 3660;

/** Reads the calendar out of a checked campaign. */
export function calendarOf(campaign: Pick<Campaign, 'working_days' | 'holidays' | 'freezes' | 'pace'>): Calendar {
  const holidays = new Set<number>();
  const countryHolidays = new Map<string, Set<number>>();
  for (const holiday of campaign.holidays) {
    if (holiday.country === null) {
      holidays.add(dayNumber(holiday.on));
      continue;
    }
    const code = countryCode(holiday.country);
    const days = countryHolidays.get(code) ?? new Set<number>();
    countryHolidays.set(code, days.add(dayNumber(holiday.on)));
  }
  return {
    working: weekdays.map((weekday) => campaign.working_days.includes(weekday)),
    holidays,
    countryHolidays,
    freezes: campaign.freezes.map(({ from, to, because: reason }) => ({
      from: dayNumber(from),
      to: dayNumber(to),
      reason,
    })),
    pace: campaign.pace.map((window) => ({
      from: window.from === null ? Number.NEGATIVE_INFINITY : dayNumber(window.from),
      to: window.to === null ? Number.POSITIVE_INFINITY : dayNumber(window.to),
      sites: window.sites_per_day,
      reason: window.because,
    })),
  };
}

/** Why nothing is flipped anywhere on a day (weekend, holiday, freeze), for the end of a sentence; null on an open day. */
export function closure(calendar: Calendar, day: number): string | null {
  const weekday = weekdayIndex(day);
  if (calendar.working[weekday] !== true)
    return `${isoDate(day)} is a ${weekdayNames[weekday] ?? ''}, not a working day`;
  if (calendar.holidays.has(day)) return `${isoDate(day)} is a holiday`;
  const freeze = calendar.freezes.find(({ from, to }) => from <= day && day <= to);
  return freeze ? `freeze from ${isoDate(freeze.from)} to ${isoDate(freeze.to)}: ${freeze.reason}` : null;
}

/** True where a country, by code or name, has a holiday of its own. */
export function countryHoliday(calendar: Calendar, country: string, day: number): boolean {
  if (calendar.countryHolidays.size === 0) return false;
  return calendar.countryHolidays.get(countryCode(country))?.has(day) ?? false;
}

/** The n-th open day on or after `day` (n = 0: the first); null where ten closed years lie before it. */
export function openDay(calendar: Calendar, day: number, n: number): number | null {
  let left = n;
  let closedDays = 0;
  for (let next = day; closedDays < longestClosureDays; next++) {
    if (closure(calendar, next) !== null) {
      closedDays++;
      continue;
    }
    if (left === 0) return next;
    left--;
    closedDays = 0;
  }
  return null;
}
