import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { workAlone } from '../../src/agent/alone.js';
import type { AgentWork } from '../../src/app/agents/agent.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const times = { everyMs: 5 * minuteMs, lookMs: 30 * minuteMs };

/** An agent that has made its first round, under clocks that the test moves. */
async function working() {
  const done = { surveys: 0, looks: 0 };
  const work: AgentWork = {
    survey: () => {
      done.surveys++;
      return Promise.resolve(null);
    },
    look: () => {
      done.looks++;
      return Promise.resolve([]);
    },
    serve: () => Promise.resolve([]),
    carryOut: () => Promise.resolve([]),
    on: () => undefined,
    surveyedMs: () => null,
  };
  const stop = new AbortController();
  const ended = workAlone(work, times, stop.signal);
  await vi.advanceTimersByTimeAsync(0);
  return { done, stop, ended };
}

describe('an agent alone', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2030-01-07T08:00:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('makes a round every few minutes, looks less often, and ends when it is told to', async () => {
    const { done, stop, ended } = await working();
    expect(done).toEqual({ surveys: 1, looks: 1 });
    await vi.advanceTimersByTimeAsync(4 * minuteMs);
    expect(done.surveys).toBe(1);
    await vi.advanceTimersByTimeAsync(26 * minuteMs + 1000);
    expect(done).toEqual({ surveys: 7, looks: 2 });
    stop.abort();
    await ended;
  });

  it('is there at once when the machine wakes after a night: what was due is done late rather than never', async () => {
    const { done, stop } = await working();
    // Asleep, no timer runs, and only the clock on the wall has moved on.
    vi.setSystemTime(Date.now() + dayMs);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(done).toEqual({ surveys: 2, looks: 2 });
    stop.abort();
  });

  it('goes on in its rhythm when the clock is set back by a day', async () => {
    const { done, stop } = await working();
    vi.setSystemTime(Date.now() - dayMs);
    await vi.advanceTimersByTimeAsync(5 * minuteMs);
    expect(done.surveys).toBe(2);
    await vi.advanceTimersByTimeAsync(5 * minuteMs);
    expect(done.surveys).toBe(3);
    stop.abort();
  });
});
