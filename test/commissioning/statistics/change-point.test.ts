import { describe, expect, it } from 'vitest';
import { changePoint, mayHaveBegun } from '../../../src/commissioning/statistics/change-point.js';
import { anyDependence, labelledDependence } from '../../../src/commissioning/statistics/excess-test.js';
import type { TimeGroup } from '../../../src/commissioning/statistics/outcomes.js';
import { seededRandom } from '../../../src/model/random.js';

/** Stretches of four jobs each, at one rate after the other. */
function stretches(...parts: readonly (readonly [count: number, rate: number])[]): TimeGroup[] {
  const random = seededRandom(3, 'stretches');
  const rates = parts.flatMap(([count, rate]) => Array.from({ length: count }, () => rate));
  return rates.map((rate, bucket) => ({
    bucket,
    jobs: 4,
    failures: Array.from({ length: 4 }, () => random()).filter((draw) => draw < rate).length,
  }));
}

describe('the place where a rate changed', () => {
  it('is found to within a doubling of the time since, where the change is large', () => {
    const found = changePoint(stretches([80, 0.03], [20, 0.3]), anyDependence);
    expect(found).toBeGreaterThan(70);
    expect(found).toBeLessThan(95);
  });

  it('is not found where nothing changed, nor in too few jobs', () => {
    expect(changePoint(stretches([100, 0.1]), anyDependence)).toBeNull();
    expect(changePoint(stretches([8, 0], [6, 1]), anyDependence)).toBeNull();
    expect(changePoint([], anyDependence)).toBeNull();
  });

  it('is found wrongly in one history of a hundred at most', () => {
    const random = seededRandom(5, 'histories');
    const wrong = Array.from({ length: 100 }, () =>
      Array.from({ length: 60 }, (_, bucket) => ({
        bucket,
        jobs: 5,
        failures: Array.from({ length: 5 }, () => random()).filter((draw) => draw < 0.05).length,
      })),
    ).filter((times) => changePoint(times, labelledDependence) !== null);
    expect(wrong.length).toBeLessThanOrEqual(1);
  });

  it('is no storm: a bad hour that passed is a burst', () => {
    expect(changePoint(stretches([60, 0.03], [3, 0.95], [37, 0.03]), anyDependence)).toBeNull();
  });
});

describe('a rise that may be older than the change', () => {
  it('is one that the last jobs before it share', () => {
    expect(mayHaveBegun(stretches([90, 0.02], [10, 0.4]), { jobs: 100, failures: 30 })).toBeGreaterThan(80);
  });

  it('is none where they are as those before them, or none of them failed', () => {
    expect(mayHaveBegun(stretches([100, 0.05]), { jobs: 100, failures: 50 })).toBeNull();
    expect(mayHaveBegun(stretches([80, 0.05], [20, 0]), { jobs: 100, failures: 20 })).toBeNull();
  });
});
