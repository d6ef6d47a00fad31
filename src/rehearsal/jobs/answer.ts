import { hourMs } from '../../model/dates.js';
import type { World } from '../world/world.js';
import { worldNow } from '../world/journal.js';
import { selectQueues } from '../world/queues.js';
import type { CatalogueKind } from '../services.js';
import { naiveSeconds, readTime } from '../world/times.js';
import { endedJobs, runningJobs } from './ended.js';
import { longestWrapUpMs } from './one-job.js';
import { workplaceOf, type Workplace } from './workplace.js';
import { endedRecord, lastHeardMs, type JobRecord } from './job-record.js';
import { activityAt } from './load.js';
import { reportedVersion } from './pilot-version.js';
import { valueAt, type Span } from './timeline.js';

/** Each table is cut at so many, unordered, and the answer does not say so; the monitor of today cuts later. */
const mostActive: Readonly<Record<CatalogueKind, number>> = { agis: 10_000, cric: 20_000 };
const mostEnded = 20_000;
/** Of more the cut takes some, whichever. */
const enoughEnded = 3 * mostEnded;

/**
 * BigPanDA's `/jobs/?json`: `computingsite` (several joined by `|`), `jobstatus`, the window on
 * `modificationtime` by `hours`, `days`, `date_from`, `date_to`, or on `endtime` by
 * `endtimerange=FROM|TO`; `limit` a table, `fields`, `mode`. What is left of the tables comes newest
 * first. null: the question is not understood.
 */
export function jobsAnswer(world: World, query: URLSearchParams, kind: CatalogueKind = 'agis'): string | null {
  const names = listed(query.get('computingsite'));
  const window = windowOf(query, worldNow(world));
  if (names.length === 0 || window === null) return null;
  const statuses = listed(query.get('jobstatus'));
  const queues = selectQueues(world, names).filter(({ name }) => names.includes(name));
  const limit = Number(query.get('limit')) || Infinity;
  const tables = tablesOf(
    queues.map((queue) => workplaceOf(world, queue)),
    window,
    statuses,
  );
  const cut = [
    ...unordered(tables.active, Math.min(limit, mostActive[kind])),
    ...unordered(tables.ended, Math.min(limit, mostEnded)),
  ];
  // The monitor of 2019 drops where all jobs of an answer belong to one task, that of today where a task is asked for.
  const drops = query.get('mode') !== 'nodrop' && (kind === 'agis' || query.has('jeditaskid'));
  const task = query.get('jeditaskid');
  const jobs = (drops ? withoutDropped(cut) : cut).filter(
    ({ record }) => task === null || String(record['jeditaskid']) === task,
  );
  jobs.sort((one, other) => other.modifiedMs - one.modifiedMs || other.id - one.id);

  const fields = listed(query.get('fields'));
  const listing = jobs.map(({ record }) => (fields.length === 0 ? record : only(record, fields)));
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

interface Tables {
  readonly active: Listed[];
  readonly ended: Listed[];
}

function tablesOf(workplaces: readonly Workplace[], window: Window, statuses: readonly string[]): Tables {
  const isWanted = (status: string): boolean => statuses.length === 0 || statuses.includes(status);
  const active = window.byEnd
    ? []
    : workplaces
        .flatMap((workplace) => activeJobs(workplace, window))
        .filter(({ record }) => isWanted(String(record['jobstatus'])));
  const ended: Listed[] = [];
  if (!isWanted('finished') && !isWanted('failed')) return { active, ended };
  const { fromMs, toMs, byEnd } = window;
  for (const workplace of workplaces) {
    // A job's last change comes after its end.
    for (const job of endedJobs(workplace, byEnd ? { fromMs, toMs: toMs + longestWrapUpMs } : window)) {
      if (byEnd && (job.endMs < fromMs || job.endMs > toMs)) continue;
      if (ended.length === enoughEnded) return { active, ended };
      if (isWanted(job.failure ? 'failed' : 'finished'))
        ended.push({ id: job.id, modifiedMs: job.modifiedMs, record: endedRecord(workplace, job) });
    }
  }
  return { active, ended };
}

/** `most` of a table's rows, by no order that anybody could rely on. */
function unordered(table: Listed[], most: number): Listed[] {
  if (table.length <= most) return table;
  return table.sort((one, other) => (one.id % 9_973) - (other.id % 9_973) || one.id - other.id).slice(0, most);
}

/** Unless told otherwise the monitor leaves out retried and merge jobs of an answer that belongs to one task. */
function withoutDropped(jobs: Listed[]): Listed[] {
  const tasks = new Set(jobs.map(({ record }) => record['jeditaskid']));
  if (tasks.size !== 1) return jobs;
  return jobs.filter(({ id, record }) => record['processingtype'] !== 'pmerge' && !isRetried(id, record));
}

/** Three failed jobs in four were tried again. */
function isRetried(id: number, { jobstatus }: JobRecord): boolean {
  return jobstatus === 'failed' && id % 4 !== 0;
}

/** What is left of a queue's work belongs to one task, whose merge jobs run last. */
const taskOfActive = 18_999_999;

/** Jobs that wait or run now; the server has just heard of each, but of those that died without a word. */
function activeJobs(workplace: Workplace, { fromMs, toMs }: Span): Listed[] {
  const { queue, timeline, nowMs, type } = workplace;
  if (fromMs > nowMs - 1_000 || toMs < nowMs) return [];
  const { activated, running } = activityAt(workplace);
  const version = reportedVersion(valueAt(timeline.pilot, nowMs), nowMs);
  const shared = {
    jeditaskid: taskOfActive,
    processingtype: type === 'analysis' ? 'panda-client-1.4.9-jedi-run' : 'simul',
    computingsite: queue.name,
    cloud: queue.cloud,
    piloterrorcode: 0,
    endtime: null,
  };
  const started = [...runningJobs(workplace)].filter(({ isTest }) => !isTest);
  const silent = started.filter(({ heardMs }) => heardMs < nowMs);
  const heard = started.filter(({ heardMs }) => heardMs >= nowMs).slice(0, running);
  const runs = { ...shared, jobstatus: 'running', pilotversion: version, starttime: naiveSeconds(nowMs - 60_000) };
  const waits = { ...shared, jobstatus: 'activated', pilotversion: null, starttime: null };
  // Of those beyond the hour's most nothing is known but that they have just begun.
  const jobs = [...heard, ...Array<null>(running - heard.length).fill(null), ...silent];
  return Array.from({ length: jobs.length + activated }, (_, index): Listed => {
    const job = jobs[index] ?? null;
    const id = job?.id ?? 1_000_000 * queue.id + index;
    const modifiedMs = Math.max(fromMs, job === null ? nowMs - 1_000 : lastHeardMs(job, nowMs));
    const record = {
      pandaid: id,
      ...(index < jobs.length ? runs : waits),
      ...(job && { pilotversion: job.pilotVersion, starttime: naiveSeconds(job.startMs) }),
      modificationtime: naiveSeconds(modifiedMs),
    };
    return {
      id,
      modifiedMs,
      record: index % 20 === 0 && type !== 'analysis' ? { ...record, processingtype: 'pmerge' } : record,
    };
  }).filter((_, index) => (jobs[index]?.heardMs ?? nowMs) >= fromMs);
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
