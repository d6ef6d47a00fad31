import { components, type Component } from '../errors/other-components.js';

/** A job in its final state, as far as commissioning needs it. Missing or unreadable fields are null or empty. */
export interface Job {
  readonly id: number | null;
  /** `panda_resource`. */
  readonly queue: string;
  readonly outcome: 'finished' | 'failed';
  /** `''` where the job's pilot never reported. */
  readonly pilotVersion: string;
  readonly startMs: number | null;
  readonly wallMs: number | null;
  /** Labels of the clusters in which failures come. */
  readonly task: string | number | null;
  readonly node: string | null;
  /** Jobs that were submitted together: another try of a failed one comes under the same label, with a higher attempt. */
  readonly jobset: string | number | null;
  readonly attempt: number;
  /** 0: the pilot named none. Recoverable codes may be negative. */
  readonly pilotCode: number;
  readonly pilotText: string;
  readonly exeCode: number;
  readonly exeText: string;
  readonly exitCode: number;
  /** What server and services said: a code, or a text without one. */
  readonly others: readonly OtherError[];
  readonly cpuSeconds: number | null;
  /** Wall time times cores, seconds. */
  readonly coreSeconds: number | null;
  readonly events: number | null;
  readonly isEventService: boolean;
  /** What is run, e.g. `simul`: work of one kind burns alike. */
  readonly kind: string;
  /** Who submitted it: one person's tasks are alike. null where it is the production's account, or unknown. */
  readonly user: string | number | null;
}

export interface OtherError {
  readonly component: Component;
  readonly code: number;
  readonly text: string;
}

/** Why a record is no job to judge by: it has not ended, was taken back, or cannot be understood. */
export interface JobProblem {
  readonly problem: 'not a record' | 'no queue' | 'not ended' | 'taken back' | 'unknown status' | 'unclear outcome';
  readonly detail: string;
}

type Raw = Readonly<Record<string, unknown>>;

const notEnded = new Set([
  'defined',
  'waiting',
  'pending',
  'assigned',
  'activated',
  'sent',
  'starting',
  'running',
  'throttled',
  'holding',
  'transferring',
  'merging',
]);
const takenBack = new Set(['cancelled', 'closed']);
const otherFields: Readonly<Record<Component, readonly [code: string, text: string]>> = {
  dispatcher: ['jobdispatchererrorcode', 'jobdispatchererrordiag'],
  supervisor: ['superrorcode', 'superrordiag'],
  ddm: ['ddmerrorcode', 'ddmerrordiag'],
  taskbuffer: ['taskbuffererrorcode', 'taskbuffererrordiag'],
  brokerage: ['brokerageerrorcode', 'brokerageerrordiag'],
};
const noErrors: readonly OtherError[] = [];

/**
 * Reads a raw BigPanDA job record (docs/grid.md#jobs), tolerant of missing fields and of strings for
 * numbers. What is not understood is a problem, never a good job: a finished job that carries an error
 * code of its pilot or payload among them.
 */
export function readJob(raw: unknown): Job | JobProblem {
  if (!isRecord(raw)) return problem('not a record', typeof raw);
  const queue = text(raw['computingsite']);
  if (queue === '') return problem('no queue', 'computingsite is missing');
  const status = text(raw['jobstatus']).toLowerCase();
  if (status !== 'finished' && status !== 'failed') return statusProblem(status);

  const pilotCode = code(raw['piloterrorcode']);
  const exeCode = code(raw['exeerrorcode']);
  const exitCode = code(raw['transexitcode']);
  if (status === 'finished' && (pilotCode !== 0 || exeCode !== 0 || exitCode !== 0)) {
    return problem(
      'unclear outcome',
      `finished with error ${[pilotCode, exeCode, exitCode].find((one) => one !== 0) ?? 0}`,
    );
  }
  return {
    id: number(raw['pandaid']),
    queue,
    outcome: status,
    pilotVersion: reportedVersion(text(raw['pilotversion'])),
    startMs: time(raw['starttime']),
    wallMs: wallMs(raw),
    task: label(raw['jeditaskid']) ?? label(raw['taskid']),
    node: nodeName(text(raw['modificationhost'])),
    jobset: label(raw['jobsetid']),
    attempt: number(raw['attemptnr']) ?? 0,
    pilotCode,
    pilotText: text(raw['piloterrordiag']),
    exeCode,
    exeText: text(raw['exeerrordiag']),
    exitCode,
    others: status === 'finished' ? noErrors : otherErrors(raw),
    cpuSeconds: positive(raw['cpuconsumptiontime']),
    coreSeconds: coreSeconds(raw),
    events: positive(raw['nevents']),
    isEventService: isEventService(raw['eventservice']),
    kind: text(raw['processingtype']),
    user: text(raw['prodsourcelabel']) === 'user' ? (label(raw['produsername']) ?? label(raw['produserid'])) : null,
  };
}

