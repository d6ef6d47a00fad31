import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './sqlite.js';

/** How long another process may keep a file locked, ms. */
const longestMs = 10_000;
/** For connections whose work stands in `whileBusy`: so long may SQLite itself stand still. */
export const shortBusyMs = 5;
const firstPauseMs = 5;
const longestPauseMs = 50;

/**
 * Does work on a SQLite file that another process may have locked: again after short pauses, in which signals are heard.
 * The work must have had no effect where it was turned away. Rejects with SQLite's error where the lock stays.
 */
export async function whileBusy<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + longestMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await delay(pauseMs);
  }
}
