import { findingOf, nowhere, type Finding, type Problem } from '../../inventory/finding.js';
import { readTextFile } from '../../inventory/read-text.js';
import { locate } from '../../inventory/yaml/positions.js';
import { dayNumber } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import { calendarOf, countryHoliday, type Calendar } from '../../planning/calendar/calendar.js';
import { capacity } from '../../planning/calendar/pace.js';

/** Sites that are pinned to a day on which the campaign's calendar takes none. */
export function pinFindings({ file, campaign, sites }: Inventory): readonly Finding[] {
  const calendar = calendarOf(campaign);
  const problems = sites.flatMap(({ name, pin, country }): Problem[] => {
    const why = pin === null ? null : closedDay(calendar, dayNumber(pin), country);
    if (pin === null || why === null) return [];
    return [
      {
        severity: 'warning',
        path: ['sites', name, 'pin'],
        about: 'value',
        found: `${pin}, and ${why}`,
        expected: 'a day that takes sites',
        advice: 'The site gets no day at all until its pin is changed or taken out.',
      },
    ];
  });
  if (problems.length === 0) return [];
  const text = readTextFile(file);
  const positions = text.ok ? locate(text.text, problems) : [];
  return problems.map((problem, index) => findingOf(problem, file, positions[index] ?? nowhere));
}

function closedDay(calendar: Calendar, day: number, country: string | null): string | null {
  const { sites, reason } = capacity(calendar, day);
  if (sites === 0) return reason;
  return country !== null && countryHoliday(calendar, country, day) ? `it is a holiday in ${country}` : null;
}
