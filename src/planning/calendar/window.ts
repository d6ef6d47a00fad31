import { isoDate, type IsoDate } from '../../model/dates.js';
import type { CalendarWindow } from '../../model/plan.js';
import { count } from '../../model/text/sentences.js';
import { closure, type Calendar } from './calendar.js';
import { capacity } from './pace.js';

/** How far a closing is seen ahead. */
const longestLookAheadDays = 92;
/** Longest look ahead for a day with room. */
const longestClosingDays = 3660;
/** A closing of fewer days is over before anybody has to act earlier because of it. */
const shortestToldDays = 4;
/** Days with room, beside those that asking and watching take, in which a closing is told of. */
const spareDays = 5;

/** Until when today is closed, and the next freeze or pace of 0 after it (docs/waves.md#windows). */
export function windowOf(calendar: Calendar, today: number): CalendarWindow {
  const now = capacity(calendar, today);
  if (now.sites === 0) {
    const next = nextWithRoom(calendar, today);
    const closed = { reason: now.reason, until: next === null ? null : isoDate(next) };
    return { closed, closes: next === null ? null : closingAfter(calendar, next, today) };
  }
  return { closed: null, closes: closingAfter(calendar, today, today) };
}

/** A warning of a long closing while a site can still be asked, go and be judged before it; null: there is none, or time enough. */
export function closingWarning(
  { closed, closes }: CalendarWindow,
  policy: { readonly lead_days: number; readonly expected_days: number },
): string | null {
  if (closes === null || closed !== null) return null;
  const { from, until, reason, lastOpen, openDays, days } = closes;
  if (days !== null && days < shortestToldDays) return null;
  if (openDays > policy.lead_days + policy.expected_days + spareDays) return null;
  const left = `${count(openDays, 'day')} with room ${openDays === 1 ? 'is' : 'are'} left, the last ${lastOpen}`;
  const watched = `a site that goes later than ${policy.expected_days} working days before ${from} is still under watch then`;
  const asked = policy.lead_days === 0 ? '' : `, and one that is to go before is asked ${policy.lead_days} days ahead`;
  return `No site goes from ${from} on (${reason}); ${reopening(until)}. ${left}: ${watched}${asked}.`;
}

/** The first day from `first` on that a freeze or the pace closes; null: none within the look ahead. */
function closingAfter(calendar: Calendar, first: number, today: number): CalendarWindow['closes'] {
  let openDays = 0;
  let lastOpen = first;
  for (let day = first; day < today + longestLookAheadDays; day++) {
    const { sites, reason } = capacity(calendar, day);
    if (sites > 0) {
      openDays++;
      lastOpen = day;
    } else if (isPlanned(calendar, day)) {
      const until = nextWithRoom(calendar, day);
      return {
        from: isoDate(day),
        until: until === null ? null : isoDate(until),
        reason,
        lastOpen: isoDate(lastOpen),
        openDays,
        days: until === null ? null : until - day,
      };
    }
  }
  return null;
}

/** Closed by a freeze or the pace, not by a weekend or a holiday alone. */
function isPlanned(calendar: Calendar, day: number): boolean {
  return calendar.freezes.some(({ from, to }) => from <= day && day <= to) || closure(calendar, day) === null;
}

function nextWithRoom(calendar: Calendar, day: number): number | null {
  for (let next = day + 1; next < day + longestClosingDays; next++) if (capacity(calendar, next).sites > 0) return next;
  return null;
}

/** What of the calendar a screen says in one line; null: today is open and no closing is near. */
export function windowSentence({ closed, closes }: CalendarWindow): string | null {
  if (closed !== null) return `Closed today: ${closed.reason}; ${reopening(closed.until)}.`;
  return closes === null ? null : `Open until ${closes.lastOpen}; then ${closes.reason}; ${reopening(closes.until)}.`;
}

export function reopening(until: IsoDate | null): string {
  return until === null ? 'no later day within ten years has room' : `the next day with room is ${until}`;
}
