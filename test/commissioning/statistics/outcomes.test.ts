import { describe, expect, it } from 'vitest';
import {
  independentLikelihood,
  likelihood,
  outcomes,
  type TimeGroup,
  type Urn,
} from '../../../src/commissioning/statistics/outcomes.js';

function urn(fields: Partial<Urn>): Urn {
  return { failures: 0, jobs: 0, priorFailures: 0, priorJobs: 0, renewal: 1, count: 1, ...fields };
}

/** Every sequence of so many outcomes. */
function sequences(length: number): boolean[][] {
  return Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_unused, place) => (bits & (1 << place)) !== 0),
  );
}

describe("Pólya's urn", () => {
  it('is a law: the sequences of an urn have probability one together, with and without memory', () => {
    for (const memory of [{}, { priorFailures: 1.3, priorJobs: 4, renewal: 0.3 }]) {
      const sum = sequences(6)
        .map((sequence) =>
          likelihood([urn({ jobs: 6, failures: sequence.filter(Boolean).length, ...memory })], 0.2)(0.1),
        )
        .reduce((total, log) => total + Math.exp(log), 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  it('foretells the next failure by what the urn has seen', () => {
    const [correlation, rate] = [0.1, 0.05];
    const two = likelihood([urn({ jobs: 2, failures: 2 })], correlation)(rate);
    const one = likelihood([urn({ jobs: 1, failures: 1 })], correlation)(rate);
    expect(Math.exp(two - one)).toBeCloseTo((9 * 0.05 + 1) / (9 + 1), 12);
  });

  it('with a correlation near nought is independence', () => {
    const urns = [urn({ jobs: 20, failures: 3, count: 2 })];
    expect(likelihood(urns, 1e-9)(0.1)).toBeCloseTo(independentLikelihood({ jobs: 40, failures: 6 })(0.1), 5);
  });
});

describe('outcomes', () => {
  const times: TimeGroup[] = [
    { bucket: 10, jobs: 4, failures: 2 },
    { bucket: 11, jobs: 4, failures: 0 },
    { bucket: 90, jobs: 2, failures: 1 },
  ];
  const found = outcomes({
    jobs: 10,
    failures: 3,
    tasks: [
      { jobs: 3, failures: 1 },
      { jobs: 3, failures: 1 },
    ],
    nodes: [],
    times,
  });

  it('hold every job by every grouping; one without a label stands alone', () => {
    for (const urns of Object.values(found.urns)) {
      expect(urns.reduce((sum, { jobs, count }) => sum + jobs * count, 0)).toBe(10);
      expect(urns.reduce((sum, { failures, count }) => sum + failures * count, 0)).toBe(3);
    }
    expect(found.urns.node).toEqual([urn({ jobs: 1, failures: 1, count: 3 }), urn({ jobs: 1, count: 7 })]);
  });

  it('put like clusters together', () => {
    expect(found.urns.task[0]).toEqual(urn({ jobs: 3, failures: 1, count: 2 }));
  });

  it('know tasks and nodes that were seen earlier, unless all may have changed', () => {
    const prior = { jobs: 50, failures: 2 };
    const { urns, knownUrns } = outcomes({
      jobs: 9,
      failures: 2,
      tasks: [],
      nodes: [
        { jobs: 4, failures: 1, prior },
        { jobs: 4, failures: 1 },
      ],
      times: [],
    });
    expect(knownUrns.node).toEqual([
      urn({ jobs: 4, failures: 1, priorJobs: 50, priorFailures: 2, renewal: 0.05 }),
      urn({ jobs: 4, failures: 1 }),
      urn({ jobs: 1 }),
    ]);
    expect(urns.node).toEqual([urn({ jobs: 4, failures: 1, count: 2 }), urn({ jobs: 1 })]);
  });

  it('remember what went before in time, and forget it with jobs and hours', () => {
    const [first, second, late] = found.urns.short;
    expect(first).toMatchObject({ priorJobs: 0 });
    expect(second?.priorJobs).toBeGreaterThan(2);
    expect(second?.priorFailures).toBeCloseTo((second?.priorJobs ?? 0) / 2, 12);
    expect(late?.priorJobs).toBeLessThan((second?.priorJobs ?? 0) + 4);
    expect(late?.renewal).toBeCloseTo(1 - (7 / 8) ** 4, 12);
    expect(found.urns.long[2]?.priorJobs).toBeGreaterThan(late?.priorJobs ?? Infinity);
  });
});
