import { scaleBand } from 'd3-scale';
import { dayNumber, isoDate, weekdayIndex } from '../../../model/dates.js';
import { count } from '../../../model/text/sentences.js';
import type { StatusModel } from '../../status-model/sources.js';
import { escaped, htmlTable } from '../text.js';
import { figure, round } from './figure.js';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const [left, top, cell] = [44, 24, 26];
const mostWeeks = 40;

/** Waves, retirements, freezes and holidays, a column a week. */
export function calendarChart(model: StatusModel): string {
  const { day, waves, retirements, calendar } = model;
  const sites = new Map(waves.map((wave) => [wave.date, wave.sites]));
  const retiring = new Map<string, number>();
  for (const { on, state } of retirements)
    if (on !== null && state === 'scheduled') retiring.set(on, (retiring.get(on) ?? 0) + 1);
  const last = [...sites.keys(), ...retiring.keys()].sort().at(-1) ?? day;
  const first = dayNumber(day) - weekdayIndex(dayNumber(day));
  const weeks = Math.min(mostWeeks, Math.floor((dayNumber(last) - first) / 7) + 2);
  const columns = Array.from({ length: weeks }, (_, week) => week);
  const x = scaleBand(columns, [left, left + weeks * cell]).padding(0.08);
  const y = scaleBand(weekdays, [top, top + 7 * cell]).padding(0.08);
  const days = columns.flatMap((week) =>
    weekdays.map((weekday, index) => {
      const date = isoDate(first + week * 7 + index);
      const toGo = sites.get(date)?.length ?? 0;
      const gone = retiring.get(date) ?? 0;
      return { week, weekday, date, toGo, gone, closed: closedBy(date, weekday, calendar) };
    }),
  );
  const drawing = [
    ...weekdays.map(
      (weekday) => `<text x="${left - 6}" y="${round((y(weekday) ?? 0) + 17)}" text-anchor="end">${weekday}</text>`,
    ),
    ...columns
      .filter((week) => week % 4 === 0)
      .map((week) => `<text x="${round(x(week) ?? 0)}" y="${top - 8}">${isoDate(first + week * 7)}</text>`),
    ...days.map(({ week, weekday, date, toGo, gone, closed }) => {
      const kind = gone > 0 ? 'retire' : toGo > 0 ? 'wave' : closed === null ? 'open' : 'closed';
      const text = [toGo > 0 ? `${toGo} to migrate` : '', gone > 0 ? `${gone} queues retire` : '', closed ?? ''];
      const at = { x: round(x(week) ?? 0), y: round(y(weekday) ?? 0), size: round(x.bandwidth()) };
      const number =
        toGo > 0
          ? `<text class="in" x="${round(at.x + at.size / 2)}" y="${round(at.y + 16)}" text-anchor="middle">${toGo}</text>`
          : '';
      return `<g><title>${escaped([date, ...text.filter((part) => part !== '')].join(': '))}</title><rect class="${kind}${date === day ? ' today' : ''}" x="${at.x}" y="${at.y}" width="${at.size}" height="${at.size}"/>${number}</g>`;
    }),
  ].join('');
  const told = days.filter(
    ({ toGo, gone, closed, weekday }) =>
      toGo > 0 || gone > 0 || (closed !== null && calendar.workingDays.includes(weekday)),
  );
  const table = htmlTable('Days with waves, retirements, freezes and holidays', told, [
    { title: 'day', cell: ({ date }) => date },
    { title: 'sites', cell: ({ date }) => (sites.get(date) ?? []).join(', ') },
    { title: 'queues that retire', cell: ({ gone }) => gone, right: true },
    { title: 'closed', cell: ({ closed }) => closed ?? '' },
  ]);
  return figure({
    id: 'calendar',
    title: 'Waves, freezes and holidays',
    description: `${count(waves.length, 'wave')} from ${waves[0]?.date ?? day} to ${waves.at(-1)?.date ?? day}; ${count(calendar.freezes.length, 'freeze')}, ${count(calendar.holidays.length, 'holiday')} (those of one country close its sites only).`,
    width: left + weeks * cell + 60,
    height: top + 7 * cell + 6,
    drawing,
    table,
    legend: [
      { mark: 'wave', text: 'sites to migrate' },
      { mark: 'retire', text: 'queues retire' },
      { mark: 'closed', text: 'closed' },
    ],
  });
}

function closedBy(date: string, weekday: string, calendar: StatusModel['calendar']): string | null {
  if (!calendar.workingDays.includes(weekday)) return 'no working day';
  const freeze = calendar.freezes.find(({ from, to }) => from <= date && date <= to);
  if (freeze) return `freeze: ${freeze.reason}`;
  return calendar.holidays.some(({ on, country }) => on === date && country === null) ? 'holiday' : null;
}
