import { hourMs } from '../../model/dates.js';

/**
 * When HammerCloud excludes a queue and puts it online again: the policies of its own blacklisting scripts for
 * production queues (`production_blacklist.py`, seen) as it writes them since 2016, with the status `test`.
 */

/** One test job that has ended. */
export interface TestResult {
  /** 0 to `templates` - 1. */
  readonly template: number;
  readonly hasFailed: boolean;
}

export interface TestedQueue {
  readonly name: string;
  /** null: the record does not say. */
  readonly mode: string | null;
  readonly status: string;
  /** Why the status is what it is. */
  readonly comment: string;
  /** Of the last `windowMs`, the newest first. */
  readonly results: readonly TestResult[];
  readonly templates: number;
  /** When HammerCloud excluded the queue last; null: never. */
  readonly excludedMs: number | null;
  readonly nowMs: number;
}

/** Older results are not looked at. */
export const windowMs = 4 * hourMs;
/** So long after an exclusion there is no other. */
const restMs = 6 * hourMs;

export const comments = { TEST: 'HC.Blacklist.set.test', ONLINE: 'HC.Blacklist.set.online' } as const;
/** A queue in test by another word is somebody else's. */
const ownComments: readonly string[] = [comments.TEST, 'HC.Blacklist.set.manual', 'HC.Test.Me'];

/** Whether the queue is one that HammerCloud may exclude. */
export function isExcludable({ name, mode }: Pick<TestedQueue, 'name' | 'mode'>): boolean {
  return (mode === 'AutoExclusion' || mode === 'OnlyExclusion') && !/test|local/i.test(name);
}

/** The value that HammerCloud gives its rule; null: it leaves the queue as it is. */
export function hammerCloudWord(queue: TestedQueue): keyof typeof comments | null {
  if (!isExcludable(queue)) return null;
  if (queue.status === 'online') return isBad(queue) && !isResting(queue) ? 'TEST' : null;
  if (queue.status === 'test' && ownComments.includes(queue.comment))
    return !isBad(queue) && isGood(queue) ? 'ONLINE' : null;
  return null;
}

/** The last job of three templates failed; or the last two of one and the last of another; or the last three of one. */
function isBad(queue: TestedQueue): boolean {
  const runs = byTemplate(queue).map((results) => ({ jobs: results.length, failed: failedInARow(results) }));
  const counting = runs.filter(({ jobs }) => jobs >= 2);
  const two = counting.filter(({ failed }) => failed >= 2).length;
  const one = counting.filter(({ failed }) => failed === 1).length;
  return (
    runs.filter(({ failed }) => failed >= 1).length >= 3 ||
    two >= 2 ||
    (two >= 1 && one >= 1) ||
    runs.some(({ failed }) => failed >= 3)
  );
}

/** The last two jobs of every template succeeded. */
function isGood(queue: TestedQueue): boolean {
  return byTemplate(queue).every((results) => results.length >= 2 && results.slice(0, 2).every((failed) => !failed));
}

function isResting({ excludedMs, nowMs }: TestedQueue): boolean {
  return excludedMs !== null && nowMs - excludedMs < restMs;
}

/** `hasFailed` of each template's jobs, the newest first. */
function byTemplate({ results, templates }: TestedQueue): readonly (readonly boolean[])[] {
  return Array.from({ length: templates }, (_, template) =>
    results.filter((result) => result.template === template).map(({ hasFailed }) => hasFailed),
  );
}

function failedInARow(results: readonly boolean[]): number {
  const good = results.indexOf(false);
  return good === -1 ? results.length : good;
}
