import { GridFailure } from '../../grid/ports.js';
import { interruptible } from '../interrupt.js';
import { liveFrame } from './live-frame.js';

export interface Looking<Seen> {
  readonly first: Seen;
  readonly again: () => Promise<Seen>;
  /** Between two looks. */
  readonly wait: (signal: AbortSignal) => Promise<unknown>;
  readonly isOver: (seen: Seen) => boolean;
  /** What a terminal shows; null: nothing is shown. */
  readonly screen: ((seen: Seen) => string) | null;
  /** What is told of a failure besides what it says itself. */
  readonly afterFailure: string;
}

/** Looks again and again until it is over or interrupted; a service that is away for a while does not end a watch of hours. */
export function lookAgain<Seen>({ first, again, wait, isOver, screen, afterFailure }: Looking<Seen>): Promise<Seen> {
  const frame = liveFrame(process.stderr);
  return interruptible(async (signal) => {
    let seen = first;
    let trouble = '';
    for (;;) {
      const [now, word] = [seen, trouble];
      if (screen !== null) frame.show(() => `${screen(now)}${word}`);
      if (isOver(seen)) break;
      try {
        await wait(signal);
        seen = await again();
        trouble = '';
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof GridFailure)) throw error;
        trouble = `\n\n${error.message}${afterFailure}`;
      }
    }
    frame.clear();
    return seen;
  });
}
