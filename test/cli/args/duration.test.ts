import { describe, expect, it } from 'vitest';
import { durationMs, interval } from '../../../src/cli/args/duration.js';

describe('a length of time', () => {
  it('is the sum of its parts', () => {
    expect(['30m', '2h', '1d', '1w', '1d12h'].map((written) => durationMs(written) / 60_000)).toEqual([
      30, 120, 1_440, 10_080, 2_160,
    ]);
  });

  it.each(['', '1', '1s', '-1d', '100000d', '1d ', '1.5h'])('is not %j', (written) => {
    expect(() => durationMs(written)).toThrow(`"${written}" is not a length of time.`);
  });

  it('may have bounds, which are said', () => {
    expect(() => durationMs('0m', interval)).toThrow('"0m" is too short: 1m at least.');
    expect(() => durationMs('22d', interval)).toThrow('"22d" is too long: 3w at most.');
    expect(durationMs('3w', interval)).toBeLessThan(2 ** 31);
  });
});
