import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma, logRising, logSumExp } from '../../../src/commissioning/statistics/log-gamma.js';

describe('the gamma function', () => {
  it.each([
    [0.5, 0.572_364_942_924_700_1],
    [1, 0],
    [5, Math.log(24)],
    [0.1, 2.252_712_651_734_206],
    [100, 359.134_205_369_575_4],
    [1e6, 12_815_504.569_147_611],
  ])('at %d', (x, log) => {
    expect(Math.abs(logGamma(x) - log)).toBeLessThan(1e-12 * Math.max(1, Math.abs(log)));
  });

  it('gives rising products, short and long ones alike', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.integer({ min: 0, max: 60 }), (x, count) => {
        const product = Array.from({ length: count }, (_, factor) => Math.log(x + factor)).reduce(
          (sum, log) => sum + log,
          0,
        );
        expect(logRising(x, count)).toBeCloseTo(product, 9);
      }),
    );
  });

  it('sums exponentials that would overflow', () => {
    expect(logSumExp([1_000, 1_000])).toBeCloseTo(1_000 + Math.LN2, 12);
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
  });
});
