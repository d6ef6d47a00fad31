import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPatience, retryAfterMs, waitBefore } from '../../../src/grid/http/back-off.js';
import { seededRandom } from '../../../src/model/random.js';

describe('the wait before the next attempt', () => {
  it('doubles up to a bound, its upper half left to chance', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 4 }), (seed, attempt) => {
        const waitMs = waitBefore(attempt, defaultPatience, seededRandom(seed), null);
        const bound = Math.min(4_000, 250 * 2 ** (attempt - 2));
        expect(waitMs).toBeGreaterThanOrEqual(bound / 2);
        expect(waitMs).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('ends with the attempts', () => {
    expect(waitBefore(5, defaultPatience, seededRandom(1), null)).toBeNull();
    expect(waitBefore(5, defaultPatience, seededRandom(1), 0)).toBeNull();
  });

  it('is what the other side asks for, up to a bound', () => {
    expect(waitBefore(2, defaultPatience, seededRandom(1), 30_000)).toBe(30_000);
    expect(waitBefore(2, defaultPatience, seededRandom(1), 30_001)).toBeNull();
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2019, 7, 5, 8);

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 05 Aug 2019 08:00:30 GMT', 30_000],
    ['Mon, 05 Aug 2019 07:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, nowMs)).toBe(ms);
  });
});
