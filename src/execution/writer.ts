import type { Clock } from '../grid/ports.js';

/** What the writes of all operations share: their pace, and whether writing still makes sense. */
export interface Writer {
  /** Why nothing new is written any more, or null. */
  stopReason(): string | null;
  stop(reason: string): void;
  /** Waits for this write's turn. */
  turn(): Promise<void>;
  /** A write was answered well: was it found in the catalogue? */
  noteAccepted(found: boolean): void;
}

/** GRID section 3: the likeliest failure is a write that answers well and changes nothing. */
const emptyWritesInARow = 3;

interface Tools {
  readonly clock: Clock;
  /** 0: no limit. */
  readonly writesPerSecond: number;
  readonly signal: AbortSignal;
  readonly monotonicMs: () => number;
}

export function writer({ clock, writesPerSecond, signal, monotonicMs }: Tools): Writer {
  const intervalMs = writesPerSecond > 0 ? 1000 / writesPerSecond : 0;
  let nextTurnMs = 0;
  let emptyWrites = 0;
  let reason: string | null = null;
  return {
    stopReason: () => (signal.aborted ? 'Interrupted before it was begun.' : reason),
    stop: (why) => { reason ??= why; },
    turn: async () => {
      if (intervalMs === 0) return;
      const nowMs = monotonicMs();
      const waitMs = Math.max(0, nextTurnMs - nowMs);
      nextTurnMs = nowMs + waitMs + intervalMs;
      if (waitMs > 0) await clock.wait(waitMs);
    },
    noteAccepted: (found) => {
      emptyWrites = found ? 0 : emptyWrites + 1;
      if (emptyWrites < emptyWritesInARow) return;
      reason ??= `The catalogue accepted ${String(emptyWrites)} writes in a row and changed nothing, so nothing more is written. Ask the people who run it.`;
    },
  };
}
