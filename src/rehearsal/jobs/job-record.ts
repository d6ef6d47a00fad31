import { naiveSeconds } from '../world/times.js';
import type { EndedJob } from './one-job.js';
import type { Workplace } from './workplace.js';

/** A job as BigPanDA lists it. */
export type JobRecord = Readonly<Record<string, string | number | null>>;

/** docs/grid.md#jobs. Names and kinds of values are PanDA's own: `transexitcode` is text, times are naive UTC. */
export function endedRecord({ queue, type, workload }: Workplace, job: EndedJob): JobRecord {
  const failure = job.failure ?? { minutes: null };
  const seconds = Math.floor((job.endMs - job.startMs) / 1_000);
  const status = job.failure ? 'failed' : 'finished';
  return {
    pandaid: job.id,
    jeditaskid: job.task,
    taskid: job.task,
    jobstatus: status,
    computingsite: queue.name,
    cloud: queue.cloud,
    prodsourcelabel: job.isTest ? 'prod_test' : type === 'analysis' ? 'user' : 'managed',
    processingtype: job.isTest
      ? testType(type, workload.cores)
      : type === 'analysis'
        ? 'panda-client-1.4.9-jedi-run'
        : 'simul',
    eventservice: job.isEventService ? 'eventservice' : 'ordinary',
    modificationhost: `slot1_${job.id % 16}@wn${job.node}.${queue.nickname.toLowerCase()}.example`,
    // A pilot that was never heard of is known by the address of its log alone, in which there is no version.
    pilotversion: failure.dispatcher !== undefined && job.id % 2 === 0 ? 'Not specified' : job.pilotVersion,
    piloterrorcode: failure.pilot ?? 0,
    piloterrordiag: failure.pilotDiag ?? '',
    exeerrorcode: failure.exe ?? 0,
    exeerrordiag: failure.exeDiag ?? '',
    ddmerrorcode: failure.ddm ?? 0,
    ddmerrordiag: '',
    superrorcode: 0,
    superrordiag: '',
    taskbuffererrorcode: 0,
    taskbuffererrordiag: '',
    brokerageerrorcode: 0,
    brokerageerrordiag: '',
    jobdispatchererrorcode: failure.dispatcher ?? 0,
    jobdispatchererrordiag: failure.dispatcher === undefined ? '' : `lost heartbeat : ${naiveSeconds(job.heardMs)}`,
    transexitcode: failure.trans ?? (job.failure ? null : '0'),
    cpuconsumptiontime: job.cpuSeconds,
    cpuefficiency: seconds === 0 ? 0 : Number((job.cpuSeconds / seconds / workload.cores).toFixed(4)),
    durationsec: seconds,
    actualcorecount: workload.cores,
    nevents: job.failure ? 0 : 1_000,
    creationtime: naiveSeconds(job.startMs - 7_200_000),
    starttime: naiveSeconds(job.startMs),
    endtime: naiveSeconds(job.endMs),
    modificationtime: naiveSeconds(job.modifiedMs),
  };
}

/** When the server last heard of a job that runs. */
export function lastHeardMs({ heardMs }: EndedJob, nowMs: number): number {
  return Math.min(heardMs, nowMs - 1_000);
}

/** A job that runs for all the server knows. */
export function runningRecord({ queue, nowMs }: Workplace, job: EndedJob): JobRecord {
  const { id, task, pilotVersion, startMs } = job;
  return {
    pandaid: id,
    jeditaskid: task,
    jobstatus: 'running',
    computingsite: queue.name,
    pilotversion: pilotVersion,
    starttime: naiveSeconds(startMs),
    endtime: null,
    modificationtime: naiveSeconds(lastHeardMs(job, nowMs)),
  };
}

function testType(type: string, cores: number): string {
  if (cores > 1) return 'gangarobot-mcore';
  return type === 'analysis' ? 'gangarobot' : 'gangarobot-pft';
}
