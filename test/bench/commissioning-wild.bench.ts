import { Worker } from 'node:worker_threads';
import type { JudgingPolicy } from '../../src/commissioning/decision/decision.js';
import { defaultCommissioning } from '../../src/inventory/defaults.js';
import { bundle } from './bundle.js';
import { record } from './results.js';
import {
  goodRows,
  longHistoryRows,
  manyQueues,
  nullWorlds,
  powerRows,
  type PowerRow,
} from './commissioning-wild-worlds.js';
import type { WildCourse, WildRow } from './commissioning-wild-row.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 1_000);
/** A hundred queues are judged at every look, so these campaigns are fewer. */
const campaignsOfMany = Math.max(5, Math.round(campaigns / 20));
const only = process.env['ONLY'];
const policy: JudgingPolicy = defaultCommissioning;
const labelled: JudgingPolicy = { ...policy, bursts: 'labelled' };
const program = bundle('commissioning-wild-row');

const nulls: string[] = [];
for (const world of nullWorlds.filter(({ name }) => isChosen(name))) {
  const courses = await play({ world, until: 'deadline', campaigns, policy });
  const alarms = share(courses, ({ alarm }) => alarm !== null);
  const blamed = share(courses, ({ isBlamed }) => isBlamed);
  note(
    nulls,
    `| ${world.name} | ${campaigns} | ${percent(alarms)} | ${percent(blamed)} | ${blamed <= 0.05 ? '' : 'misses'} |`,
  );
}
for (const world of manyQueues.filter(({ name }) => isChosen(name))) {
  const courses = await play({ world, until: 'deadline', campaigns: campaignsOfMany, policy });
  const wrong = mean(courses.map(({ wrongShare }) => wrongShare));
  const alarms = mean(courses.map((course) => course.alarms));
  note(
    nulls,
    `| ${world.name}: false share of the alarms (${alarms.toFixed(1)} a campaign) | ${campaignsOfMany} |  | ${percent(wrong)} | ${wrong <= 0.05 ? '' : 'misses'} |`,
  );
}
const goods: string[] = [];
for (const { world, atLeast, atMost } of goodRows.filter(({ world }) => isChosen(world.name))) {
  const courses = await play({ world, until: 'deadline', campaigns, policy });
  const good = share(courses, ({ goodHour }) => goodHour !== null);
  const hours = middle(courses.map(({ goodHour }) => goodHour ?? Infinity));
  const asked =
    atLeast !== undefined ? `at least ${percent(atLeast)}` : atMost !== undefined ? `at most ${percent(atMost)}` : '';
  const misses = good < (atLeast ?? 0) || good > (atMost ?? 1);
  note(
    goods,
    `| ${world.name.replace('good: ', '')} | ${campaigns} | ${percent(good)} | ${asked} | ${Number.isFinite(hours) ? hours : '—'} | ${misses ? 'misses' : ''} |`,
  );
}
const powers: string[] = [];
for (const row of powerRows.filter(({ world }) => isChosen(world.name)))
  note(powers, await powerLine(row, 1.5, 'the rate estimated'));
for (const row of longHistoryRows.filter(({ world }) => isChosen(world.name)))
  note(powers, await powerLine(row, 2, 'the rate known'));

if (only === undefined)
  record(
    'commissioning-wild',
    [
      `${campaigns} campaigns a row (${campaignsOfMany} of a hundred queues), seeded, through \`observe\` and \`judgeAll\` with jobs that still run, looked at by the hour (power: as jobs end), spared where no further job failed or failures are not more frequent than a quarter above before; alpha ${policy.alpha}, up to 72 hours (power: 700 jobs). Made by \`CAMPAIGNS=${campaigns} npm run bench -- commissioning-wild\`.`,
      '',
      'Nothing changes at the flip: the change is blamed in at most 5 %. An alarm that says that the rise may be older than the change is no blame. Of many queues, the share of false alarms among the alarms.',
      '',
      '| world | campaigns | alarm | blamed | |',
      '|---|---:|---:|---:|---|',
      ...nulls,
      '',
      'Called good within 72 hours:',
      '',
      '| failures | campaigns | good | asked | hours, median | |',
      '|---|---:|---:|---:|---:|---|',
      ...goods,
      '',
      'The rate goes up: jobs that ended by the alarm (median, of those without an alarm infinite), with bursts `labelled` and `assumed`, and the share that ever alarms within 700 jobs, against what is asked. Blamed: of the alarms, those that do not leave open whether the rise is older.',
      '',
      '| failures | bound by | labelled | at most | ever | at least | assumed | ever | blamed | |',
      '|---|---|---:|---:|---:|---:|---:|---:|---:|---|',
      ...powers,
    ].join('\n'),
  );

async function powerLine({ world, valid, share: least }: PowerRow, times: number, by: string): Promise<string> {
  const [courses, assumed] = [
    await play({ world, until: 'alarm', campaigns, policy: labelled }),
    await play({ world, until: 'alarm', campaigns, policy }),
  ];
  const ever = (of: readonly WildCourse[]): number => share(of, ({ alarm }) => alarm !== null);
  const jobs = (of: readonly WildCourse[]): number => middle(of.map(({ alarm }) => alarm ?? Infinity));
  const shown = (median: number): string => (Number.isFinite(median) ? String(median) : '—');
  const blamed = share(
    assumed.filter(({ alarm }) => alarm !== null),
    ({ isBlamed }) => isBlamed,
  );
  const most = valid === null ? null : Math.floor(times * valid);
  const misses = (most !== null && jobs(courses) > most) || ever(courses) < least;
  return `| ${world.name}| ${by} | ${shown(jobs(courses))} | ${most ?? '—'} | ${percent(ever(courses))} | ${percent(least)} | ${shown(jobs(assumed))} | ${percent(ever(assumed))} | ${percent(blamed)} | ${misses ? 'misses' : ''} |`;
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? Infinity;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function play(row: WildRow): Promise<readonly WildCourse[]> {
  return new Promise((resolve, reject) => {
    new Worker(program, { workerData: row }).once('message', resolve).once('error', reject);
  });
}

function note(rows: string[], line: string): void {
  rows.push(line);
  console.log(line);
}

function isChosen(name: string): boolean {
  return only === undefined || new RegExp(only).test(name);
}

function share(courses: readonly WildCourse[], holds: (course: WildCourse) => boolean): number {
  return courses.filter(holds).length / courses.length;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
