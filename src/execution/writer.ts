import type { Clock } from '../grid/ports.js';

/** What the writes of all operations share: their pace, and whether writing still makes sense. */
export interface Writer {
  /** Why nothing new is written any more, or null. */
  stopReason(): string | null;
  stop(reason: string): void;
  /** Waits for this write's turn, or until the operator interrupts. */
  turn(): Promise<void>;
  /** A write was answered well: was it found in the catalogue? */
  noteAccepted(found: boolean): void;
}

/** docs/grid.md#writes: the likeliest failure is a write that answers well and changes nothing. */
const emptyWritesInARow = 3;

interface Tools {
  readonly clock: Clock;
  /** 0: no limit. */
  readonly writesPerSecond: number;
  readonly signal: AbortSignal;
}

/**
 * The turn is taken before an attempt is marked: what waits at the door, after Mark, would outlive the
 * check of its lease. It is told by the campaign's clock, the same that it is waited for by.
 */
export function writer({ clock, writesPerSecond, signal }: Tools): Writer {
  const intervalMs = writesPerSecond > 0 ? 1000 / writesPerSecond : 0;
  let nextTurnMs = 0;
  let emptyWrites = 0;
  let reason: string | null = null;
  return {
    stopReason: () => (signal.aborted ? 'Interrupted before it was begun.' : reason),
    stop: (why) => {
      reason ??= why;
    },
    turn: async () => {
      if (intervalMs === 0) return;
      const nowMs = await clock.now();
      const turnMs = Math.max(nowMs, nextTurnMs);
      nextTurnMs = turnMs + intervalMs;
      if (turnMs <= nowMs) return;
      // Interrupted, it is over at once, and `stopReason` says so.
      await clock.wait(turnMs - nowMs, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
    noteAccepted: (found) => {
      emptyWrites = found ? 0 : emptyWrites + 1;
      if (emptyWrites < emptyWritesInARow) return;
      reason ??= `The catalogue accepted ${String(emptyWrites)} writes in a row and changed nothing, so nothing more is written. Ask the people who run it.`;
    },
  };
}
