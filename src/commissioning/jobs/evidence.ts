import { watchedCauses, type Cause } from '../causes.js';
import { diagnose } from '../diagnose.js';
import { isProblem, readJob, readRunning, type Job, type JobProblem } from './job.js';
import { count, emptyTally, type Tally } from './tally.js';
import { noTrials, repeated, wasSeen, type Trials } from './trials.js';
import type { RunningNow } from './running.js';
import { bucketMs } from '../statistics/outcomes.js';

/** One change of a queue under watch. */
export interface Watch {
  /** `panda_resource`. */
  readonly queue: string;
  readonly cloud: string;
  /** The catalogue's `pilot_version` that the queue was flipped to, e.g. `2`. */
  readonly to: string;
  /** What is the measure: jobs of the old pilot (a flip, and what followed it), or of the same pilot (containers switched on later). */
  readonly measure: 'old pilot' | 'same pilot';
  /** When the record was last written; jobs that started before are history. */
  readonly changedMs: number;
  /** When factories and nodes follow. */
  readonly effectiveMs: number;
  /** After `effectiveMs`, before a job counts. */
  readonly marginMs: number;
  /** `settled` of the queue: the generation of the record that is judged. */
  readonly generation: number;
  /** Looked at again after a good verdict: what ended before `effectiveMs` is no longer read. */
  readonly isLate?: boolean;
}

/** What the jobs of one queue say, folded. Filled by `observe`. */
export interface Evidence {
  /** null: a queue that is only compared with. */
  readonly watch: Watch | null;
  readonly cloud: string;
  /** What queues alike have in common beside the cloud, e.g. type and capability. */
  readonly traits: readonly string[];
  /** Before the change. For a queue without watch: all its jobs. */
  readonly before: Tally;
  /** By exact `pilotversion`, in the order of first sight: what is judged. Lost jobs whose pilot never reported are under `neverReported`. */
  readonly after: Map<string, Tally>;
  /** The old pilot beside the new one, in the same hours. */
  readonly beside: Tally;
  /** Jobs of the new pilot that run at this look; empty until they are asked for. Filled by `seeRunning`. */
  running: RunningNow;
  readonly trials: Trials;
  /** Records that were not counted, by reason. */
  readonly left: Map<LeftOut, number>;
}

/** Why a record does not count. `too early`: it started between the change and its effect, or before it with the pilot that is not the measure. */
export type LeftOut =
  | JobProblem['problem']
  | 'another queue'
  | 'no start time'
  | typeof neverReported
  | 'too early'
  | 'seen before'
  | 'another try';

export function watched(watch: Watch, traits: readonly string[] = []): Evidence {
  return evidence(watch, watch.cloud, traits);
}

/** A queue whose jobs are only compared with. */
export function compared(cloud: string, traits: readonly string[] = []): Evidence {
  return evidence(null, cloud, traits);
}

/** Reads one raw job record of the queue and folds it in; nothing of it is kept but counts and a few ids. */
export function addJob(evidence: Evidence, raw: unknown): void {
  const job = readJob(raw);
  if (isProblem(job)) {
    leave(evidence, job.problem);
    return;
  }
  const again = repeated(evidence.trials, job);
  if (again !== null) {
    leave(evidence, again);
    return;
  }
  const diagnosis = job.outcome === 'finished' ? null : diagnose(job);
  const place = tallyFor(evidence, job, diagnosis?.cause ?? null);
  if (typeof place === 'string') leave(evidence, place);
  else count(place, job, diagnosis);
}

/** Reads raw records of the queue's jobs that run at this look, in place of those of the look before; one listed twice is one job. */
export function seeRunning(evidence: Evidence, raws: readonly unknown[]): void {
  const { watch, trials } = evidence;
  const running = new Map<number, number>();
  const seen = new Set<number>();
  for (const raw of raws) {
    const job = readRunning(raw);
    if (job === null || !watch || job.queue !== watch.queue || job.startMs < watch.effectiveMs + watch.marginMs)
      continue;
    if (job.pilotVersion !== '' && !isVersionOf(job.pilotVersion, watch.to)) continue;
    // Its end was listed already: the two lists are of different moments.
    if (job.id !== null && (seen.has(job.id) || wasSeen(trials, job.id))) continue;
    if (job.id !== null) seen.add(job.id);
    const bucket = Math.floor(job.startMs / bucketMs);
    running.set(bucket, (running.get(bucket) ?? 0) + 1);
  }
  evidence.running = running;
}

function leave({ left }: Evidence, why: LeftOut): void {
  left.set(why, (left.get(why) ?? 0) + 1);
}

/** True for a version of the pilot that a queue at `to` gets: `2` gets `2` and `2.…`. */
export function isVersionOf(pilotVersion: string, to: string): boolean {
  return pilotVersion === to || (pilotVersion.startsWith(to) && pilotVersion[to.length] === '.');
}

/** Far more than ever run within a watch; keeps memory bounded on nonsense. */
const mostVersions = 40;
const otherVersions = 'other versions';
/** No version says which pilot such a job had: its start does. */
export const neverReported = 'pilot never reported';
const watchedSet: ReadonlySet<Cause | null> = new Set(watchedCauses);

/** `cause`: null for a finished job. A job whose pilot never reported proves nothing good, and nothing bad unless it was lost. */
function tallyFor({ watch, before, after, beside }: Evidence, job: Job, cause: Cause | null): Tally | LeftOut {
  const isSilent = job.pilotVersion === '';
  if (isSilent && !watchedSet.has(cause)) return neverReported;
  if (!watch) return before;
  if (job.queue !== watch.queue) return 'another queue';
  if (job.startMs === null) return 'no start time';
  const isNew = isSilent || isVersionOf(job.pilotVersion, watch.to);
  if (job.startMs < watch.changedMs)
    return isSilent || isNew === (watch.measure === 'same pilot') ? before : 'too early';
  if (job.startMs < watch.effectiveMs + watch.marginMs) return 'too early';
  if (!isNew) return beside;
  const own = isSilent ? neverReported : job.pilotVersion;
  const version = after.has(own) || after.size < mostVersions ? own : otherVersions;
  let stratum = after.get(version);
  if (!stratum) after.set(version, (stratum = emptyTally()));
  return stratum;
}

function evidence(watch: Watch | null, cloud: string, traits: readonly string[]): Evidence {
  return {
    watch,
    cloud,
    traits,
    before: emptyTally(),
    after: new Map(),
    beside: emptyTally(),
    running: new Map(),
    trials: noTrials(),
    left: new Map(),
  };
}
