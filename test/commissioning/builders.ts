import { addJob, watched, type Evidence, type Watch } from '../../src/commissioning/jobs/evidence.js';
import { isProblem, readJob, type Job } from '../../src/commissioning/jobs/job.js';
import type { Circumstances, JudgingPolicy } from '../../src/commissioning/decision/decision.js';
import { judgeAll, type Judgement } from '../../src/commissioning/verdict.js';
import { seededRandom } from '../../src/model/random.js';
import type { QueueRecord } from '../../src/model/record.js';

export type RawJob = Readonly<Record<string, unknown>>;

export const hourMs = 3_600_000;
/** The queue is changed at 10:00, the change takes effect half an hour later, jobs count from 11:30 on. */
export const changedMs = Date.UTC(2019, 7, 5, 10);
export const countsFromMs = changedMs + 1.5 * hourMs;
export const oldPilot = 'PICARD 73.4';
export const newPilot = '2.1.21.6';

/** A finished job of the new pilot, as the monitor tells it. */
export function rawJob(fields: RawJob = {}): RawJob {
  return {
    pandaid: 4_400_000_001,
    jeditaskid: 18_000_001,
    jobstatus: 'finished',
    computingsite: 'ANALY_TEST',
    modificationhost: 'slot1_3@wn001.site.example',
    pilotversion: newPilot,
    piloterrorcode: 0,
    piloterrordiag: '',
    exeerrorcode: 0,
    exeerrordiag: '',
    transexitcode: '0',
    starttime: naive(countsFromMs),
    cpuconsumptiontime: 3_240,
    durationsec: 3_600,
    actualcorecount: 1,
    nevents: 1_000,
    eventservice: 'ordinary',
    ...fields,
  };
}

export function failedJob(fields: RawJob): RawJob {
  return rawJob({ jobstatus: 'failed', transexitcode: null, ...fields });
}

/** The job that a record reads as; throws where it reads as none. */
export function jobOf(raw: RawJob): Job {
  const job = readJob(raw);
  if (isProblem(job)) throw new Error(`${job.problem}: ${job.detail}`);
  return job;
}

export function naive(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

export function aWatch(fields: Partial<Watch> = {}): Watch {
  return {
    queue: 'ANALY_TEST',
    cloud: 'DE',
    to: '2',
    measure: 'old pilot',
    changedMs,
    effectiveMs: changedMs + hourMs / 2,
    marginMs: hourMs,
    generation: 3,
    ...fields,
  };
}

/** Which job comes as the index-th: fields over `rawJob`. */
export type JobAt = (index: number) => RawJob;

/** `share` of the jobs, evenly spread, fail as `failure` says. */
export function mixed(share: number, failure: RawJob): JobAt {
  return (index) =>
    Math.floor((index + 1) * share) > Math.floor(index * share)
      ? { jobstatus: 'failed', transexitcode: null, ...failure }
      : {};
}

/** Folds `count` jobs into evidence, ten an hour from `fromMs` on, of six tasks at a time on twenty nodes at random unless `at` says otherwise. */
export function run(evidence: Evidence, count: number, fromMs: number, at: JobAt = () => ({})): Evidence {
  const random = seededRandom(fromMs, 'labels');
  for (let index = 0; index < count; index++) {
    addJob(
      evidence,
      rawJob({
        computingsite: evidence.watch?.queue ?? 'OTHER',
        pandaid: 1_000 * Math.floor(fromMs / 60_000) + index,
        jeditaskid: 18_000_000 + Math.floor(6 * random()) + 6 * Math.floor(index / 60),
        modificationhost: `slot1_1@wn${Math.floor(20 * random())}.site.example`,
        starttime: naive(fromMs + (index * hourMs) / 10),
        ...at(index),
      }),
    );
  }
  return evidence;
}

/** A queue with 300 jobs of the old pilot, of which `share` fail for `failure`. */
export function queueWithHistory(fields: Partial<Watch> = {}, share = 0.04, failure: RawJob = everyday): Evidence {
  const history = mixed(share, failure);
  return run(watched(aWatch(fields)), 300, changedMs - 31 * hourMs, (index) => ({
    pilotversion: oldPilot,
    ...history(index),
  }));
}

/** What fails now and then everywhere: a payload that ends with an error, or stage-out. */
export const everyday: RawJob = {
  piloterrorcode: 1137,
  piloterrordiag: 'Failed to stage-out file: copy command failed',
};
export const namespaceFault: RawJob = {
  piloterrorcode: 1340,
  piloterrordiag: 'Singularity: Failed invoking the NEWUSER namespace runtime: Invalid argument',
};
export const stageInFault: RawJob = {
  piloterrorcode: 1099,
  piloterrordiag: 'Failed to stage-in file: [gfalErrno 110] Connection timed out',
};

export const policy: JudgingPolicy = {
  min_jobs: 10,
  alpha: 0.05,
  margin: 0.1,
  bursts: 'assumed',
  deadline_hours: 72,
  on_container_fault: 'containers-off',
};

export function aRecord(fields: Partial<QueueRecord> = {}): QueueRecord {
  return {
    panda_resource: 'ANALY_TEST',
    nickname: 'ANALY_TEST',
    atlas_site: 'TEST',
    rc_site: 'TEST',
    cloud: 'DE',
    country: 'Germany',
    tier_level: 2,
    type: 'analysis',
    capability: 'score',
    resource_type: 'GRID',
    state: 'ACTIVE',
    status: 'online',
    comment: '',
    pilot_version: '2',
    pilot_manager: 'Harvester',
    container_type: 'singularity:pilot;docker:wrapper',
    container_options: '',
    catchall: '',
    hc_param: 'AutoExclusion',
    cmtconfig: 'x86_64-centos7-gcc8-opt',
    compute_elements: [],
    storages: [],
    last_modified: '',
    ...fields,
  };
}

export function circumstances(fields: Partial<Circumstances> = {}): Circumstances {
  return { nowMs: changedMs + 71 * hourMs, record: aRecord(), containersOn: 'singularity:pilot', ...fields };
}

/** Judges one queue; `peers` are compared with. */
export function judge(
  evidence: Evidence,
  peers: readonly Evidence[],
  circumstances: Circumstances,
  policy: JudgingPolicy,
): Judgement {
  const [judgement] = judgeAll(
    [evidence, ...peers.map((peer) => ({ ...peer, watch: null }))],
    () => circumstances,
    policy,
  );
  if (!judgement) throw new Error('the queue is not under watch');
  return judgement;
}
