import { hourMs } from '../../model/dates.js';
import type { Random } from '../../model/random.js';
import { chance } from './chance.js';
import {
  aJob,
  everydayShare,
  longestTestMs,
  luckOf,
  testTask,
  testTemplates,
  worstEverydayShare,
  type EndedJob,
} from './one-job.js';
import type { Span } from './timeline.js';
import { mostAnHour, type Workplace } from './workplace.js';

/** A job of HammerCloud. */
export interface TestJob extends EndedJob {
  /** 0 to `testTemplates` - 1. */
  readonly template: number;
}

/** HammerCloud's jobs that start in an hour. */
export function* testsStartedIn(workplace: Workplace, hour: number): Generator<TestJob> {
  if (!workplace.hasTests) return;
  for (let template = 0; template < testTemplates; template++) {
    const index = mostAnHour + template;
    const job = aJob(workplace, { hour, index, isTest: true, random: testRandom(workplace, hour, template) });
    if (job) yield { ...job, template };
  }
}

/** HammerCloud's jobs that reached their final state after `fromMs` and by `toMs`, the newest first. */
export function testJobs(workplace: Workplace, { fromMs, toMs }: Span): readonly TestJob[] {
  const jobs: TestJob[] = [];
  for (let hour = Math.floor(toMs / hourMs); hour >= Math.floor((fromMs - longestTestMs) / hourMs); hour--)
    jobs.push(...testsStartedIn(workplace, hour));
  return jobs
    .filter(({ modifiedMs }) => modifiedMs > fromMs && modifiedMs <= toMs)
    .sort((one, other) => other.modifiedMs - one.modifiedMs || one.template - other.template);
}

/** How many of the hour's tests fail as any job may fail on any day; so cheap that it can be asked of every queue. */
export function everydayTestFailures(
  { seed, place, nodes }: Pick<Workplace, 'seed' | 'place' | 'nodes'>,
  hour: number,
): number {
  let failures = 0;
  for (let template = 0; template < testTemplates; template++) {
    const job = [seed, place, hour, mostAnHour + template];
    const number = chance(6, ...job);
    if (number >= worstEverydayShare) continue;
    const node = Math.floor(luckOf(testRandom({ seed, place }, hour, template)).node * nodes);
    if (number < everydayShare({ seed, place, task: testTask, node, hour })) failures++;
  }
  return failures;
}

/** The stream of one test's numbers. Test jobs are asked for apart from all others, and so draw apart. */
function testRandom({ seed, place }: Pick<Workplace, 'seed' | 'place'>, hour: number, template: number): Random {
  let drawnSoFar = 0;
  return () => chance(8, seed, place, hour, template, drawnSoFar++);
}
