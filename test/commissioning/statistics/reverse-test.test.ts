import { describe, expect, it } from 'vitest';
import { believe } from '../../../src/commissioning/statistics/excess-test.js';
import { growthAtMost, notWorseEvidence, provedPoints } from '../../../src/commissioning/statistics/reverse-test.js';
import { every, sequence } from './sequences.js';

const belief = believe(sequence(every(20, 400)));

describe('the reverse test, at any moment', () => {
  it('says good after enough jobs, never on none and not at the rate that is not tolerated', () => {
    const notWorse = (failed: readonly boolean[]) => notWorseEvidence(belief, sequence(failed))(0.1);
    expect(notWorse([])).toBeCloseTo(0, 9);
    expect(notWorse(every(20, 150))).toBeGreaterThan(Math.log(20));
    expect(notWorse(every(7, 400))).toBeLessThan(0);
  });

  it('tells by how much the rate went up at most: the less the more jobs, and everything before the first', () => {
    const most = [0, 100, 400, 1_600].map((jobs) =>
      provedPoints(notWorseEvidence(belief, sequence(every(20, jobs))), 0.05),
    );
    expect([...most].sort((one, other) => other - one)).toEqual(most);
    expect(most[0]).toBe(1);
    expect(most[3]).toBeLessThan(0.06);
    expect(most[3]).toBeGreaterThan(0.02);
  });
});

describe('the bound of one look fixed beforehand', () => {
  it('is nothing before the first job', () => {
    expect(growthAtMost(belief, sequence([]), 0.025)).toBe(1);
  });

  it('is that of the difference of two shares: 1.96 standard errors above it', () => {
    // 20 % of 400 and of 700: the standard error is 2.5 points.
    const usual = believe(sequence(every(5, 400)));
    expect(growthAtMost(usual, sequence(every(5, 700)), 0.025)).toBeGreaterThan(0.045);
    expect(growthAtMost(usual, sequence(every(5, 700)), 0.025)).toBeLessThan(0.058);
    expect(growthAtMost(usual, sequence(every(4, 700)), 0.025)).toBeGreaterThan(0.095);
  });

  it('is nearer than that of any moment', () => {
    const after = sequence(every(20, 400));
    expect(growthAtMost(belief, after, 0.025)).toBeLessThan(provedPoints(notWorseEvidence(belief, after), 0.025));
  });
});
