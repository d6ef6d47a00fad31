import { beginningOfTime, dayNumber, endOfTime, isoDate, localDate } from '../../model/dates.js';
import type { Downtime } from '../../model/record.js';

/** Days on which a site must not be touched, both ends included. */
export interface ClosedDays {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Later than any plan looks. */
const neverDays = 20 * 366;

/** Outages by site, those that are over left out; `ownersOf`: ATLAS site → sites. One without an end closes until it is corrected. */
export function closedDays(
  downtimes: readonly Downtime[],
  ownersOf: ReadonlyMap<string, ReadonlySet<string>>,
  timezone: string,
  today: number,
): ReadonlyMap<string, readonly ClosedDays[]> {
  const closed = new Map<string, ClosedDays[]>();
  for (const { atlas_site: atlasSite, start, end, severity, description } of downtimes) {
    if (severity.toUpperCase() !== 'OUTAGE') continue;
    const from = dayNumber(localDate(Date.parse(start), timezone));
    const isOpen = end === endOfTime;
    const to = isOpen ? Math.max(from, today) + neverDays : dayNumber(localDate(Date.parse(end) - 1, timezone));
    if (to < today) continue;
    const since = start === beginningOfTime ? '' : ` from ${isoDate(from)}`;
    const until = isOpen ? ' without an end' : ` to ${isoDate(to)}`;
    const reason = `downtime of ${atlasSite}${since}${until}${description === '' ? '' : `: ${description}`}`;
    for (const site of ownersOf.get(atlasSite) ?? []) {
      const days = closed.get(site) ?? [];
      days.push({ from, to: Math.max(from, to), reason });
      closed.set(site, days);
    }
  }
  return closed;
}

/** The outage that covers a day, or null. */
export function closedOn(days: readonly ClosedDays[] | undefined, day: number): ClosedDays | null {
  return days?.find(({ from, to }) => from <= day && day <= to) ?? null;
}
