import { describe, expect, it } from 'vitest';
import { logSafeTwoByTwo, type Block } from '../../../src/commissioning/statistics/safe-two-by-two.js';

/** One observation of each in a block; 1 is a failure. */
function pairs(one: string, other: string): Block[] {
  return Array.from(one, (digit, index) => ({
    one: { jobs: 1, failures: Number(digit) },
    other: { jobs: 1, failures: Number(other[index]) },
  }));
}

describe('the safe 2×2 test', () => {
  it.each([
    ['1111110111', '0010100000', 11.150_294_884_8],
    ['1010001', '1011101', 1.095_504_619_76],
    ['0000000000', '1111111111', 107_147.984_819],
  ])('%s against %s has the published e-value to ten digits', (one, other, eValue) => {
    expect(Math.abs(Math.exp(logSafeTwoByTwo(pairs(one, other))) / eValue - 1)).toBeLessThan(5e-11);
  });

  it('is a martingale while the rates are equal, whatever the sizes of the blocks', () => {
    const sizes = [
      [1, 2],
      [3, 1],
      [2, 2],
    ] as const;
    for (const rate of [0.02, 0.3, 0.5, 0.9]) {
      for (const raisedOnly of [false, true]) expect(expected(sizes, rate, raisedOnly)).toBeLessThan(1 + 1e-9);
    }
  });

  it('one-sided, it says nothing of a rate that fell', () => {
    expect(logSafeTwoByTwo(pairs('0000000000', '1111111111'), { raisedOnly: true })).toBe(0);
    expect(logSafeTwoByTwo(pairs('1111111111', '0000000000'), { raisedOnly: true })).toBeGreaterThan(Math.log(1_000));
  });
});

/** Expectation over all outcomes, both groups failing at `rate`. */
function expected(sizes: readonly (readonly [number, number])[], rate: number, raisedOnly: boolean): number {
  const walk = (blocks: readonly Block[], probability: number): number => {
    const size = sizes[blocks.length];
    if (!size) return probability * Math.exp(logSafeTwoByTwo(blocks, { raisedOnly }));
    let sum = 0;
    for (let one = 0; one <= size[0]; one++) {
      for (let other = 0; other <= size[1]; other++) {
        const chance = binomial(size[0], one, rate) * binomial(size[1], other, rate);
        sum += walk(
          [...blocks, { one: { jobs: size[0], failures: one }, other: { jobs: size[1], failures: other } }],
          probability * chance,
        );
      }
    }
    return sum;
  };
  return walk([], 1);
}

function binomial(n: number, k: number, rate: number): number {
  const ways = [1, n, (n * (n - 1)) / 2, (n * (n - 1) * (n - 2)) / 6][k] ?? 0;
  return ways * rate ** k * (1 - rate) ** (n - k);
}
