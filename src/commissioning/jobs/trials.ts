import type { Job } from './job.js';

/** Which records of a queue were seen: one job is one trial, however often it is delivered or tried again. */
export interface Trials {
  /** Job ids, the newest, and those before them. */
  recent: Set<number>;
  older: Set<number>;
  /** Lowest attempt that failed, by set of jobs or task. */
  readonly failed: Map<string | number, number>;
}

/** Far more than two pages overlap by; keeps memory bounded. */
const mostRecent = 20_000;
const mostFailed = 50_000;

export function noTrials(): Trials {
  return { recent: new Set(), older: new Set(), failed: new Map() };
}

/** The job has ended: its record came already. */
export function wasSeen({ recent, older }: Trials, id: number): boolean {
  return recent.has(id) || older.has(id);
}

/** Notes a record; answers why it is no trial of its own, or null. */
export function repeated(trials: Trials, job: Job): 'seen before' | 'another try' | null {
  if (job.id !== null) {
    if (wasSeen(trials, job.id)) return 'seen before';
    if (trials.recent.size >= mostRecent) {
      trials.older = trials.recent;
      trials.recent = new Set();
    }
    trials.recent.add(job.id);
  }
  const belonging = job.jobset ?? job.task;
  if (belonging === null) return null;
  const first = trials.failed.get(belonging);
  if (first !== undefined && job.attempt > first) return 'another try';
  if (job.outcome === 'failed' && (first !== undefined || trials.failed.size < mostFailed))
    trials.failed.set(belonging, job.attempt);
  return null;
}
