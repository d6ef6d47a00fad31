import { Worker } from 'node:worker_threads';
import type { JudgingPolicy } from '../../src/commissioning/decision.js';
import { defaultCommissioning } from '../../src/inventory/defaults.js';
import { bundle } from './bundle.js';
import { record } from './results.js';
import { longHistoryRows, manyQueues, nullWorlds, powerRows, type PowerRow } from './commissioning-wild-worlds.js';
import type { WildCourse, WildRow } from './commissioning-wild-row.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 1_000);
/** A hundred queues are judged at every look, so these campaigns are fewer. */
const campaignsOfMany = Math.max(10, Math.round(campaigns / 20));
const only = process.env['ONLY'];
const policy: JudgingPolicy = defaultCommissioning;
const program = bundle('commissioning-wild-row');

const nulls: string[] = [];
for (const world of [...nullWorlds, manyQueues].filter(({ name }) => isChosen(name))) {
  const played = (world.queues ?? 1) > 1 ? campaignsOfMany : campaigns;
  const courses = await play({ world, until: 'deadline', campaigns: played, policy });
  const blamed = share(courses, ({ blamed }) => blamed > 0);
  const good = share(courses, ({ goodHour }) => goodHour !== null);
  note(nulls, `| ${world.name} | ${played} | ${percent(blamed)} | ${percent(good)} |`);
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
      `${campaigns} campaigns a row (${campaignsOfMany} of a hundred queues), seeded, through \`observe\` and \`judgeAll\` with jobs that still run, looked at by the hour (power: as jobs end), spared where failures are not more frequent than a quarter above before; alpha ${policy.alpha}, up to 72 hours (power: 700 jobs). Made by \`CAMPAIGNS=${campaigns} npm run bench -- commissioning-wild\`.`,
      '',
      'Nothing changes at the flip: the change is blamed in at most 5 %.',
      '',
      '| world | campaigns | blamed | called good within 72 hours |',
      '|---|---:|---:|---:|',
      ...nulls,
      '',
      'The rate goes up: jobs that ended by the alarm (median, of those without an alarm infinite), and the share that ever alarms within 700 jobs, against what is asked.',
      '',
      '| failures | bound by | ours | at most | ever | at least | |',
      '|---|---|---:|---:|---:|---:|---|',
      ...powers,
    ].join('\n'),
  );

async function powerLine({ world, valid, share: least }: PowerRow, times: number, by: string): Promise<string> {
  const courses = await play({ world, until: 'alarm', campaigns, policy });
  const ever = share(courses, ({ alarm }) => alarm !== null);
  const jobs = courses.map(({ alarm }) => alarm ?? Infinity).sort((one, other) => one - other);
  const median = jobs[Math.floor((jobs.length - 1) / 2)] ?? Infinity;
  const most = valid === null ? Infinity : Math.floor(valid * times);
  const misses = median > most || ever < least - 0.005 ? 'misses' : '';
  return `| ${world.name}${world.history > 400 ? `, history ${world.history}` : ''} | ${by} | ${Number.isFinite(median) ? median : '—'} | ${Number.isFinite(most) ? most : ''} | ${percent(ever)} | ${percent(least)} | ${misses} |`;
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
