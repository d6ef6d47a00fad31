import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/commissioning/diagnose.js';
import { bucketMs } from '../../../src/commissioning/statistics/outcomes.js';
import { count, emptyTally, type Tally } from '../../../src/commissioning/jobs/tally.js';
import {
  failuresOf,
  firstBecause,
  select,
  selectTimes,
  timesOf,
  worst,
} from '../../../src/commissioning/jobs/select.js';
import {
  countsFromMs,
  everyday,
  failedJob,
  hourMs,
  jobOf,
  naive,
  namespaceFault,
  rawJob,
  type RawJob,
} from '../builders.js';

function tallied(jobs: readonly RawJob[]): Tally {
  const tally = emptyTally();
  for (const raw of jobs) {
    const job = jobOf(raw);
    count(tally, job, job.outcome === 'finished' ? null : diagnose(job));
  }
  return tally;
}

const someJobs = fc.array(
  fc.record({
    task: fc.integer({ min: 1, max: 4 }),
    node: fc.integer({ min: 1, max: 3 }),
    hour: fc.integer({ min: 0, max: 5 }),
    fault: fc.constantFrom(null, everyday, namespaceFault),
  }),
  { maxLength: 60 },
);

function rawOf({
  task,
  node,
  hour,
  fault,
}: {
  task: number;
  node: number;
  hour: number;
  fault: RawJob | null;
}): RawJob {
  const fields = {
    jeditaskid: task,
    modificationhost: `slot1@wn${node}`,
    starttime: naive(countsFromMs + hour * hourMs),
  };
  return fault ? failedJob({ ...fields, ...fault }) : rawJob(fields);
}

describe('folding jobs into counts', () => {
  it('does not care for their order', () => {
    const sortedUrns = (tally: Tally) => {
      const { jobs, failures, urns } = select([tally], { causes: ['storage', 'container'] });
      const sorted = [...urns.task].sort(
        (one, other) => one.jobs - other.jobs || one.failures - other.failures || one.count - other.count,
      );
      return { jobs, failures, tasks: sorted, short: urns.short, long: urns.long };
    };
    fc.assert(
      fc.property(someJobs, (jobs) => {
        const raws = jobs.map(rawOf);
        expect(sortedUrns(tallied([...raws].reverse()))).toEqual(sortedUrns(tallied(raws)));
      }),
    );
  });

  it('loses no job, whichever tallies are put together', () => {
    fc.assert(
      fc.property(someJobs, someJobs, (some, others) => {
        const both = select([tallied(some.map(rawOf)), tallied(others.map(rawOf))], {
          causes: ['storage', 'container'],
        });
        const all = select([tallied([...some, ...others].map(rawOf))], { causes: ['storage', 'container'] });
        expect({ jobs: both.jobs, failures: both.failures, times: both.urns.long }).toEqual({
          jobs: all.jobs,
          failures: all.failures,
          times: all.urns.long,
        });
      }),
    );
  });

  it('keeps a few job ids, the codes and a sentence for each cause', () => {
    const tally = tallied(Array.from({ length: 9 }, (_, id) => failedJob({ pandaid: 100 + id, ...namespaceFault })));
    expect(tally.examples.flat()).toEqual([100, 101, 102, 103, 104]);
    expect(failuresOf([tally], ['container'])).toBe(9);
    expect(firstBecause([tally], 'container')).toMatch(/^1340/);
    expect(firstBecause([tally], 'pilot')).toBeNull();
  });

  it('stays small however many tasks, nodes and codes there are', () => {
    const tally = tallied(
      Array.from({ length: 12_000 }, (_, id) =>
        failedJob({ jeditaskid: id + 1, modificationhost: `wn${id}`, piloterrorcode: 2_000 + id }),
      ),
    );
    expect(tally.tasks.size).toBeLessThan(5_100);
    expect(tally.nodes.size).toBeLessThan(5_100);
    expect(Math.max(...tally.codes.map((codes) => codes.size))).toBeLessThanOrEqual(200);
    const { jobs, urns } = select([tally], { causes: ['ambiguous'] });
    expect(jobs).toBe(12_000);
    expect(urns.task.reduce((sum, urn) => sum + urn.jobs * urn.count, 0)).toBe(12_000);
  });
});

describe('selecting', () => {
  const tally = tallied([
    ...Array.from({ length: 5 }, () => failedJob({ jeditaskid: 7, modificationhost: 'wn1', ...everyday })),
    ...Array.from({ length: 5 }, () =>
      rawJob({ jeditaskid: 8, modificationhost: 'wn2', starttime: naive(countsFromMs + 2 * hourMs) }),
    ),
  ]);

  it('counts only failures of the causes asked for', () => {
    expect(select([tally], { causes: ['storage'] })).toMatchObject({ jobs: 10, failures: 5 });
    expect(select([tally], { causes: ['container'] })).toMatchObject({ jobs: 10, failures: 0 });
  });

  it('leaves out one task or node with all its jobs', () => {
    expect(select([tally], { causes: ['storage'], without: { grouping: 'tasks', label: 7 } })).toMatchObject({
      jobs: 5,
      failures: 0,
    });
    expect(select([tally], { causes: ['storage'], without: { grouping: 'nodes', label: 'wn2' } })).toMatchObject({
      jobs: 5,
      failures: 5,
    });
    expect(select([tally], { causes: ['storage'], without: { grouping: 'nodes', label: 'wn9' } })).toMatchObject({
      jobs: 10,
      failures: 5,
    });
  });

  it('finds the task and the node with most failures', () => {
    expect(worst([tally], 'tasks', 'storage')).toEqual({ label: 7, failures: 5 });
    expect(worst([tally], 'nodes', 'storage')).toEqual({ label: 'wn1', failures: 5 });
    expect(worst([tally], 'nodes', 'pilot')).toBeNull();
  });

  it('cuts a window out of time', () => {
    expect(timesOf([tally], ['storage'])).toEqual([
      { bucket: Math.floor(countsFromMs / bucketMs), jobs: 5, failures: 5 },
      { bucket: Math.floor((countsFromMs + 2 * hourMs) / bucketMs), jobs: 5, failures: 0 },
    ]);
    expect(selectTimes([tally], ['storage'], { fromMs: countsFromMs + hourMs, toMs: Infinity })).toMatchObject({
      jobs: 5,
      failures: 0,
    });
  });
});
