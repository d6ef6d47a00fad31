import { GridFailure } from '../ports.js';

/** Waits that long by the machine's time; rejects with a GridFailure when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

// setTimeout takes a longer time for no time at all.
const longestMs = 2 ** 31 - 1;

export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; left > 0; left -= longestMs) await nap(Math.min(left, longestMs), signal);
}

function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    function stop(): void {
      clearTimeout(timer);
      reject(new GridFailure('stopped', 'The wait was stopped.', false));
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
