import { describe, expect, it } from 'vitest';
import { runningFrom, withRunning } from '../../src/commissioning/running.js';
import { bucketMs, type TimeGroup } from '../../src/commissioning/statistics/outcomes.js';

function group(bucket: number, jobs: number, failures = 0): TimeGroup {
  return { bucket, jobs, failures };
}

/** The queue starts four jobs in each stretch of time; nearly all end within three stretches. */
const habit = { pace: 4, longMs: 3 * bucketMs, fromMs: 0 };

describe('jobs that have started and not ended', () => {
  it('are reckoned as fine, at the pace of before, in stretches whose jobs may still run', () => {
    const ended = [group(0, 1, 1), group(2, 1, 1)];
    expect(withRunning(ended, { ...habit, nowMs: 3 * bucketMs })).toEqual([
      group(0, 4, 1),
      group(1, 4),
      group(2, 4, 1),
    ]);
  });

  it('are no more than have had the time to start', () => {
    expect(withRunning([], { ...habit, nowMs: 1.5 * bucketMs })).toEqual([group(0, 4), group(1, 2)]);
    expect(withRunning([], { ...habit, fromMs: 0.5 * bucketMs, nowMs: bucketMs })).toEqual([group(0, 2)]);
  });

  it('are none where more jobs than usual have ended already: a queue that fails everything at once takes more', () => {
    expect(withRunning([group(0, 9, 9)], { ...habit, nowMs: bucketMs })).toEqual([group(0, 9, 9)]);
  });

  it('are fewer where the queue starts fewer now', () => {
    const ended = Array.from({ length: 9 }, (_, bucket) => group(bucket, 1));
    const found = withRunning(ended, { ...habit, nowMs: 12 * bucketMs });
    expect(found.slice(0, 9)).toEqual(ended);
    expect(found.slice(9)).toEqual([group(9, 1), group(10, 1), group(11, 1)]);
  });

  it('leave alone what had the time to end', () => {
    expect(withRunning([group(0, 2, 1)], { ...habit, pace: 0, nowMs: 100 * bucketMs })).toEqual([group(0, 2, 1)]);
    expect(withRunning([group(0, 2, 1)], { ...habit, longMs: 0, nowMs: bucketMs })).toEqual([group(0, 2, 1)]);
    expect(withRunning([group(5, 2, 1)], { ...habit, pace: 0, nowMs: bucketMs })).toEqual([group(5, 2, 1)]);
  });
});

describe('the habit of a queue', () => {
  it('is its pace and the time in which nine jobs of ten end', () => {
    expect(runningFrom([group(10, 8), group(13, 8)], [5, 4, 1])).toEqual({ pace: 4, longMs: 2 * bucketMs });
  });

  it('is told by its busiest hours: at the ends history holds only part of the jobs', () => {
    const rising = Array.from({ length: 40 }, (_, bucket) => group(bucket, Math.min(bucket, 40 - bucket)));
    const { pace } = runningFrom(rising, [1]);
    expect(pace).toBeGreaterThan(16);
    expect(pace).toBeLessThanOrEqual(20);
  });

  it('is nothing without history or wall times', () => {
    expect(runningFrom([], [])).toEqual({ pace: 0, longMs: 0 });
    expect(runningFrom([group(1, 3)], [0, 0])).toEqual({ pace: 3, longMs: 0 });
  });
});
