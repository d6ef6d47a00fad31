import { expect, it } from 'vitest';
import { seededRandom } from '../../src/model/random.js';

function draws(seed: number, stream = '', count = 1000): number[] {
  const random = seededRandom(seed, stream);
  return Array.from({ length: count }, random);
}

it('repeats itself for the same seed', () => {
  expect(draws(7)).toEqual(draws(7));
});

it('differs for another seed and for another stream', () => {
  expect(draws(7)).not.toEqual(draws(8));
  expect(draws(7, 'jobs')).not.toEqual(draws(7, 'faults'));
});

it('stays in [0, 1) and is even: mean within five standard errors', () => {
  const sample = draws(1, '', 20_000);
  expect(Math.min(...sample)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...sample)).toBeLessThan(1);
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / sample.length));
});

it('gives the stream that is written down, on every platform', () => {
  expect(draws(7, '', 3).map((value) => Math.round(value * 2 ** 32))).toMatchInlineSnapshot(`
    [
      1953209201,
      274027627,
      1787915724,
    ]
  `);
});
