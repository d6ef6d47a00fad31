import { isMapping } from '../../model/mapping.js';
import { utcInstant } from '../naive-time.js';
import { GridFailure } from '../ports.js';

/** BigPanDA's job list (docs/grid.md#jobs). */
export interface JobList {
  readonly jobs: readonly unknown[];
  /** Jobs by status as the monitor sums them up; empty where it does not. */
  readonly countsByStatus: ReadonlyMap<string, number>;
  /** The largest number of jobs that any part of its summary speaks of; 0 where there is none. */
  readonly summedUp: number;
}

/** Takes an answer apart; `{"error": message}` and other shapes become a GridFailure. */
export function readJobList(body: unknown, who: string): JobList {
  if (!isMapping(body)) throw notUnderstood(who);
  const { error, jobs } = body;
  if (error !== undefined) {
    const said = typeof error === 'string' ? error : JSON.stringify(error);
    throw new GridFailure('refused', `${who} answered with an error: ${said}.`, true, [
      'Try again later; look at the same page in a browser.',
    ]);
  }
  if (!Array.isArray(jobs)) throw notUnderstood(who);
  return { jobs, countsByStatus: countsOf(body['selectionsummary']), summedUp: largestSum(body['selectionsummary']) };
}

/**
 * Jobs of one queue in one state, at least: the summary counts what is no longer listed. A job that does
 * not say where it is or how must not be taken for none. null: unknown, for none is listed beside a summary that has
 * some, or beside jobs of other queues or states, which the monitor was not asked for.
 */
export function jobsInState({ jobs, countsByStatus, summedUp }: JobList, queue: string, state: string): number | null {
  const says = (job: unknown, field: string, value: string): boolean =>
    !isMapping(job) || typeof job[field] !== 'string' || job[field] === value;
  const listed = jobs.filter((job) => says(job, 'computingsite', queue) && says(job, 'jobstatus', state)).length;
  if (listed > 0) return jobs.length === listed ? Math.max(listed, countsByStatus.get(state) ?? 0) : listed;
  return jobs.length === 0 && summedUp === 0 ? 0 : null;
}

/** When a job reached its final state, ms, or failing that when it started, so that it counts in one window alone; null where the record says neither. */
export function endedMs(job: unknown): number | null {
  if (!isMapping(job)) return null;
  const instant = utcInstant(job['modificationtime']) ?? utcInstant(job['endtime']) ?? utcInstant(job['starttime']);
  return instant === null ? null : Date.parse(instant);
}

/** `[{field: "jobstatus", list: [{kname, kvalue}]}]` */
function countsOf(summary: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  const fields: readonly unknown[] = Array.isArray(summary) ? summary : [];
  const status = fields.find((field) => isMapping(field) && field['field'] === 'jobstatus');
  const list: readonly unknown[] = isMapping(status) && Array.isArray(status['list']) ? status['list'] : [];
  for (const item of list) {
    if (!isMapping(item)) continue;
    const count = Number(item['kvalue']);
    if (typeof item['kname'] === 'string' && Number.isFinite(count)) counts.set(item['kname'], count);
  }
  return counts;
}

/** Each part sums the same jobs up by another field. */
function largestSum(summary: unknown): number {
  const parts = (Array.isArray(summary) ? (summary as readonly unknown[]) : []).filter(isMapping);
  const sums = parts.map(({ list }) => {
    const counts = (Array.isArray(list) ? (list as readonly unknown[]) : []).filter(isMapping);
    return counts.reduce((sum, { kvalue }) => sum + (Number.isFinite(Number(kvalue)) ? Number(kvalue) : 1), 0);
  });
  return Math.max(0, ...sums);
}

function notUnderstood(who: string): GridFailure {
  return new GridFailure('not understood', `${who} sent something that is not a list of jobs.`, true, [
    'Check the address of the monitor in the grid profile.',
  ]);
}
