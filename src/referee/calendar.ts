import { countryCode } from '../model/text/countries.js';
import { dayNumber, weekdayIndex, type IsoDate } from '../model/dates.js';
import type { Campaign } from '../model/campaign.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Sites that a day may take, counted anew from the campaign's text, not by the planner's code; none where no pace covers the day. */
export function sitesAllowed(campaign: Campaign, date: IsoDate): number {
  const weekday = weekdays[weekdayIndex(dayNumber(date))];
  if (!campaign.working_days.some((day) => day === weekday)) return 0;
  if (campaign.holidays.some(({ on, country }) => on === date && country === null)) return 0;
  if (campaign.freezes.some(({ from, to }) => from <= date && date <= to)) return 0;
  const matching = campaign.pace.filter(({ from, to }) => (from ?? date) <= date && date <= (to ?? date));
  return matching.at(-1)?.sites_per_day ?? 0;
}

/** True where the country has that day off. */
export function dayOff(campaign: Campaign, country: string, date: IsoDate): boolean {
  return campaign.holidays.some(
    (holiday) =>
      holiday.on === date && holiday.country !== null && countryCode(holiday.country) === countryCode(country),
  );
}
