/** A calendar day of the campaign, `YYYY-MM-DD`, in the campaign's time zone. */
export type IsoDate = string;
/** A moment, ISO 8601 in UTC with milliseconds and `Z`. */
export type Instant = string;

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** Days since 1970-01-01; NaN for an impossible date such as 2019-02-30. */
export function dayNumber(date: IsoDate): number {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  const found = new Date(date);
  // 2019-02-30 is read as a day of March.
  return found.getUTCDate() === Number(date.slice(8)) ? Math.round(found.getTime() / dayMs) : Number.NaN;
}

/** The date of a day number. */
export function isoDate(day: number): IsoDate {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return isoDate(dayNumber(date) + days);
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function instant(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day that a moment falls on in a time zone. Throws RangeError for an unknown zone. */
export function localDate(epochMs: number, timezone: string): IsoDate {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timezone, format);
  }
  return format.format(epochMs);
}

/** What the clocks of a time zone show at a moment: `08:00`. Throws RangeError for an unknown zone. */
export function localTime(epochMs: number, timezone: string): string {
  return new Date(epochMs + offsetMs(epochMs, timezone)).toISOString().slice(11, 16);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * The moment (ms since the epoch) at which a time zone's clocks first show a full hour of a day; where they skip it, the
 * moment of the skip: of a day without a midnight its first one. Throws RangeError for an unknown zone.
 */
export function atHour(date: IsoDate, hour: number, timezone: string): number {
  const asUtc = dayNumber(date) * dayMs + hour * 3_600_000;
  const before = offsetMs(asUtc - dayMs, timezone);
  const after = offsetMs(asUtc + dayMs, timezone);
  const shown = [asUtc - before, asUtc - after].filter((ms) => ms + offsetMs(ms, timezone) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : skipBetween(asUtc - dayMs, asUtc + dayMs, timezone);
}

/** The first moment with another offset than the one before it, of two moments between which the clocks are changed once. */
function skipBetween(fromMs: number, toMs: number, timezone: string): number {
  const offset = offsetMs(fromMs, timezone);
  let [before, after] = [fromMs, toMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetMs(middle, timezone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

function offsetMs(epochMs: number, timezone: string): number {
  let clock = clocks.get(timezone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(timezone, clock);
  }
  const part = Object.fromEntries(clock.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
  const shown = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
  return shown - Math.floor(epochMs / 1000) * 1000;
}

/** Stand for a beginning or an end that nobody knows. */
export const beginningOfTime: Instant = '1970-01-01T00:00:00.000Z';
export const endOfTime: Instant = '9999-12-31T00:00:00.000Z';
