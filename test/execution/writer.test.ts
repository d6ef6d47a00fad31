import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writer } from '../../src/execution/writer.js';
import { wallClock } from '../../src/grid/clocks.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const signal = new AbortController().signal;

it('lets at most so many writes a second go, whoever asks for a turn and when', async () => {
  const asked = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50 }), asked, async (writesPerSecond, delays) => {
      const paced = writer({ clock: wallClock(), writesPerSecond, signal });
      const turns: number[] = [];
      const all = delays.map(async (delayMs) => {
        await new Promise((later) => setTimeout(later, delayMs));
        await paced.turn();
        turns.push(Date.now());
      });
      await vi.runAllTimersAsync();
      await Promise.all(all);
      // Timers keep whole milliseconds.
      const least = Math.floor(1000 / writesPerSecond);
      turns.forEach((at, index) => {
        if (index > 0) expect(at - (turns[index - 1] ?? 0)).toBeGreaterThanOrEqual(least - 1);
      });
      const span = (turns.at(-1) ?? 0) - (turns[0] ?? 0);
      expect(span).toBeGreaterThanOrEqual(Math.floor(((turns.length - 1) * 1000) / writesPerSecond) - 1);
    }),
    { numRuns: 50 },
  );
});

it('delays no write longer than its pace asks for', async () => {
  const paced = writer({ clock: wallClock(), writesPerSecond: 4, signal });
  const start = Date.now();
  const turns = Promise.all(Array.from({ length: 5 }, () => paced.turn().then(() => Date.now() - start)));
  await vi.runAllTimersAsync();
  expect(await turns).toEqual([0, 250, 500, 750, 1000]);
});

it('with 0 sets no limit', async () => {
  const paced = writer({
    clock: { now: () => Promise.reject(new Error('asked')), wait: () => Promise.reject(new Error('waited')) },
    writesPerSecond: 0,
    signal,
  });
  await expect(paced.turn()).resolves.toBeUndefined();
});
