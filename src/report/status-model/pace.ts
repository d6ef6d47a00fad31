import type { DayDone } from '../../model/history.js';
import { grouped } from '../../model/grouped.js';
import type { PaceWindow } from '../../model/campaign.js';
import type { StatusModel } from './sources.js';

/** What was done of what the pace allowed, by day and by month, and the pace by the calendar. */
export function paceOf(
  days: readonly DayDone[],
  windows: readonly PaceWindow[],
  migratedNow: number,
): Pick<StatusModel['pace'], 'windows' | 'months' | 'days'> {
  // Counted back from today: sites migrated before the first day known are there from the beginning.
  let migrated = migratedNow - sum(days, 'done');
  return {
    windows: windows.map(({ from, to, sites_per_day: sitesPerDay, because: reason }) => ({
      from,
      to,
      sitesPerDay,
      reason,
    })),
    months: [...grouped(days, ({ date }) => date.slice(0, 7))].map(([month, of]) => ({
      month,
      openDays: of.length,
      done: sum(of, 'done'),
      allowed: sum(of, 'allowed'),
      mostADay: of.reduce((most, { done }) => Math.max(most, done), 0),
    })),
    days: days.map((day) => {
      migrated += day.done;
      return { ...day, migrated: Math.max(0, migrated) };
    }),
  };
}

function sum(days: readonly DayDone[], what: 'done' | 'allowed'): number {
  return days.reduce((total, day) => total + day[what], 0);
}
