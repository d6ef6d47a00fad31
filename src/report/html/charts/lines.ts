import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { StatusModel } from '../../status-model/sources.js';
import { clock } from '../../terminal/when.js';
import { escaped, htmlTable, label } from '../text.js';
import { bottomAxis, figure, leftAxis, round } from './figure.js';

const [width, height, left, right, top, bottom] = [860, 240, 56, 690, 10, 210];
const mostLines = 8;

interface Point {
  readonly at: string;
  readonly value: number;
}
interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Failed jobs by cause, at each report and now. */
export function failuresChart({ failures, failuresOverTime, asOf, timezone }: StatusModel): string {
  const now = Object.fromEntries((failures ?? []).map(({ cause, failures: jobs }) => [cause, jobs]));
  const looks = [...failuresOverTime, ...(failures === null ? [] : [{ at: asOf, failures: now }])];
  const causes = [...new Set(looks.flatMap((look) => Object.keys(look.failures)))];
  const lines = causes.map((name) => ({
    name,
    points: looks.map(({ at, failures: jobs }) => ({ at, value: jobs[name] ?? 0 })),
  }));
  if (lines.length === 0) return '';
  return chart(lines, {
    id: 'failures-over-time',
    title: 'Failed jobs by cause over time',
    description: `Failed jobs of the queues under watch by cause, at ${looks.length} looks: ${causes.join(', ')}.`,
    value: 'failed jobs',
    isLog: false,
    timezone,
  });
}

/** How the evidence against each queue under watch grew: the test alarms where it is high. */
export function evidenceChart({ verdicts, timezone }: StatusModel): string {
  const lines = verdicts.flatMap(({ queue, path }) =>
    path.length === 0 ? [] : [{ name: queue, points: path.map(({ at, eValue }) => ({ at, value: eValue })) }],
  );
  if (lines.length === 0) return '';
  const strongest = [...lines].sort(
    (one, other) => (other.points.at(-1)?.value ?? 0) - (one.points.at(-1)?.value ?? 0),
  );
  return chart(strongest, {
    id: 'evidence',
    title: 'Evidence that a queue got worse',
    description: `e-values of ${lines.length} queues, at each report and now; 20 and more speaks against a queue at an error rate of 5 %.`,
    value: 'e-value',
    isLog: true,
    timezone,
  });
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly value: string;
  readonly isLog: boolean;
  readonly timezone: string;
}

function chart(all: readonly Line[], { id, title, description, value, isLog, timezone }: Shown): string {
  const lines = all.slice(0, mostLines);
  const points = lines.flatMap((one) => one.points);
  const times = points.map(({ at }) => Date.parse(at));
  const values = points.map((point) => point.value);
  const x = scaleUtc([Math.min(...times), Math.max(...times, Math.min(...times) + 3_600_000)], [left, right]);
  const y = isLog
    ? scaleLog(
        [Math.max(1e-6, Math.min(1, ...values)), Math.max(100, Math.min(1e12, Math.max(...values)))],
        [bottom, top],
      ).clamp(true)
    : scaleLinear([0, Math.max(1, ...values)], [bottom, top]).nice();
  const draw = line<Point>(
    (point) => round(x(Date.parse(point.at))),
    (point) => round(y(Math.max(point.value, isLog ? 1e-6 : 0))),
  );
  const ticks = isLog
    ? y.ticks(5).filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e6) / 1e6))
    : y.ticks(5);
  const drawing = [
    bottomAxis(
      x.ticks(6).map((at) => ({ at: x(at), text: clock(at.toISOString(), { timezone }).slice(5) })),
      { y: bottom, top },
    ),
    leftAxis(
      ticks.map((tick) => ({ at: y(tick), text: tick >= 1e4 || tick < 0.01 ? tick.toExponential(0) : String(tick) })),
      { x: left, right },
    ),
    ...lines.map(({ name, points: of }, index) => {
      const last = of.at(-1);
      const dots = of.map(
        (point) =>
          `<circle class="dot l${index}" r="3" cx="${round(x(Date.parse(point.at)))}" cy="${round(y(Math.max(point.value, isLog ? 1e-6 : 0)))}"><title>${escaped(`${name}, ${clock(point.at, { timezone })}: ${shown(point)}`)}</title></circle>`,
      );
      const text = last
        ? `<text x="${right + 8}" y="${top + 14 + index * 18}">${label(name)}</text><circle class="dot l${index}" r="3" cx="${right + 3}" cy="${top + 10 + index * 18}"/>`
        : '';
      return `<path class="line l${index}" d="${draw(of) ?? ''}"/>${dots.join('')}${text}`;
    }),
  ].join('');
  const table = htmlTable(
    title,
    all.flatMap(({ name, points: of }) => of.map((point) => ({ name, ...point }))),
    [
      { title: 'name', cell: ({ name }) => name },
      { title: 'when', cell: ({ at }) => clock(at, { timezone }) },
      { title: value, cell: shown, right: true },
    ],
  );
  return figure({ id, title, description, width, height, drawing, table });
}

function shown({ value }: Point): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