/** A job that has started and not ended. `pilotVersion`: `''` where its pilot has not reported. */
export type RunningJob = Pick<Job, 'id' | 'queue' | 'pilotVersion'> & { readonly startMs: number };

/** Reads a raw record of a running job; null where it is none, or does not say when it started. */
export function readRunning(raw: unknown): RunningJob | null {
  if (!isRecord(raw) || text(raw['jobstatus']).toLowerCase() !== 'running') return null;
  const startMs = time(raw['starttime']);
  if (startMs === null) return null;
  return {
    id: number(raw['pandaid']),
    queue: text(raw['computingsite']),
    pilotVersion: reportedVersion(text(raw['pilotversion'])),
    startMs,
  };
}

export function isProblem(read: Job | JobProblem): read is JobProblem {
  return 'problem' in read;
}

function problem(kind: JobProblem['problem'], detail: string): JobProblem {
  return { problem: kind, detail };
}

function statusProblem(status: string): JobProblem {
  if (notEnded.has(status)) return problem('not ended', status);
  if (takenBack.has(status)) return problem('taken back', status);
  return problem('unknown status', status === '' ? 'jobstatus is missing' : status);
}

function otherErrors(raw: Raw): readonly OtherError[] {
  let errors: OtherError[] | null = null;
  for (const component of components) {
    const [codeField, textField] = otherFields[component];
    const found = { component, code: code(raw[codeField]), text: text(raw[textField]) };
    if (found.code === 0 && found.text === '') continue;
    errors ??= [];
    errors.push(found);
  }
  return errors ?? noErrors;
}

function isRecord(raw: unknown): raw is Raw {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value === 'None' || value === 'null' ? '' : value;
  return typeof value === 'number' ? String(value) : '';
}

/** The monitor writes "Not specified" where the pilot's id names no version: nobody heard of that pilot. */
function reportedVersion(version: string): string {
  return version.trim().toLowerCase() === 'not specified' ? '' : version;
}

/** null where the value is no number, or one so large that no arithmetic with it means anything. */
function number(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return null;
  const read = Number(value);
  return Math.abs(read) <= Number.MAX_SAFE_INTEGER ? read : null;
}

/** An error code; a value that is there but no number counts as an error of unknown code. */
function code(value: unknown): number {
  if (value === 0 || value === null || value === undefined || value === '' || value === 'None' || value === 'null')
    return 0;
  const read = number(value);
  if (read === 0) return 0;
  return read !== null && Number.isInteger(read) ? read : unreadableCode;
}

/** Stands for an error code that could not be read. */
export const unreadableCode = -1;

function positive(value: unknown): number | null {
  const read = number(value);
  return read !== null && read > 0 ? read : null;
}

function label(value: unknown): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value !== 0 ? value : null;
  return typeof value === 'string' && value !== '' && value !== '0' && value !== 'None' ? value : null;
}

/** `slot1_3@wn042.site.example` is the node wn042.site.example. */
function nodeName(host: string): string | null {
  const at = host.lastIndexOf('@');
  const name = at === -1 ? host : host.slice(at + 1);
  return name === '' ? null : name;
}

/** Naive times are UTC (docs/grid.md#queue-records): `2019-08-05T08:12:33` or with a blank. */
function time(value: unknown): number | null {
  if (typeof value === 'number') return positive(value);
  if (typeof value !== 'string' || value.length < 19) return null;
  const ms =
    value.length === 19 ? Date.parse(`${value.slice(0, 10)}T${value.slice(11)}Z`) : Date.parse(withZone(value));
  return Number.isNaN(ms) ? null : ms;
}

function withZone(value: string): string {
  const iso = value.replace(' ', 'T');
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`;
}

function wallMs(raw: Raw): number | null {
  const seconds = positive(raw['durationsec']);
  return seconds === null ? null : 1_000 * seconds;
}

function coreSeconds(raw: Raw): number | null {
  const seconds = positive(raw['durationsec']);
  return seconds === null ? null : seconds * (positive(raw['actualcorecount']) ?? positive(raw['corecount']) ?? 1);
}

function isEventService(value: unknown): boolean {
  if (typeof value === 'number') return value > 0;
  return (
    typeof value === 'string' &&
    value !== '' &&
    value !== '0' &&
    value !== 'None' &&
    value !== 'ordinary' &&
    value !== 'null'
  );
}
