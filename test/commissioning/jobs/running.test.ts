import { describe, expect, it } from 'vitest';
import { agesFrom, withMissing, withRunning } from '../../../src/commissioning/jobs/running.js';
import { bucketMs, type TimeGroup } from '../../../src/commissioning/statistics/outcomes.js';

function group(bucket: number, jobs: number, failures = 0): TimeGroup {
  return { bucket, jobs, failures };
}

/** Jobs by stretch of wall time. */
function walls(...counts: readonly number[]): number[] {
  return Array.from({ length: 12 }, (_, place) => counts[place] ?? 0);
}

const at = (buckets: number) => ({ nowMs: buckets * bucketMs, fromMs: 0 });

describe('jobs that have started and not ended', () => {
  const failuresFirst = agesFrom(walls(0, 0, 0, 0, 0, 50, 50), walls(40));

  it('are reckoned as fine where failures end before what works: those that ended first say nothing', () => {
    const [young] = withRunning([group(0, 5, 5)], { ...at(2), ages: failuresFirst }, 0.05);
    expect(young?.failures).toBe(5);
    expect(young?.jobs).toBeGreaterThanOrEqual(80);
  });

  it('make failures count as soon as what works has had the time to end', () => {
    const shares = [2, 6.5, 9].map((now) => {
      const [found] = withRunning([group(0, 20, 5)], { ...at(now), ages: failuresFirst }, 0.05);
      return (found?.failures ?? 0) / (found?.jobs ?? 1);
    });
    expect(shares[0]).toBeLessThan(0.07);
    expect(shares[1]).toBeGreaterThan(shares[0] ?? 1);
    expect(shares[2]).toBe(0.25);
  });

  it('are none where failures end at the ages at which everything ends, whatever the pace', () => {
    const alike = agesFrom(walls(0, 0, 100, 100, 100, 100), walls(0, 0, 100, 100, 100, 100));
    for (const now of [3.5, 4, 20])
      expect(withRunning([group(0, 900, 45)], { ...at(now), ages: alike }, 0.05)[0]?.jobs).toBeLessThan(960);
  });

  it('are never fewer than have ended', () => {
    const late = agesFrom(walls(50), walls(0, 0, 0, 50));
    expect(withRunning([group(0, 20, 0)], { ...at(1.5), ages: late }, 0.05)).toEqual([group(0, 20, 0)]);
  });

  it('leave alone what had the time to end', () => {
    expect(withRunning([group(0, 2, 1)], { ...at(100), ages: failuresFirst }, 0.05)).toEqual([group(0, 2, 1)]);
  });
});

describe('jobs that run for longer than they should', () => {
  const anHour = agesFrom(walls(0, 50, 50, 50), walls(0, 2, 2, 2));

  it('are held to have failed, the oldest first', () => {
    const running = new Map([
      [0, 3],
      [9, 2],
    ]);
    expect(withMissing([group(0, 7, 1)], running, { ...at(10), ages: anHour }, 0.05)).toEqual([group(0, 10, 4)]);
  });

  it('are none while no more run than did at those ages', () => {
    const young = new Map([
      [9, 10],
      [8, 7],
    ]);
    expect(withMissing([group(8, 3)], young, { ...at(10), ages: anHour }, 0.05)).toEqual([group(8, 3)]);
    expect(withMissing([group(8, 3)], new Map(), { ...at(100), ages: anHour }, 0.05)).toEqual([group(8, 3)]);
  });

  it('are all that run where nothing is known of how long jobs last', () => {
    const unknown = agesFrom(walls(), walls());
    expect(withMissing([], new Map([[9, 4]]), { ...at(10), ages: unknown }, 0.05)).toEqual([group(9, 4, 4)]);
  });
});

describe('the ages at which jobs end', () => {
  it('tell the time in which nine jobs of ten end', () => {
    expect(agesFrom(walls(5, 4, 1), walls()).longMs).toBe(2 * bucketMs);
  });

  it('hold few failures to end rather early', () => {
    const { finished, failed } = agesFrom(walls(0, 25, 25, 25, 25), walls());
    expect(failed[1]).toBeCloseTo(Math.sqrt(finished[1] ?? 0), 9);
    const many = agesFrom(walls(0, 25, 25, 25, 25), walls(0, 25, 25, 25, 25));
    expect(many.failed[1]).toBeCloseTo(0.25, 1);
  });

  it('are unknown without wall times: every job counts as it ends', () => {
    const { longMs, ...ages } = agesFrom(walls(), walls());
    expect(longMs).toBe(0);
    expect(withRunning([group(0, 4, 1)], { ...at(1), ages: { longMs, ...ages } }, 0.05)[0]?.jobs).toBe(4);
  });
});
