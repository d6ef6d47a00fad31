import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../src/commissioning/statistics/mann-whitney.js';

describe('the rank test', () => {
  it('agrees with a worked example', () => {
    // U = 17 of 20 pairs, z = (17 − 10 − 0.5) / √(20 · 10 / 12) = 1.592.
    const { superiority, pValue } = mannWhitney([19, 22, 16, 29, 24], [20, 11, 17, 12]);
    expect(superiority).toBeCloseTo(17 / 20, 12);
    expect(pValue).toBeCloseTo(0.1113, 3);
  });

  it('says nothing of equal or empty samples', () => {
    expect(mannWhitney([1, 1, 1], [1, 1])).toEqual({ superiority: 0.5, pValue: 1 });
    expect(mannWhitney([], [1])).toEqual({ superiority: 0.5, pValue: 1 });
  });

  it('is the same from either side', () => {
    const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const [there, back] = [mannWhitney(one, other), mannWhitney(other, one)];
        expect(there.pValue).toBeCloseTo(back.pValue, 9);
        expect(there.superiority + back.superiority).toBeCloseTo(1, 9);
        expect(there.pValue).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });

  it('is sure of samples that lie apart', () => {
    const low = Array.from({ length: 12 }, (_, index) => index);
    expect(
      mannWhitney(
        low.map((value) => value + 100),
        low,
      ),
    ).toMatchObject({ superiority: 1 });
    expect(
      mannWhitney(
        low.map((value) => value + 100),
        low,
      ).pValue,
    ).toBeLessThan(1e-4);
  });
});
