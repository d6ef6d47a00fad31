import { isoDate } from '../../model/dates.js';
import { closure, type Calendar } from './calendar.js';

/** Sites that a day may take, and why no more, for the end of a sentence. */
export interface DayCapacity {
  readonly sites: number;
  readonly reason: string;
}

/**
 * How many sites a day may take on each track, and why, for the end of a sentence. 0 on closed days
 * and where no pace entry covers the day; else the last entry that covers it.
 */
export function capacity(calendar: Calendar, day: number): DayCapacity {
  const closed = closure(calendar, day);
  if (closed !== null) return { sites: 0, reason: closed };
  const window = calendar.pace.findLast(({ from, to }) => from <= day && day <= to);
  if (!window) return { sites: 0, reason: `no pace entry covers ${isoDate(day)}` };
  return { sites: window.sites, reason: window.reason ?? `the pace of ${window.sites} a day` };
}

/** Whether a member has its place in a pool of `sites` places already or finds one free. */
export function withinPace(sites: number, members: ReadonlyMap<string, unknown> | undefined, member: string): boolean {
  if (members?.has(member) === true) return true;
  return (members?.size ?? 0) < sites;
}
