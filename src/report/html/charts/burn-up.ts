import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { StatusModel } from '../../status-model/sources.js';
import { htmlTable } from '../text.js';
import { bottomAxis, dateText, figure, leftAxis, round, utc } from './figure.js';

const [width, height, left, right, top, bottom] = [860, 320, 48, 844, 12, 288];

interface Point {
  readonly date: string;
  readonly sites: number;
}

/** Sites migrated so far, as planned, and as forecast, with the date that no plan can beat. */
export function burnUp(model: StatusModel): string {
  const { pace, waves, day, sites, bound, finish, forecast } = model;
  const done: Point[] = [
    ...pace.days.map(({ date, migrated }) => ({ date, sites: migrated })),
    { date: day, sites: sites.migrated },
  ];
  const planned = plannedFrom(day, sites.migrated, waves);
  const goal = planned.at(-1)?.sites ?? sites.migrated;
  const ends = [forecast?.p50, forecast?.p85, forecast?.p95].flatMap((date) => date ?? []);
  const dates = [...done, ...planned]
    .map(({ date }) => date)
    .concat(ends, bound.date ?? [])
    .sort();
  const x = scaleUtc([utc(dates[0] ?? day), utc(dates.at(-1) ?? day)], [left, right]);
  const y = scaleLinear([0, Math.max(1, goal, sites.total)], [bottom, top]).nice();
  const path = line<Point>(
    (point) => round(x(utc(point.date))),
    (point) => round(y(point.sites)),
  );
  const steps = path.curve(curveStepAfter);
  const fan = [forecast?.p95, forecast?.p85, forecast?.p50].flatMap((date, at) =>
    date ? [`<path class="fan${at}" d="${fanTo(date) ?? ''}"/>`] : [],
  );
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
      ...(forecast ? [{ mark: 'fan1', text: 'forecast 50, 85, 95 %' }] : []),
      { mark: 'bound', text: 'no plan ends earlier' },
    ],
  });

  function fanTo(date: string): string | null {
    const points = [
      { date: day, sites: sites.migrated },
      { date, sites: goal },
    ];
    return area<Point>(
      (point) => round(x(utc(point.date))),
      () => round(y(sites.migrated)),
      (point) => round(y(point.sites)),
    )(points);
  }

  function vertical(date: string, name: string): string {
    const at = round(x(utc(date)));
    return `<line class="${name}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
  }
}

function plannedFrom(day: string, migrated: number, waves: StatusModel['waves']): readonly Point[] {
  let sites = migrated;
  return [
    { date: day, sites },
    ...waves.map((wave) => {
      sites += wave.sites.length;
      return { date: wave.date, sites };
    }),
  ];
}
