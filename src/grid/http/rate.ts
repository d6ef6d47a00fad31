import type { Http } from '../ports.js';
import type { Sleep } from './sleep.js';

/**
 * Lets at most so many writes a second through, evenly spaced, all callers of this door together;
 * reads pass at once. `writesPerSecond` 0: no limit. `now` in milliseconds, of the machine.
 */
export function rateLimited(http: Http, writesPerSecond: number, { now, sleep }: { readonly now: () => number; readonly sleep: Sleep }): Http {
  if (writesPerSecond <= 0) return http;
  const spacingMs = 1000 / writesPerSecond;
  let free = -Infinity;
  return async (request) => {
    if (request.effect === 'write') {
      const at = Math.max(now(), free);
      free = at + spacingMs;
      if (at > now()) await sleep(at - now(), request.signal);
    }
    return http(request);
  };
}
