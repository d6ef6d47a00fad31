import { GridFailure, type HttpRequest } from '../ports.js';
import type { Sleep } from './sleep.js';

/** How the requests of one program to one host follow each other. */
export interface Turns {
  /**
   * Waits until a request may go out. A write does not wait here, since the lease that guards it was checked before:
   * while its host wants to be left alone it is refused, with nothing sent. So is a read that would wait too long.
   */
  before(request: HttpRequest): Promise<void>;
  /** The host said when to come back (Retry-After). */
  leaveAlone(request: HttpRequest, ms: number): void;
}

export interface TurnsOptions {
  /** To one host; 0: no limit. */
  readonly requestsPerSecond: number;
  readonly sleep: Sleep;
  readonly nowMs: () => number;
  /** A read waits for its host so long, and no longer. */
  readonly longestWaitMs: number;
}

export function hostTurns({ requestsPerSecond, sleep, nowMs, longestWaitMs }: TurnsOptions): Turns {
  const intervalMs = requestsPerSecond > 0 ? 1000 / requestsPerSecond : 0;
  const nextMs = new Map<string, number>();
  const busyUntilMs = new Map<string, number>();

  return {
    async before({ url, effect, signal }) {
      if (intervalMs === 0 && busyUntilMs.size === 0) return;
      const { host } = new URL(url);
      const now = nowMs();
      const busyMs = Math.max(0, (busyUntilMs.get(host) ?? 0) - now);
      if (busyMs === 0) busyUntilMs.delete(host);
      if (busyMs > (effect === 'write' ? 0 : longestWaitMs))
        throw new GridFailure(
          'busy',
          `${host} is busy and asked to be left alone for another ${Math.ceil(busyMs / 1000)} s: nothing was sent.`,
          false,
          ['Try again later.'],
          busyMs,
        );
      const turnMs = Math.max(now + busyMs, nextMs.get(host) ?? 0);
      if (intervalMs > 0) nextMs.set(host, turnMs + intervalMs);
      if (effect === 'read' && turnMs > now) await sleep(turnMs - now, signal);
    },
    leaveAlone({ url }, ms) {
      const { host } = new URL(url);
      busyUntilMs.set(host, Math.max(busyUntilMs.get(host) ?? 0, nowMs() + ms));
    },
  };
}
