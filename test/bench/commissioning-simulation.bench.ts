import { seededRandom, type Random } from '../../src/model/random.js';
import { diagnose } from '../../src/commissioning/diagnose.js';
import { watched, type Evidence } from '../../src/commissioning/evidence.js';
import { readJob, isProblem, type Job } from '../../src/commissioning/job.js';
import { beliefsOf, measure, type Beliefs } from '../../src/commissioning/measure.js';
import { count, emptyTally, type Tally } from '../../src/commissioning/tally.js';
import { fisher } from './commissioning-fisher.js';
import { worlds, type SimulatedJob, type World } from './commissioning-worlds.js';
import { record } from './results.js';

const campaigns = Number(process.env['CAMPAIGNS'] ?? 2_000);
const alpha = 0.05;
const mostJobs = 400;
const hourMs = 3_600_000;

interface Setting {
  readonly world: World;
  readonly rateBefore: number;
  readonly rateAfter: number;
  readonly history: number;
  readonly jobsPerHour: number;
}

/** Jobs until each test spoke; null: it did not. */
interface Course {
  readonly alarm: number | null;
  readonly fisher: number | null;
  readonly good: number | null;
}

const usual = { world: 'independent', rateBefore: 0.05, rateAfter: 0.05, history: 400, jobsPerHour: 10 } as const satisfies Setting;

const quietSettings: readonly Setting[] = [
  ...(Object.keys(worlds) as World[]).map((world) => ({ ...usual, world })),
  ...(['independent', 'bursts in time, no label'] as const).flatMap((world) => [
    { ...usual, world, history: 100 },
    { ...usual, world, history: 1_000 },
    { ...usual, world, rateBefore: 0.01, rateAfter: 0.01 },
    { ...usual, world, rateBefore: 0.2, rateAfter: 0.2 },
  ]),
  { ...usual, world: 'bursts in time, no label', jobsPerHour: 2 },
  { ...usual, world: 'bursts in time, no label', jobsPerHour: 60 },
];
const faultySettings: readonly Setting[] = [
  ...[0.1, 0.15, 0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, rateAfter })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, rateAfter, history: 200 })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, world: 'bursts by task' as const, rateAfter })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, world: 'bursts in time, no label' as const, rateAfter })),
];
const acceptedSettings: readonly Setting[] = [
  usual,
  { ...usual, rateBefore: 0.01, rateAfter: 0.01 },
  // One in ten of the jobs that were fine newly fails: just what is not tolerated.
  ...(['independent', 'bursts by task', 'bursts in time, no label'] as const).map((world) => ({ ...usual, world, rateAfter: 0.145 })),
];

const [finished, failed] = [jobLike({ jobstatus: 'finished' }), jobLike({ jobstatus: 'failed', piloterrorcode: 1099 })];
const failure = diagnose(failed);

const quiet = quietSettings.map((setting) => ({ setting, courses: play(setting, 'alarm') }));
const faulty = faultySettings.map((setting) => ({ setting, courses: play(setting, 'alarm') }));
const accepted = acceptedSettings.map((setting) => ({ setting, courses: play(setting, 'good') }));

record(
  'commissioning-simulation',
  [
    `${campaigns} campaigns a row, seeded; each queue is looked at after every job up to ${mostJobs}, alpha ${alpha}, history of ${usual.history} jobs and ${usual.jobsPerHour} jobs an hour unless said. The alarm is the one that \`judge\` raises, all its capital counted. Made by \`npm run bench -- commissioning-simulation\`.`,
    '',
    'False alarms while nothing has changed: at most 5 % is promised, storms (a correlation three times as strong) included.',
    '',
    '| failures | rate | ours | Fisher at every look |',
    '|---|---:|---:|---:|',
    ...quiet.map(({ setting, courses }) => `| ${named(setting)} | ${percent(setting.rateBefore)} | ${percent(spoken(courses, 'alarm'))} | ${percent(spoken(courses, 'fisher'))} |`),
    '',
    'Jobs until the alarm, from a rate of 5 % before (median; — where fewer than half alarm within the watch):',
    '',
    '| failures | rate after | ours | at most | alarmed in all | Fisher at every look |',
    '|---|---:|---:|---:|---:|---:|',
    ...faulty.map(({ setting, courses }) =>
      [`| ${named(setting)}`, percent(setting.rateAfter), median(courses, 'alarm'), target(setting), percent(spoken(courses, 'alarm')), `${median(courses, 'fisher')} |`].join(' | '),
    ),
    '',
    slower(),
    '',
    'Called good, looked at every ten jobs: with one in ten newly failing it must be rare (5 % at most), with nothing changed it should come soon.',
    '',
    '| failures | rate before | rate after | called good | median jobs |',
    '|---|---:|---:|---:|---:|',
    ...accepted.map(({ setting, courses }) => `| ${named(setting)} | ${percent(setting.rateBefore)} | ${percent(setting.rateAfter)} | ${percent(spoken(courses, 'good'))} | ${median(courses, 'good')} |`),
  ].join('\n'),
);

