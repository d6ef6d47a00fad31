import { describe, expect, it } from 'vitest';
import { independentLikelihood, type TimeGroup } from '../../../src/commissioning/statistics/outcomes.js';
import { stormLikelihood } from '../../../src/commissioning/statistics/storms.js';

function total(times: readonly TimeGroup[]): { jobs: number; failures: number } {
  return times.reduce((sum, { jobs, failures }) => ({ jobs: sum.jobs + jobs, failures: sum.failures + failures }), {
    jobs: 0,
    failures: 0,
  });
}

function likelihood(times: readonly TimeGroup[], onset: number, rate: number): number {
  return stormLikelihood(total(times), times, onset)(rate);
}

const calm = Array.from({ length: 20 }, (_, bucket) => ({ bucket, jobs: 5, failures: bucket % 4 === 0 ? 1 : 0 }));
const stormy = calm.map((time) => (time.bucket === 9 || time.bucket === 10 ? { ...time, failures: 5 } : time));

describe('storms in which most jobs fail', () => {
  it('are a probability: over all outcomes of three stretches it sums to one', () => {
    let sum = 0;
    for (const one of [0, 1, 2])
      for (const other of [0, 1, 2])
        for (const last of [0, 1, 2]) {
          const times = [one, other, last].map((failures, place) => ({ bucket: 3 * place, jobs: 2, failures }));
          const ways = [one, other, last].reduce((all, failures) => all * (failures === 1 ? 2 : 1), 1);
          sum += ways * Math.exp(likelihood(times, 1 / 10, 0.1));
        }
    expect(sum).toBeCloseTo(1, 9);
  });

  it('explain failures that come together, and cost a little where they do not', () => {
    const independent = (times: readonly TimeGroup[]) => independentLikelihood(total(times))(0.05);
    expect(likelihood(stormy, 1 / 30, 0.05)).toBeGreaterThan(independent(stormy) + 10);
    expect(likelihood(calm, 1 / 30, 0.05)).toBeLessThan(independent(calm));
    expect(likelihood(calm, 1 / 30, 0.05)).toBeGreaterThan(independent(calm) - 5);
  });

  it('are nothing where none breaks out', () => {
    expect(likelihood(calm, 1e-12, 0.05)).toBeCloseTo(independentLikelihood(total(calm))(0.05), 6);
  });

  it('pass: the same failures far apart are two storms and less likely', () => {
    const apart = [
      { bucket: 0, jobs: 5, failures: 5 },
      { bucket: 100, jobs: 5, failures: 5 },
    ];
    const together = apart.map((time, place) => ({ ...time, bucket: place }));
    expect(likelihood(together, 1 / 150, 0.05)).toBeGreaterThan(likelihood(apart, 1 / 150, 0.05) + 2);
  });

  it('take jobs without a time as independent', () => {
    const untimed = stormLikelihood({ jobs: 10, failures: 2 }, [], 1 / 30)(0.1);
    expect(untimed).toBeCloseTo(independentLikelihood({ jobs: 10, failures: 2 })(0.1), 9);
  });
});
