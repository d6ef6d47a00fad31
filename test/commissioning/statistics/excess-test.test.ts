import { describe, expect, it } from 'vitest';
import {
  believe,
  excessEvidence,
  expectedRate,
  type RateBelief,
} from '../../../src/commissioning/statistics/excess-test.js';
import {
  independentLikelihood,
  likelihood,
  outcomes,
  type Group,
  type Outcomes,
} from '../../../src/commissioning/statistics/outcomes.js';
import { every, sequence } from './sequences.js';
import { stormLikelihood } from '../../../src/commissioning/statistics/storms.js';

describe('what history says', () => {
  it('is a rate with its uncertainty, summing to one', () => {
    const belief = believe(sequence(every(20, 400)));
    expect(belief.guesses.reduce((sum, { logWeight }) => sum + Math.exp(logWeight), 0)).toBeCloseTo(1, 2);
    expect(expectedRate(belief)).toBeCloseTo(0.05, 2);
  });

  it('is the surer the longer it is', () => {
    const spread = (jobs: number): number => {
      const belief = believe(sequence(every(20, jobs)));
      const mean = expectedRate(belief);
      return Math.sqrt(
        belief.guesses.reduce((sum, { rate, logWeight }) => sum + Math.exp(logWeight) * (rate - mean) ** 2, 0),
      );
    };
    expect(spread(1_000)).toBeLessThan(spread(100) / 2);
  });

  it('finds out whether failures hang together', () => {
    const independent = ({ guesses }: RateBelief): number =>
      guesses.reduce((sum, { dependence, logWeight }) => sum + (dependence === null ? Math.exp(logWeight) : 0), 0);
    const byTask = Array.from({ length: 400 }, (_, index) => Math.floor(index / 10) % 8 === 0 && index % 2 === 0);
    expect(independent(believe(sequence(byTask, (index) => Math.floor(index / 10))))).toBeLessThan(0.01);
    expect(independent(believe(sequence(every(19, 400))))).toBeGreaterThan(0.6);
  });
});

describe('the evidence that a rate went up', () => {
  const belief = believe(sequence(every(20, 400)));

  it('is an e-process while nothing has changed: over all courses of six jobs its mean is nearly one, and no more', () => {
    const courses = Array.from({ length: 64 }, (_, bits) =>
      Array.from({ length: 6 }, (_unused, place) => (bits & (1 << place)) !== 0),
    );
    const taskOf = (index: number): number => index % 2;
    const mean = courses.reduce((sum, course) => {
      const after = sequence(course, taskOf, 3);
      const probability = belief.guesses.reduce((total, { rate, dependence, logWeight }) => {
        const law =
          dependence === null
            ? independentLikelihood(after)
            : dependence.by === 'storm'
              ? stormLikelihood(after, after.times, dependence.onset)
              : likelihood(after.urns[dependence.by], dependence.correlation);
        return total + Math.exp(logWeight + law(rate));
      }, 0);
      return sum + probability * Math.exp(excessEvidence(belief, after).worse);
    }, 0);
    // The belief itself sums to one but for what is negligible; the bound of the history's rate takes a little.
    expect(mean).toBeLessThan(1.001);
    expect(mean).toBeGreaterThan(0.98);
  });

  it('is one before the first job', () => {
    expect(excessEvidence(belief, sequence([])).worse).toBeCloseTo(0, 9);
  });

  it('alarms after three failures in a row, and not after one', () => {
    expect(excessEvidence(belief, sequence([true])).worse).toBeLessThan(Math.log(20));
    expect(excessEvidence(belief, sequence([true, true, true])).worse).toBeGreaterThan(Math.log(20));
  });

  it('shows a burst, if failures had nothing to do with each other, also where history rules that out', () => {
    const inBursts = Array.from({ length: 2_000 }, (_, index) => index % 200 < 10);
    const sure = believe(sequence(inBursts, (index) => Math.floor(index / 10), 10));
    expect(sure.guesses.filter(({ dependence }) => dependence === null)).toEqual([]);
    const { worse, worseIfIndependent } = excessEvidence(
      sure,
      sequence(every(2, 10), () => 0, 10),
    );
    expect(worse).toBeLessThan(Math.log(20));
    expect(worseIfIndependent).toBeGreaterThan(Math.log(20));
  });

  it('falls with every job that is fine', () => {
    const evidence = [0, 5, 20, 80].map(
      (fine) => excessEvidence(belief, sequence([true, true, ...every(1e9, fine + 1).slice(1)])).worse,
    );
    expect([...evidence].sort((one, other) => other - one)).toEqual(evidence);
  });

  it('is weaker where history came in bursts', () => {
    const bursty = believe(
      sequence(Array.from({ length: 400 }, (_, index) => Math.floor(index / 10) % 8 === 0 && index % 2 === 0)),
    );
    const three = sequence([true, true, true]);
    expect(excessEvidence(bursty, three).worse).toBeLessThan(excessEvidence(belief, three).worse - 2);
  });

  it('grows without end while a fault lasts, though it may have begun as a burst', () => {
    const lasting = [100, 200, 400].map((jobs) => excessEvidence(belief, sequence(every(4, jobs))).worse);
    expect(lasting[1]).toBeGreaterThan((lasting[0] ?? Infinity) + 1.5);
    expect(lasting[2]).toBeGreaterThan((lasting[1] ?? Infinity) + 3);
  });

  it('counts for more at nodes that were seen to be sound: that all turned bad by chance is unlikely', () => {
    const nodes = [0, 1, 2].map(() => ({ jobs: 10, failures: 8 }));
    const failing = (prior?: Group): Outcomes =>
      outcomes({ jobs: 30, failures: 24, tasks: [], nodes: nodes.map((node) => ({ ...node, prior })), times: [] });
    const byNode = believe(sequence(every(20, 40)), [{ dependence: { by: 'node', correlation: 0.3 }, weight: 1 }]);
    const [seenSound, seenBad, unseen] = [
      failing({ jobs: 100, failures: 1 }),
      failing({ jobs: 100, failures: 80 }),
      failing(),
    ].map((after) => excessEvidence(byNode, after).worse);
    expect(seenSound).toBeGreaterThan((unseen ?? Infinity) + 3);
    expect(seenBad).toBeLessThan(unseen ?? -Infinity);
  });

  it('is weaker where history is short', () => {
    const three = sequence([true, true, true]);
    expect(excessEvidence(believe(sequence(every(20, 40))), three).worse).toBeLessThan(
      excessEvidence(belief, three).worse - 1,
    );
  });
});
