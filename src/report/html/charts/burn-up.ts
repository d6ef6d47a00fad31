import { scaleLinear, scaleUtc } from 'd3-scale';
import { curveStepAfter, line, type Line } from 'd3-shape';
import type { StatusModel } from '../../status-model/sources.js';
import { progress, type Point } from '../../slides/progress.js';
import { htmlTable } from '../text.js';
import { bottomAxis, dateText, figure, leftAxis, round, utc } from './figure.js';

const [width, height, left, right, top, bottom] = [860, 320, 48, 844, 12, 288];

/** Sites migrated so far, as planned, and as forecast, with the date that no plan can beat. */
export function burnUp(model: StatusModel): string {
  const { pace, day, sites, bound, finish, forecast } = model;
  const { done, planned, goal } = progress(model);
  const now: Point = { date: day, sites: sites.migrated };
  const at = (date: string): Point => ({ date, sites: goal });
  const ends = [forecast?.p50, forecast?.p85, forecast?.p95].flatMap((date) => date ?? []);
  const dates = [...done, ...planned]
    .map(({ date }) => date)
    .concat(ends, bound.date ?? [])
    .sort();
  const x = scaleUtc([utc(dates[0] ?? day), utc(dates.at(-1) ?? day)], [left, right]);
  const y = scaleLinear([0, Math.max(1, goal, sites.total)], [bottom, top]).nice();
  const straight = (): Line<Point> =>
    line<Point>(
      (point) => round(x(utc(point.date))),
      (point) => round(y(point.sites)),
    );
  const path = straight();
  const steps = straight().curve(curveStepAfter);
  const fan = forecast
    ? [
        wedge('fan0', forecast.p85, forecast.p95),
        wedge('fan1', forecast.p50, forecast.p85),
        forecast.p50 === null ? '' : `<path class="line forecast" d="${path([now, at(forecast.p50)]) ?? ''}"/>`,
      ]
    : [];
  const drawing = [
    bottomAxis(
      x.ticks(8).map((date) => ({ at: x(date), text: dateText(date) })),
      { y: bottom, top },
    ),
    leftAxis(
      y.ticks(6).map((value) => ({ at: y(value), text: String(value) })),
      { x: left, right },
    ),
    ...fan,
    `<path class="line planned" d="${steps(planned) ?? ''}"/>`,
    `<path class="line done" d="${steps(done) ?? ''}"/>`,
    bound.date === null ? '' : vertical(bound.date, 'bound'),
    vertical(day, 'now'),
  ].join('');
  const table = htmlTable(
    'Sites migrated by day',
    [
      ...pace.days.map(({ date, done, allowed, migrated }) => ({
        date,
        what: `${done} of ${allowed} allowed`,
        migrated,
      })),
      ...planned.slice(1).map(({ date, sites }) => ({ date, what: 'planned', migrated: sites })),
      ...(['p50', 'p85', 'p95'] as const).flatMap((name) => {
        const date = forecast?.[name];
        return date ? [{ date, what: `forecast, ${name.slice(1)} %`, migrated: goal }] : [];
      }),
      ...(bound.date === null ? [] : [{ date: bound.date, what: 'no plan ends earlier', migrated: goal }]),
    ],
    [
      { title: 'day', cell: ({ date }) => date },
      { title: 'what', cell: ({ what }) => what },
      { title: 'sites migrated', cell: ({ migrated }) => migrated, right: true },
    ],
  );
  return figure({
    id: 'burn-up',
    title: 'Sites migrated',
    description: `${sites.migrated} of ${sites.total} sites are migrated on ${day}; planned to end on ${finish ?? 'no day'}, not before ${bound.date ?? 'today'}${forecast ? `; forecast ${forecast.p50 ?? 'late'} (50 %) to ${forecast.p95 ?? 'late'} (95 %)` : ''}.`,
    width,
    height,
    drawing,
    table,
    legend: [
      { mark: 'done', text: 'migrated' },
      { mark: 'planned', text: 'planned' },
      ...(forecast ? [{ mark: 'fan1', text: 'forecast: 50 % (line), 85 and 95 % (areas)' }] : []),
      { mark: 'bound', text: 'no plan ends earlier' },
    ],
  });

  /** What lies between two dates of the end, seen from today. */
  function wedge(name: string, early: string | null, late: string | null): string {
    return early === null || late === null
      ? ''
      : `<path class="${name}" d="${path([now, at(early), at(late)]) ?? ''}Z"/>`;
  }

  function vertical(date: string, name: string): string {
    const at = round(x(utc(date)));
    return `<line class="${name}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
  }
}
