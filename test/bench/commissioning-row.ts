// Plays one row of the simulation in a thread of its own: many campaigns of one setting.
import { alongTheWay } from '../../src/commissioning/decision/no-alarm.js';
import { parentPort, workerData } from 'node:worker_threads';
import { seededRandom, type Random } from '../../src/model/random.js';
import { diagnose } from '../../src/commissioning/diagnose.js';
import { watched, type Evidence } from '../../src/commissioning/jobs/evidence.js';
import { readJob, isProblem, type Job } from '../../src/commissioning/jobs/job.js';
import { beliefsOf } from '../../src/commissioning/jobs/history.js';
import { measure } from '../../src/commissioning/measure.js';
import { count, emptyTally, type Tally } from '../../src/commissioning/jobs/tally.js';
import { fisher } from './commissioning-fisher.js';
import { alpha, lookedAtThroughout, mostJobs, type Course, type Row, type Setting } from './commissioning-settings.js';
import { worlds, type SimulatedJob } from './commissioning-worlds.js';

const hourMs = 3_600_000;

/** After a finished job the test is spared while the evidence (log) is so far from the alarm. */
const farFromAlarm = 2;
const [finished, failed] = [jobLike({ jobstatus: 'finished' }), jobLike({ jobstatus: 'failed', piloterrorcode: 1099 })];
const failure = diagnose(failed);

const { setting, until, campaigns } = workerData as Row;
const random = seededRandom(2019, JSON.stringify(setting));
const courses = Array.from({ length: campaigns }, (_, k) =>
  until === 'alarm' ? untilAlarm(setting, random, k < lookedAtThroughout) : untilGood(setting, random),
);
parentPort?.postMessage(courses satisfies readonly Course[]);

function untilAlarm(setting: Setting, random: Random, throughout: boolean): Course {
  const { evidence, before, beliefs, next } = begin(setting, random);
  const after = stratum(evidence);
  const threshold = Math.log(1 / alpha);
  let evidenceNow = 0;
  let alarm: number | null = null;
  let fisherAlarm: number | null = null;
  for (let jobs = 1; jobs <= mostJobs && (alarm === null || fisherAlarm === null); jobs++) {
    const hasFailed = next(after);
    if (hasFailed && fisherAlarm === null && fisher(total(after), jobs, total(before), before.jobs) <= alpha)
      fisherAlarm = jobs;
    const isSpared = !hasFailed && evidenceNow < threshold - farFromAlarm;
    if (alarm !== null || (isSpared && !throughout)) continue;
    const found = measure(evidence, beliefs, Infinity, { causes: [] }).alarm;
    if (isSpared && found >= threshold)
      throw new Error(`An alarm would have been missed: ${JSON.stringify(setting)}, job ${jobs}.`);
    if (!isSpared) evidenceNow = found;
    if (found >= threshold) alarm = jobs;
  }
  return { alarm, fisher: fisherAlarm, good: null };
}

function untilGood(setting: Setting, random: Random): Course {
  const { evidence, beliefs, next } = begin(setting, random);
  const after = stratum(evidence);
  for (let jobs = 1; jobs <= mostJobs; jobs++) {
    next(after);
    if (
      jobs % 10 === 0 &&
      measure(evidence, beliefs, Infinity, { causes: [] }).notWorse(0.1) >= -Math.log(alongTheWay * alpha)
    )
      return { alarm: null, fisher: null, good: jobs };
  }
  return { alarm: null, fisher: null, good: null };
}

/** A queue with its history; `next` adds the next job to a tally and tells whether it failed. */
function begin({ world, rateBefore, rateAfter, history, jobsPerHour }: Setting, random: Random) {
  const evidence = watched({
    queue: 'Q',
    cloud: 'DE',
    to: '2',
    measure: 'old pilot',
    changedMs: 0,
    effectiveMs: 0,
    marginMs: 0,
    generation: 1,
  });
  const stream = worlds[world](random);
  let startMs = 0;
  const put = (tally: Tally, { failed: isFailed, task, node }: SimulatedJob): boolean => {
    startMs += hourMs / jobsPerHour;
    count(tally, { ...(isFailed ? failed : finished), task, node: `wn${node}`, startMs }, isFailed ? failure : null);
    return isFailed;
  };
  for (let jobs = 0; jobs < history; jobs++) put(evidence.before, stream(rateBefore));
  return {
    evidence,
    before: evidence.before,
    beliefs: beliefsOf(evidence.before, [], 'assumed'),
    next: (tally: Tally) => put(tally, stream(rateAfter)),
  };
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
