import { forecast } from '../../src/forecast/forecast.js';
import { dayNumber, isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { DayDone } from '../../src/model/history.js';
import { seededRandom, type Random } from '../../src/model/random.js';
import { exactDays } from '../forecast/convolution.js';
import { record } from './results.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 300);
const only = process.env['ONLY'];
const start = dayNumber('2019-06-03');

/** How a grid works that nobody has told the forecast about. */
interface World {
  readonly name: string;
  /** Share of what is allowed that gets done, drawn anew each week; `last` week's comes with it. */
  readonly week: (random: Random, last: number, number: number) => number;
  /** Weeks of history; 6 and 10 unless said. */
  readonly weeks?: readonly number[];
  /** P85 covers at least so much. */
  readonly atLeast?: number;
}

/** The pace falls in this week of eight, and stays so. */
const changedInWeek = 6;

const worlds: readonly World[] = [
  { name: 'every day by itself, 60 % done', week: () => 0.6 },
  { name: 'good and bad weeks', week: (random) => 0.15 + 0.8 * random() },
  { name: 'every fourth week nothing', week: (random) => (random() < 0.25 ? 0 : 0.8) },
  {
    name: 'weeks that resemble the one before',
    week: (random, last) => Math.min(1, Math.max(0.05, 0.6 * last + 0.4 * (0.1 + random()))),
    atLeast: 0.78,
  },
  { name: 'one week in five stops', week: (random) => (random() < 0.2 ? 0 : 0.8), weeks: [4], atLeast: 0.75 },
  {
    name: '4 a day, then 1 without a word, two weeks ago',
    week: (_, _last, number) => (number < changedInWeek ? 0.8 : 0.2),
    weeks: [changedInWeek + 2],
  },
];

/** Pace 5, in the second month 1; no weekends. */
function allowed(day: number): number {
  if (weekdayIndex(day) > 4) return 0;
  return day >= dayNumber('2019-08-01') && day <= dayNumber('2019-08-31') ? 1 : 5;
}

/** What gets done, day by day, from the start on. */
function course(world: World, random: Random): (day: number) => DayDone {
  const days: DayDone[] = [];
  let share = 0.6;
  return (day) => {
    for (let next = start + days.length; next <= day; next++) {
      if (weekdayIndex(next) === 0) share = world.week(random, share, (next - start) / 7);
      const places = allowed(next);
      let done = 0;
      for (let place = 0; place < places; place++) if (random() < share) done += 1;
      days.push({ date: isoDate(next), done, allowed: places });
    }
    return days[day - start] as DayDone;
  };
}

interface Coverage {
  readonly p50: number;
  readonly p85: number;
  readonly p95: number;
  /** Days from P50 to P95: median, and the largest of nineteen in twenty; the share told of a change of pace. */
  readonly spread: number;
  readonly widest: number;
  readonly told: number;
}

/** How often the true finish lay on or before the forecast's dates. */
function backtest(world: World, weeks: number, toGo: number, resample: boolean): Coverage {
  const hits = { p50: 0, p85: 0, p95: 0, told: 0 };
  const spreads: number[] = [];
  for (let k = 0; k < campaigns; k++) {
    const done = course(world, seededRandom(k, `${world.name} ${weeks} ${toGo}`));
    const firstDay = start + 7 * weeks;
    const history = Array.from({ length: 7 * weeks }, (_, offset) => done(start + offset));
    const said = forecast({
      history,
      toGo,
      firstDay,
      capacity: (day) => ({ sites: allowed(day) }),
      options: { runs: 500, resample },
    });
    let left = toGo;
    let finish = firstDay - 1;
    while (left > 0) left -= done(++finish).done;
    for (const share of ['p50', 'p85', 'p95'] as const)
      if (said?.[share] == null || isoDate(finish) <= said[share]) hits[share] += 1;
    spreads.push(said?.p50 && said.p95 ? dayNumber(said.p95) - dayNumber(said.p50) : Infinity);
    if (said?.reason.startsWith('the pace changed')) hits.told += 1;
  }
  spreads.sort((one, other) => one - other);
  return {
    p50: hits.p50 / campaigns,
    p85: hits.p85 / campaigns,
    p95: hits.p95 / campaigns,
    spread: spreads[Math.floor(campaigns / 2)] ?? Infinity,
    widest: spreads[Math.floor(0.95 * campaigns)] ?? Infinity,
    told: hits.told / campaigns,
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const rows: string[] = [];
const all: number[] = [];
const naive: number[] = [];
for (const world of worlds.filter(({ name }) => only === undefined || new RegExp(only).test(name))) {
  for (const weeks of world.weeks ?? [6, 10]) {
    for (const toGo of [60, 150]) {
      const { p50, p85, p95, spread, widest, told } = backtest(world, weeks, toGo, true);
      const without = backtest(world, weeks, toGo, false);
      all.push(p85);
      naive.push(without.p85);
      rows.push(
        `| ${world.name} | ${weeks} weeks | ${toGo} | ${percent(p50)} | ${percent(p85)} | ${percent(p95)} | ${percent(without.p85)} | ${spread} | ${widest} | ${percent(told)} | ${p85 < (world.atLeast ?? 0) ? 'misses' : ''} |`,
      );
      console.log(rows.at(-1));
    }
  }
}
const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

const samples = [0, 1, 5, 3, 5, 0, 2];
const past = samples.map((done, k): DayDone => ({ date: isoDate(start + k), done, allowed: 5 }));
const began = performance.now();
const plain = forecast({
  history: past,
  toGo: 100,
  firstDay: start,
  capacity: () => ({ sites: 5 }),
  options: { blocks: 'days', resample: false, runs: 100_000 },
});
const plainMs = performance.now() - began;
const days = (date: string | null | undefined): number => dayNumber(date ?? '') - start + 1;

const write = only === undefined ? record : () => undefined;
write(
  'forecast',
  `Backtest: ${campaigns} campaigns a row, pace 5 a working day and 1 in August; how often the true finish lay on or before the date said. Aim for P85: 80 to 90 %. Made by \`npm run bench -- forecast\`.

| world | history | to go | P50 | P85 | P95 | P85 without drawing the history | days from P50 to P95, median | of 19 in 20 at most | told that the pace changed | |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|
${rows.join('\n')}
| all | | | | ${percent(mean(all))} | | ${percent(mean(naive))} | | | | |

Plain case, samples [${samples.join(', ')}], 100 to go: ${[plain?.p50, plain?.p85, plain?.p95].map(days).join(' / ')} days in 100,000 runs (${plainMs.toFixed(0)} ms); exact convolution ${exactDays(samples, 100, [0.5, 0.85, 0.95]).join(' / ')}.`,
);
