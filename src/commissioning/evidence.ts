import { diagnose } from './diagnose.js';
import { isProblem, readJob, type Job, type JobProblem } from './job.js';
import { count, emptyTally, type Tally } from './tally.js';

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
}

/** What the jobs of one queue say, folded. Filled by `observe`. */
export interface Evidence {
  /** null: a queue that is only compared with. */
  readonly watch: Watch | null;
  readonly cloud: string;
  /** Before the change. For a queue without watch: all its jobs. */
  readonly before: Tally;
  /** By exact `pilotversion`, in the order of first sight: what is judged. */
  readonly after: Map<string, Tally>;
  /** The old pilot beside the new one, in the same hours. */
  readonly beside: Tally;
  /** Records that were not counted, by reason. */
  readonly left: Map<LeftOut, number>;
}

/** Why a record does not count. `too early`: it started between the change and its effect, or before it with the pilot that is not the measure. */
export type LeftOut = JobProblem['problem'] | 'another queue' | 'no start time' | 'no pilot version' | 'too early';

export function watched(watch: Watch): Evidence {
  return evidence(watch, watch.cloud);
}

/** A queue whose jobs are only compared with. */
export function compared(cloud: string): Evidence {
  return evidence(null, cloud);
}

/** Reads one raw job record of the queue and folds it in; nothing of it is kept but counts and a few ids. */
export function observe(evidence: Evidence, raw: unknown): void {
  const job = readJob(raw);
  const place = isProblem(job) ? job.problem : tallyFor(evidence, job);
  if (typeof place === 'string') evidence.left.set(place, (evidence.left.get(place) ?? 0) + 1);
  else if (!isProblem(job)) count(place, job, job.outcome === 'finished' ? null : diagnose(job));
}

/** True for a version of the pilot that a queue at `to` gets: `2` gets `2` and `2.…`. */
export function isVersionOf(pilotVersion: string, to: string): boolean {
  return pilotVersion === to || (pilotVersion.startsWith(to) && pilotVersion[to.length] === '.');
}

/** Far more than ever run within a watch; keeps memory bounded on nonsense. */
const mostVersions = 40;
const otherVersions = 'other versions';

function tallyFor({ watch, before, after, beside }: Evidence, job: Job): Tally | LeftOut {
  if (!watch) return before;
  if (job.queue !== watch.queue) return 'another queue';
  if (job.startMs === null) return 'no start time';
  if (job.pilotVersion === '') return 'no pilot version';
  const isNew = isVersionOf(job.pilotVersion, watch.to);
  if (job.startMs < watch.changedMs) return isNew === (watch.measure === 'same pilot') ? before : 'too early';
  if (job.startMs < watch.effectiveMs + watch.marginMs) return 'too early';
  if (!isNew) return beside;
  const version = after.has(job.pilotVersion) || after.size < mostVersions ? job.pilotVersion : otherVersions;
  let stratum = after.get(version);
  if (!stratum) after.set(version, (stratum = emptyTally()));
  return stratum;
}

function evidence(watch: Watch | null, cloud: string): Evidence {
  return { watch, cloud, before: emptyTally(), after: new Map(), beside: emptyTally(), left: new Map() };
}
