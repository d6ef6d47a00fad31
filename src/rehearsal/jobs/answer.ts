import type { World } from '../world/world.js';
import { worldNow } from '../world/journal.js';
import { selectQueues } from '../world/queues.js';
import { naiveSeconds, readTime } from '../world/times.js';
import { endedJobs, longestWrapUpMs, workplaceOf, type Workplace } from './ended.js';
import { endedRecord, type JobRecord } from './job-record.js';
import { activityAt } from './load.js';
import { reportedVersion } from './pilot-version.js';
import { valueAt, type Span } from './timeline.js';

const hourMs = 3_600_000;
/** The monitor lists no more, and does not say so (docs/grid.md#jobs). */
const mostJobs = 20_000;
/** Jobs come by start, latest first, and end at most seven hours apart from that order: the newest 20,000 are among so many. */
const enoughJobs = 3 * mostJobs;

/**
 * BigPanDA's `/jobs/?json`: `computingsite` (several joined by `|`), `jobstatus`, the window on
 * `modificationtime` by `hours`, `days`, `date_from`, `date_to`, or on `endtime` by
 * `endtimerange=FROM|TO`; `limit`, `fields`. Newest first. null: the question is not understood.
 */
export function jobsAnswer(world: World, query: URLSearchParams): string | null {
  const names = listed(query.get('computingsite'));
  const window = windowOf(query, worldNow(world));
  if (names.length === 0 || window === null) return null;
  const statuses = listed(query.get('jobstatus'));
  const queues = selectQueues(world, names).filter(({ name }) => names.includes(name));
  const jobs = queues.flatMap((queue) => jobsOf(workplaceOf(world, queue), window, statuses));
  jobs.sort((one, other) => other.modifiedMs - one.modifiedMs || other.id - one.id);

  const limit = Math.min(Number(query.get('limit')) || mostJobs, mostJobs);
  const fields = listed(query.get('fields'));
  const listing = jobs.slice(0, limit).map(({ record }) => (fields.length === 0 ? record : only(record, fields)));
  return JSON.stringify({
    selectionsummary: ['jobstatus', 'computingsite', 'pilotversion', 'processingtype'].map((field) =>
      summaryOf(jobs, field),
    ),
    jobs: listing,
    errsByCount: errorsOf(jobs),
  });
}

interface Listed {
  readonly id: number;
  readonly modifiedMs: number;
  readonly record: JobRecord;
}

interface Window extends Span {
  /** The window is on the end of the job, not on its last change. */
  readonly byEnd: boolean;
}

function jobsOf(workplace: Workplace, window: Window, statuses: readonly string[]): Listed[] {
  const isWanted = (status: string): boolean => statuses.length === 0 || statuses.includes(status);
  const active = window.byEnd
    ? []
    : activeJobs(workplace, window).filter(({ record }) => isWanted(String(record['jobstatus'])));
  if (!isWanted('finished') && !isWanted('failed')) return active;
  const ended: Listed[] = [];
  const { fromMs, toMs, byEnd } = window;
  // A job's last change comes after its end.
  for (const job of endedJobs(workplace, byEnd ? { fromMs, toMs: toMs + longestWrapUpMs } : window)) {
    if (byEnd && (job.endMs < fromMs || job.endMs > toMs)) continue;
    if (ended.length === enoughJobs) break;
    if (isWanted(job.failure ? 'failed' : 'finished'))
      ended.push({ id: job.id, modifiedMs: job.modifiedMs, record: endedRecord(workplace, job) });
  }
  return [...active, ...ended];
}

/** Jobs that wait or run now; the server has just heard of each. */
function activeJobs(workplace: Workplace, { fromMs, toMs }: Span): Listed[] {
  const { queue, timeline, nowMs } = workplace;
  if (fromMs > nowMs - 1_000 || toMs < nowMs) return [];
  const { activated, running } = activityAt(workplace);
  const version = reportedVersion(valueAt(timeline.pilot, nowMs), nowMs);
  const modifiedMs = Math.max(fromMs, nowMs - 1_000);
  const shared = {
    computingsite: queue.name,
    cloud: queue.cloud,
    piloterrorcode: 0,
    endtime: null,
    modificationtime: naiveSeconds(modifiedMs),
  };
  const runs = { ...shared, jobstatus: 'running', pilotversion: version, starttime: naiveSeconds(nowMs - hourMs / 2) };
  const waits = { ...shared, jobstatus: 'activated', pilotversion: null, starttime: null };
  return Array.from({ length: activated + running }, (_, index): Listed => {
    const id = 1_000_000 * queue.id + index;
    return { id, modifiedMs, record: { pandaid: id, ...(index < running ? runs : waits) } };
  });
}

/** null: a time is not understood. */
function windowOf(query: URLSearchParams, nowMs: number): Window | null {
  const range = query.get('endtimerange')?.split('|');
  const [from, to] = range ?? [query.get('date_from'), query.get('date_to')];
  const hours = Number(query.get('hours') ?? 24 * Number(query.get('days') ?? 0.5));
  const window = {
    fromMs: from == null ? nowMs - hours * hourMs : readTime(from),
    toMs: to == null ? nowMs : readTime(to),
  };
  if (Number.isNaN(window.fromMs) || Number.isNaN(window.toMs)) return null;
  return { ...window, byEnd: range !== undefined };
}

function summaryOf(jobs: readonly Listed[], field: string): unknown {
  const counts = new Map<string, number>();
  for (const { record } of jobs) {
    const name = String(record[field] ?? '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return {
    field,
    list: [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([kname, kvalue]) => ({ kname, kvalue })),
  };
}

function errorsOf(jobs: readonly Listed[]): unknown[] {
  const counts = new Map<string, { codename: string; codeval: string | number; diag: string; count: number }>();
  for (const { record } of jobs) {
    for (const component of ['pilot', 'exe', 'ddm', 'jobdispatcher']) {
      const codename = `${component}errorcode`;
      const codeval = record[codename];
      if (codeval == null || codeval === 0) continue;
      const key = `${component}:${String(codeval)}`;
      const found = counts.get(key) ?? {
        codename,
        codeval,
        diag: String(record[`${component}errordiag`] ?? ''),
        count: 0,
      };
      counts.set(key, { ...found, count: found.count + 1 });
    }
  }
  return [...counts].map(([error, found]) => ({ error, ...found })).sort((one, other) => other.count - one.count);
}

function only(record: JobRecord, fields: readonly string[]): JobRecord {
  const kept: Record<string, string | number | null> = {};
  for (const field of fields) {
    const value = record[field];
    if (value !== undefined) kept[field] = value;
  }
  return kept;
}

function listed(text: string | null): readonly string[] {
  return (text ?? '').split(/[|,]/).filter((name) => name !== '');
}
