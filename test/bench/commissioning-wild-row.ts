// Plays campaigns of one wild world through the path of the watch: raw records, observe, judgeAll at the hour of the look.
import { parentPort, workerData } from 'node:worker_threads';
import { addJob, compared, seeRunning, watched, type Evidence } from '../../src/commissioning/jobs/evidence.js';
import { withEarlierAlarm } from '../../src/commissioning/decision/earlier-alarm.js';
import type { JudgingPolicy } from '../../src/commissioning/decision/decision.js';
import { judgeAll, type Judgement } from '../../src/commissioning/verdict.js';
import { seededRandom } from '../../src/model/random.js';
import { jobsOf, type WildJob, type WildWorld } from './commissioning-wild-worlds.js';

const hourMs = 3_600_000;
const changedMs = Date.UTC(2019, 7, 5, 10);
const mostJobs = 700;
const [oldPilot, newPilot] = ['PICARD 73.4', '2.1.21.6'];

/** `until`: the first alarm within the jobs of the table, or the whole watch by the hour. */
export interface WildRow {
  readonly world: WildWorld;
  readonly until: 'alarm' | 'deadline';
  readonly campaigns: number;
  readonly policy: JudgingPolicy;
}

export interface WildCourse {
  /** Jobs ended at the first alarm. */
  readonly alarm: number | null;
  /** Its verdict asks for something to be done about the change, and does not say that the rise may be older. */
  readonly isBlamed: boolean;
  /** Hour of the verdict good. */
  readonly goodHour: number | null;
  /** The last word. */
  readonly verdict: string;
  /** Of several queues, how many had an alarm, and the share of those in which something had changed. */
  readonly alarms: number;
  readonly wrongShare: number;
}

const { world, until, campaigns, policy } = workerData as WildRow;
const watchHours = world.watchHours ?? 72;
const courses: WildCourse[] = [];
for (let campaign = 0; campaign < campaigns; campaign++)
  courses.push(world.isInTurn ? playInTurn(campaign) : play(campaign));
parentPort?.postMessage(courses);

interface Queue {
  readonly evidence: Evidence;
  readonly ending: readonly WildJob[];
  next: number;
  ended: number;
  failed: number;
  /** Failures at the last look. */
  lookedAt: number;
}

/** One queue after the other; those before count. */
function playInTurn(campaign: number): WildCourse {
  let [alarms, wrong] = [0, 0];
  let last: WildCourse | undefined;
  for (let index = 0; index < (world.queues ?? 1); index++) {
    last = play(campaign, [index], { hypotheses: index, discoveries: alarms });
    alarms += last.isBlamed ? 1 : 0;
    wrong += last.isBlamed && index >= (world.broken ?? 0) ? 1 : 0;
  }
  return {
    alarm: null,
    isBlamed: wrong > 0,
    goodHour: null,
    verdict: last?.verdict ?? '',
    alarms,
    wrongShare: wrong / Math.max(1, alarms),
  };
}

function play(
  campaign: number,
  indices: readonly number[] = Array.from({ length: world.queues ?? 1 }, (_, index) => index),
  before?: { readonly hypotheses: number; readonly discoveries: number },
): WildCourse {
  const lastHour = until === 'alarm' ? Math.ceil(mostJobs / (world.paceAfter ?? world.pace)) + 8 : watchHours;
  const queues = indices.map((index) => begin(campaign, index, lastHour));
  const peers = (world.peerRates ?? []).map((rate, index) => peerOf(campaign, index, rate));
  const alarmed = new Set<string>();
  let last: Judgement | undefined;
  const look = (hour: number): readonly Judgement[] => {
    for (const { evidence, ending, next } of queues)
      seeRunning(
        evidence,
        ending.slice(next).flatMap((job) => (job.startHour <= hour ? [running(evidence, job)] : [])),
      );
    return judgeAll(
      [...queues.map(({ evidence }) => evidence), ...peers],
      () => ({ nowMs: changedMs + hour * hourMs, record: null, containersOn: null }),
      policy,
      before,
    );
  };
  const [queue] = queues;
  if (until === 'alarm' && queue) {
    for (let step = queue.ending[0]; step && queue.ended < mostJobs; step = queue.ending[queue.next]) {
      feed(queue, step.endHour);
      if (!isNewlyDoubtful(queue)) continue;
      const [found] = look(step.endHour);
      if (found?.alarm)
        return { alarm: queue.ended, isBlamed: blames(found), goodHour: null, verdict: '', alarms: 1, wrongShare: 0 };
    }
    return { alarm: null, isBlamed: false, goodHour: null, verdict: '', alarms: 0, wrongShare: 0 };
  }
  let alarm: number | null = null;
  let isBlamed = false;
  let earlier: Judgement | null = null;
  let goodHour: number | null = null;
  for (let hour = 1; hour <= watchHours; hour += stepHours(hour, queues.length)) {
    for (const one of queues) feed(one, hour);
    const isQuiet = queues.length === 1 && !queues.some(isNewlyDoubtful) && world.isLookedAtHourly !== true;
    if (isQuiet && hour % 12 > 0 && hour < watchHours) continue;
    const judgements = look(hour);
    for (const judgement of judgements) if (judgement.alarm) alarmed.add(judgement.queue);
    const [found] = judgements;
    last = found && withEarlierAlarm(found, earlier, policy);
    if (last?.isFinal) earlier = last;
    if (last?.verdict === 'good') goodHour ??= hour;
    if (alarmed.size > 0 && queues.length === 1) {
      alarm ??= queue?.ended ?? null;
      isBlamed = last !== undefined && last.alarm !== null && blames(last);
      // A verdict comes with ten jobs.
      if (last?.verdict !== 'not enough jobs') break;
    }
    // Good ends the watch.
    if (goodHour !== null && queues.length === 1) break;
  }
  const wrong = [...alarmed].filter((name) => Number(name.slice(1)) >= (world.broken ?? 0)).length;
  return {
    alarm,
    isBlamed,
    goodHour,
    verdict: last?.verdict ?? '',
    alarms: alarmed.size,
    wrongShare: wrong / Math.max(1, alarmed.size),
  };
}

