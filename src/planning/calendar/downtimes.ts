import { dayNumber, isoDate, localDate } from '../../model/dates.js';
import type { Downtime } from '../../model/record.js';

/** Days on which a site must not be touched, both ends included. */
export interface ClosedDays {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Outages by site, those that are over left out; `ownerOf`: ATLAS site → site. */
export function closedDays(
  downtimes: readonly Downtime[],
  ownerOf: ReadonlyMap<string, { readonly name: string }>,
  timezone: string,
  today: number,
): ReadonlyMap<string, readonly ClosedDays[]> {
  const closed = new Map<string, ClosedDays[]>();
  for (const { atlas_site: atlasSite, start, end, severity, description } of downtimes) {
    const site = ownerOf.get(atlasSite)?.name;
    if (site === undefined || severity.toUpperCase() !== 'OUTAGE') continue;
    const from = dayNumber(localDate(Date.parse(start), timezone));
    const to = dayNumber(localDate(Date.parse(end) - 1, timezone));
    if (to < today) continue;
    const days = closed.get(site) ?? [];
    days.push({ from, to, reason: `downtime of ${atlasSite} from ${isoDate(from)} to ${isoDate(to)}: ${description}` });
    closed.set(site, days);
  }
  return closed;
}

/** The outage that covers a day, or null. */
export function closedOn(days: readonly ClosedDays[] | undefined, day: number): ClosedDays | null {
  return days?.find(({ from, to }) => from <= day && day <= to) ?? null;
}