function play(setting: Setting, until: 'alarm' | 'good'): readonly Course[] {
  const random = seededRandom(2019, JSON.stringify(setting));
  return Array.from({ length: campaigns }, () => (until === 'alarm' ? untilAlarm(setting, random) : untilGood(setting, random)));
}

function untilAlarm(setting: Setting, random: Random): Course {
  const { evidence, before, beliefs, next } = begin(setting, random);
  const after = stratum(evidence);
  let alarm: number | null = null;
  let fisherAlarm: number | null = null;
  for (let jobs = 1; jobs <= mostJobs && (alarm === null || fisherAlarm === null); jobs++) {
    if (!next(after)) continue;
    const [failures, failuresBefore] = [total(after), total(before)];
    if (fisher(failures, jobs, failuresBefore, before.jobs) <= alpha) fisherAlarm ??= jobs;
    // Where failures are no more frequent than before there is no evidence that they are.
    if (alarm === null && failures * before.jobs > jobs * failuresBefore && isAlarm(evidence, beliefs)) alarm = jobs;
  }
  return { alarm, fisher: fisherAlarm, good: null };
}

function untilGood(setting: Setting, random: Random): Course {
  const { evidence, beliefs, next } = begin(setting, random);
  const after = stratum(evidence);
  for (let jobs = 1; jobs <= mostJobs; jobs++) {
    next(after);
    if (jobs % 10 === 0 && measure(evidence, beliefs, Infinity, { causes: [] }).notWorse >= Math.log(1 / alpha)) return { alarm: null, fisher: null, good: jobs };
  }
  return { alarm: null, fisher: null, good: null };
}

function isAlarm(evidence: Evidence, beliefs: Beliefs): boolean {
  return measure(evidence, beliefs, Infinity, { causes: [] }).alarm >= Math.log(1 / alpha);
}

/** A queue with its history; `next` adds the next job to a tally and tells whether it failed. */
function begin({ world, rateBefore, rateAfter, history, jobsPerHour }: Setting, random: Random) {
  const evidence = watched({ queue: 'Q', cloud: 'DE', to: '2', measure: 'old pilot', changedMs: 0, effectiveMs: 0, marginMs: 0, generation: 1 });
  const stream = worlds[world](random);
  let startMs = 0;
  const put = (tally: Tally, { failed: isFailed, task, node }: SimulatedJob): boolean => {
    startMs += hourMs / jobsPerHour;
    count(tally, { ...(isFailed ? failed : finished), task, node: `wn${node}`, startMs }, isFailed ? failure : null);
    return isFailed;
  };
  for (let jobs = 0; jobs < history; jobs++) put(evidence.before, stream(rateBefore));
  return { evidence, before: evidence.before, beliefs: beliefsOf(evidence.before, []), next: (tally: Tally) => put(tally, stream(rateAfter)) };
}

function stratum({ after }: Evidence): Tally {
  const tally = emptyTally();
  after.set('2.1.21.6', tally);
  return tally;
}

function jobLike(fields: Readonly<Record<string, unknown>>): Job {
  const job = readJob({ computingsite: 'Q', pilotversion: '2.1.21.6', ...fields });
  if (isProblem(job)) throw new Error(job.detail);
  return job;
}

function total({ failures }: Tally): number {
  return failures.reduce((sum, one) => sum + one, 0);
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
  const rows = faulty.filter(({ setting, courses }) => setting.world === 'independent' && median(courses, 'alarm') !== median(courses, 'fisher'));
  const list = rows.map(({ setting, courses }) => `${percent(setting.rateAfter)} of jobs${setting.history === usual.history ? '' : `, history ${setting.history}`}: ${median(courses, 'alarm')} against ${median(courses, 'fisher')}`);
  return `Ours is slower than Fisher's test at every look, which spends its error rate many times over: ${list.join('; ')}.`;
}

function named({ world, history, jobsPerHour }: Setting): string {
  const apart = [history === usual.history ? '' : `history ${history}`, jobsPerHour === usual.jobsPerHour ? '' : `${jobsPerHour} jobs an hour`];
  return [world, ...apart.filter((text) => text !== '')].join('; ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}