function stepHours(hour: number, queues: number): number {
  if (queues > 1) return 6;
  if (hour >= 72) return 24;
  return hour >= 12 && world.isLookedAtHourly !== true ? 3 : 1;
}

function blames({ verdict }: Judgement): boolean {
  return verdict !== 'inconclusive' && verdict !== 'not enough jobs';
}

/** A failure more, and they are more frequent than expected: only then can an alarm be near. */
function isNewlyDoubtful(queue: Queue): boolean {
  const { ended, failed, lookedAt } = queue;
  queue.lookedAt = failed;
  return failed > lookedAt && failed >= 2 && failed > ended * world.rateBefore * 1.25;
}

function feed(queue: Queue, hour: number): void {
  for (let job = queue.ending[queue.next]; job && job.endHour <= hour; job = queue.ending[++queue.next]) {
    if (job.startHour < 0) {
      put(queue.evidence, job, oldPilot);
      continue;
    }
    queue.ended++;
    if (job.failed) queue.failed++;
    put(queue.evidence, job, newPilot);
  }
}

function begin(campaign: number, index: number, lastHour: number): Queue {
  const random = seededRandom(campaign, `${world.name} ${index}`);
  const evidence = watched({
    queue: `Q${index}`,
    cloud: 'DE',
    to: '2',
    measure: 'old pilot',
    changedMs,
    effectiveMs: changedMs,
    marginMs: 0,
    generation: 1,
  });
  const isBroken = world.broken !== undefined && index < world.broken;
  const jobs = jobsOf(isBroken ? { ...world, rateAfter: 0.5 } : world, random, lastHour);
  // What runs at the change is the old pilot's, and history when it ends.
  for (const job of jobs) if (job.endHour < 0) put(evidence, job, oldPilot);
  const ending = jobs.filter(({ endHour }) => endHour >= 0).sort((one, other) => one.endHour - other.endHour);
  return { evidence, ending, next: 0, ended: 0, failed: 0, lookedAt: 0 };
}

/** A queue alike, not under watch: 400 jobs in the days before. */
function peerOf(campaign: number, index: number, rate: number): Evidence {
  const random = seededRandom(campaign, `${world.name} peer ${index}`);
  const evidence = compared('DE');
  for (const job of jobsOf({ ...world, pace: 10, history: 400, rateBefore: rate, rateAfter: rate }, random, 0))
    if (job.endHour < 0) put(evidence, job, oldPilot);
  return evidence;
}

function put(evidence: Evidence, job: WildJob, pilotversion: string): void {
  const raw = {
    pandaid: 4_400_000_000 + job.id,
    jobsetid: 900_000 + job.jobset,
    attemptnr: job.attempt,
    jeditaskid: 18_000_000 + job.task,
    jobstatus: job.failed ? 'failed' : 'finished',
    computingsite: evidence.watch?.queue,
    modificationhost: `slot1@wn${job.node}.site.example`,
    pilotversion,
    starttime: naive(job.startHour),
    durationsec: Math.round((job.endHour - job.startHour) * 3_600),
    ...(job.failed
      ? { piloterrorcode: 1137, piloterrordiag: 'Failed to stage-out file: copy command failed' }
      : { piloterrorcode: 0, transexitcode: '0' }),
  };
  addJob(evidence, raw);
  if (world.twice !== undefined && job.id % Math.round(1 / world.twice) === 0) addJob(evidence, raw);
}

/** A job that runs, as the monitor lists it. */
function running({ watch }: Evidence, { id, startHour }: WildJob): unknown {
  return {
    pandaid: 4_400_000_000 + id,
    jobstatus: 'running',
    computingsite: watch?.queue,
    pilotversion: startHour < 0 ? oldPilot : newPilot,
    starttime: naive(startHour),
  };
}

function naive(hour: number): string {
  return new Date(changedMs + hour * hourMs).toISOString().slice(0, 19);
}
