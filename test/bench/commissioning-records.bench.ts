import { seededRandom, type Random } from '../../src/model/random.js';
import { addJob, watched, type Evidence } from '../../src/commissioning/jobs/evidence.js';
import { judgeAll } from '../../src/commissioning/verdict.js';
import { record } from './results.js';

const pages = 50;
const jobsAPage = 20_000;
const queues = 25;
const rounds = 3;
const hourMs = 3_600_000;
const changedMs = Date.UTC(2019, 7, 5, 10);
const fromMs = changedMs - 72 * hourMs;
const toMs = changedMs + 72 * hourMs;

const failures: readonly Readonly<Record<string, unknown>>[] = [
  {
    piloterrorcode: 1305,
    piloterrordiag: 'Failed to execute payload',
    exeerrorcode: 65,
    exeerrordiag: 'Non-zero return code from athena (65)',
    transexitcode: '65',
  },
  {
    piloterrorcode: 1099,
    piloterrordiag: 'Failed to stage-in file: [gfalErrno 110] Connection timed out',
    ddmerrorcode: 200,
  },
  { piloterrorcode: 1137, piloterrordiag: 'Failed to stage-out file: copy command failed' },
  { jobdispatchererrorcode: 100, jobdispatchererrordiag: 'lost heartbeat' },
  { exeerrorcode: 40, exeerrordiag: 'Athena crash - consult log file', transexitcode: '40' },
  {
    piloterrorcode: 1340,
    piloterrordiag: 'Singularity: Failed invoking the NEWUSER namespace runtime: Invalid argument',
  },
];

// A page is what the monitor answers for one queue and window; here each queue's jobs before the change, then those
// after it. Pages are made one at a time and forgotten: what is measured is the work on the same bytes.
const times: { parse: number; judge: number; verdicts: number }[] = [];
let [bytes, peakMiB] = [0, 0];
for (let round = 0; round < rounds; round++) {
  const random = seededRandom(round, 'records');
  const evidences = Array.from({ length: queues }, (_, queue) => evidenceOf(queue));
  const time = { parse: 0, judge: 0, verdicts: 0 };
  bytes = 0;
  for (let page = 0; page < pages; page++) {
    const text = JSON.stringify({
      jobs: Array.from({ length: jobsAPage }, (_, index) =>
        rawJob(random, page % queues, page * jobsAPage + index, page >= queues),
      ),
    });
    const evidence = evidences[page % queues];
    if (!evidence) break;
    bytes += text.length;
    time.parse += timed(() => JSON.parse(text));
    time.judge += timed(() => {
      for (const raw of (JSON.parse(text) as { jobs: readonly unknown[] }).jobs) addJob(evidence, raw);
    });
    peakMiB = Math.max(peakMiB, process.memoryUsage().heapUsed / 2 ** 20);
  }
  time.verdicts = timed(() =>
    judgeAll(evidences, () => ({ nowMs: toMs, record: null, containersOn: 'singularity:pilot' }), policy()),
  );
  times.push(time);
}
const median = (of: (time: (typeof times)[number]) => number): number =>
  times.map(of).sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
const parse = median((time) => time.parse);
const row = (name: string, ms: number, most = ''): string =>
  `| ${name} | ${ms.toFixed(0)} | ${(ms / parse).toFixed(2)} | ${most} |`;

record(
  'commissioning-records',
  [
    `${(pages * jobsAPage).toLocaleString('en')} job records of ${queues} queues, each with its jobs before and after the change, in pages of ${jobsAPage.toLocaleString('en')}, ${(bytes / 1e6).toFixed(0)} MB; medians of ${rounds} runs, Node ${process.versions.node}; made by \`npm run bench -- commissioning-records\`.`,
    '',
    '| work | ms | ratio | at most |',
    '|---|---:|---:|---:|',
    row('`JSON.parse`', parse),
    row(
      '`JSON.parse`, read, diagnose, fold',
      median((time) => time.judge),
    ),
    row(
      'the same, and judge all queues',
      median((time) => time.judge + time.verdicts),
      '3.00',
    ),
    '',
    `Largest heap seen between pages: ${peakMiB.toFixed(0)} MiB, one page and its text in it; the folded evidence does not grow with the jobs.`,
  ].join('\n'),
);

function policy() {
  return {
    min_jobs: 10,
    alpha: 0.05,
    margin: 0.1,
    bursts: 'assumed',
    deadline_hours: 72,
    on_container_fault: 'containers-off',
  } as const;
}

function evidenceOf(queue: number): Evidence {
  return watched({
    queue: `QUEUE_${queue}`,
    cloud: queue % 2 ? 'DE' : 'US',
    to: '2',
    measure: 'old pilot',
    changedMs,
    effectiveMs: changedMs + hourMs / 2,
    marginMs: hourMs,
    generation: 1,
  });
}

function rawJob(random: Random, queue: number, id: number, isNew: boolean): Readonly<Record<string, unknown>> {
  const startMs = isNew ? changedMs + random() * (toMs - changedMs) : fromMs + random() * (changedMs - fromMs);
  const isFailed = random() < 0.08;
  const failure = isFailed ? failures[Math.floor(random() * (isNew ? 6 : 5))] : undefined;
  const seconds = Math.floor(600 + 20_000 * random());
  const naive = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  return {
    pandaid: 4_400_000_000 + id,
    jeditaskid: 18_000_000 + Math.floor(random() * 600),
    taskid: 18_000_000,
    jobstatus: isFailed ? 'failed' : 'finished',
    computingsite: `QUEUE_${queue}`,
    cloud: 'DE',
    prodsourcelabel: 'user',
    processingtype: 'panda-client-1.4.9-jedi-run',
    eventservice: 'ordinary',
    modificationhost: `slot1_${id % 16}@wn${Math.floor(random() * 200)}.site.example`,
    pilotversion: isNew ? '2.1.21.6' : 'PICARD 73.4',
    piloterrorcode: 0,
    piloterrordiag: '',
    exeerrorcode: 0,
    exeerrordiag: '',
    ddmerrorcode: 0,
    ddmerrordiag: '',
    superrorcode: 0,
    superrordiag: '',
    taskbuffererrorcode: 0,
    taskbuffererrordiag: '',
    brokerageerrorcode: 0,
    brokerageerrordiag: '',
    jobdispatchererrorcode: 0,
    jobdispatchererrordiag: '',
    transexitcode: isFailed ? null : '0',
    cpuconsumptiontime: Math.floor(0.9 * seconds),
    cpuefficiency: 0.9,
    durationsec: seconds,
    actualcorecount: 1,
    nevents: 1_000,
    creationtime: naive(startMs - 2 * hourMs),
    starttime: naive(startMs),
    endtime: naive(startMs + 1_000 * seconds),
    modificationtime: naive(startMs + 1_000 * seconds),
    ...failure,
  };
}

function timed(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}
