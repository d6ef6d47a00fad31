import { describe, expect, it } from 'vitest';
import { upperBound } from '../../../src/commissioning/statistics/clopper-pearson.js';

describe('the upper bound of a rate', () => {
  it('of no failure solves (1 - rate)^jobs = tail, three in n at 5 %', () => {
    for (const jobs of [1, 10, 300]) expect(upperBound(0, jobs, 0.05)).toBeCloseTo(1 - 0.05 ** (1 / jobs), 5);
    expect(upperBound(0, 1_000, 0.05)).toBeCloseTo(0.003, 4);
  });

  it('has the textbook values of Clopper and Pearson (one side of their 95 % interval)', () => {
    expect(upperBound(1, 10, 0.025)).toBeCloseTo(0.445, 3);
    expect(upperBound(5, 20, 0.025)).toBeCloseTo(0.491, 3);
    expect(upperBound(20, 400, 0.025)).toBeCloseTo(0.0762, 3);
  });

  it('is one where every job failed, or none was seen', () => {
    expect(upperBound(7, 7, 0.05)).toBe(1);
    expect(upperBound(0, 0, 0.05)).toBe(1);
  });

  it('rises with the failures and falls with the jobs', () => {
    const byFailures = [0, 1, 2, 5, 9].map((failures) => upperBound(failures, 10, 0.01));
    expect([...byFailures].sort((one, other) => one - other)).toEqual(byFailures);
    const byJobs = [10, 20, 40, 80].map((jobs) => upperBound(jobs / 10, jobs, 0.01));
    expect([...byJobs].sort((one, other) => other - one)).toEqual(byJobs);
  });
});
