import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.js';
import {
  acceptedSettings,
  alpha,
  faultySettings,
  lookedAtThroughout,
  mostJobs,
  quietSettings,
  usual,
  type Course,
  type Row,
  type Setting,
} from './commissioning-settings.js';
import { record } from './results.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 2_000);

const program = bundle('commissioning-row');
const rows = [
  ...quietSettings.map((setting) => ({ setting, until: 'alarm', campaigns }) as const),
  ...faultySettings.map((setting) => ({ setting, until: 'alarm', campaigns }) as const),
  ...acceptedSettings.map((setting) => ({ setting, until: 'good', campaigns }) as const),
] satisfies readonly Row[];
const played = await playAll(rows);
const quiet = played.slice(0, quietSettings.length);
const faulty = played.slice(quiet.length, quiet.length + faultySettings.length);
const accepted = played.slice(quiet.length + faulty.length);

record(
  'commissioning-simulation',
  [
    `${campaigns} campaigns a row, seeded; each queue is looked at after every job up to ${mostJobs}, alpha ${alpha}, history of ${usual.history} jobs and ${usual.jobsPerHour} jobs an hour unless said. The alarm is the one that \`judge\` raises, all its capital counted. After a finished job the test is spared while the e-value is below a seventh of the alarm's; ${lookedAtThroughout} campaigns of every row are looked at throughout, and would stop the simulation if that missed an alarm. Made by \`npm run bench -- commissioning-simulation\`.`,
    '',
    'False alarms while nothing has changed: at most 5 % is promised, storms (a correlation three times as strong) included.',
    '',
    '| failures | rate | ours | Fisher at every look |',
    '|---|---:|---:|---:|',
    ...quiet.map(
      ({ setting, courses }) =>
        `| ${named(setting)} | ${percent(setting.rateBefore)} | ${percent(spoken(courses, 'alarm'))} | ${percent(spoken(courses, 'fisher'))} |`,
    ),
    '',
    'Jobs until the alarm, from a rate of 5 % before (median; — where fewer than half alarm within the watch):',
    '',
    '| failures | rate after | ours | at most | alarmed in total | Fisher at every look |',
    '|---|---:|---:|---:|---:|---:|',
    ...faulty.map(({ setting, courses }) =>
      [
        `| ${named(setting)}`,
        percent(setting.rateAfter),
        median(courses, 'alarm'),
        target(setting),
        percent(spoken(courses, 'alarm')),
        `${median(courses, 'fisher')} |`,
      ].join(' | '),
    ),
    '',
    slower(),
    '',
    'Called good, looked at every ten jobs: with ten points more failing it must be rare (5 % at most), with nothing changed it should come soon.',
    '',
    '| failures | rate before | rate after | called good | median jobs |',
    '|---|---:|---:|---:|---:|',
    ...accepted.map(
      ({ setting, courses }) =>
        `| ${named(setting)} | ${percent(setting.rateBefore)} | ${percent(setting.rateAfter)} | ${percent(spoken(courses, 'good'))} | ${median(courses, 'good')} |`,
    ),
  ].join('\n'),
);

interface PlayedRow extends Row {
  readonly courses: readonly Course[];
}

/** As many rows at a time as there are processors. */
async function playAll(all: readonly Row[]): Promise<readonly PlayedRow[]> {
  const done: PlayedRow[] = [];
  const left = all.entries();
  const work = async (): Promise<void> => {
    for (const [place, row] of left) done[place] = { ...row, courses: await play(row) };
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return done;
}

function play(row: Row): Promise<readonly Course[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: row });
    worker.once('message', resolve).once('error', reject);
  });
}

function spoken(courses: readonly Course[], test: keyof Course): number {
  return courses.filter((course) => course[test] !== null).length / courses.length;
}

function median(courses: readonly Course[], test: keyof Course): string {
  const jobs = courses.map((course) => course[test] ?? Infinity).sort((one, other) => one - other);
  const middle = jobs[Math.floor((jobs.length - 1) / 2)] ?? Infinity;
  return Number.isFinite(middle) ? String(middle) : '—';
}

function target({ world, rateAfter, history }: Setting): string {
  if (world !== 'independent' || history !== usual.history) return '';
  return { 0.25: '20', 0.5: '5', 0.95: '3' }[rateAfter] ?? '';
}

function slower(): string {
  const rows = faulty.filter(
    ({ setting, courses }) => setting.world === 'independent' && median(courses, 'alarm') !== median(courses, 'fisher'),
  );
  const list = rows.map(
    ({ setting, courses }) =>
      `${percent(setting.rateAfter)} of jobs${setting.history === usual.history ? '' : `, history ${setting.history}`}: ${median(courses, 'alarm')} against ${median(courses, 'fisher')}`,
  );
  return `Ours is slower than Fisher's test at every look, which spends its error rate many times over: ${list.join('; ')}.`;
}

function named({ world, history, jobsPerHour }: Setting): string {
  const apart = [
    history === usual.history ? '' : `history ${history}`,
    jobsPerHour === usual.jobsPerHour ? '' : `${jobsPerHour} jobs an hour`,
  ];
  return [world, ...apart.filter((text) => text !== '')].join('; ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}
