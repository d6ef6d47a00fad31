import { writeSync } from 'node:fs';
import type { Timing } from '../model/grid-config.js';
import { movesCursor } from './terminal/colour.js';

type SignalExit = 130 | 143;

/** How the work under way speaks to whoever interrupts it. */
export interface Interruptee {
  /** Shows a line at once, wherever the work draws. */
  readonly say: (text: string) => void;
  /** What has been sent and not been answered yet, one line each. */
  readonly inFlight: () => readonly string[];
}

/** What looks or listens has nothing to end. */
const soonMs = 2_000;

interface Section {
  readonly controller: AbortController;
  readonly withinMs: number;
}

const plainly: Interruptee = {
  say: (text) => {
    process.stderr.write(`\n${text}\n`);
  },
  inFlight: () => [],
};

// A process has one set of signals, so this state is the process's.
let section: Section | null = null;
let received: SignalExit | null = null;
let speaker: Interruptee = plainly;

/** From now on the first SIGINT or SIGTERM ends an `interruptible` section cleanly; without one, again, or when it lasts, the process. */
export function watchSignals(): void {
  process.on('SIGINT', () => {
    interrupt(130);
  });
  process.on('SIGTERM', () => {
    interrupt(143);
  });
}

function interrupt(exit: SignalExit): void {
  if (received !== null) forceEnd(exit, 'Forced to quit.');
  // oclif and the prompts leave nothing behind that would need more than this.
  if (section === null) process.exit(exit);
  received = exit;
  speaker.say('Ending after what is in flight. Press Ctrl-C again to force quit.');
  const { controller, withinMs } = section;
  setTimeout(() => {
    forceEnd(exit, `Not ended within ${String(withinMs / 1000)} s: forced to quit.`);
  }, withinMs).unref();
  controller.abort();
}

/** Past every stream that is captured or still has to be drained: nothing runs after this. */
function forceEnd(exit: SignalExit, why: string): never {
  const flying = speaker.inFlight();
  const told =
    flying.length === 0
      ? [`${why} Nothing was in flight.`]
      : [
          `${why} This may still arrive; the next run looks before it writes again:`,
          ...flying.map((line) => `  ${line}`),
        ];
  const showCursor = movesCursor(process.stderr) ? '\u001B[?25h' : '';
  try {
    writeSync(2, `${showCursor}${told.join('\n')}\n`);
  } catch {
    // Nobody hears it: the end is still wanted.
  }
  process.exit(exit);
}

/** How long what acts may take to end: the answer of a request that was sent is waited for, and recorded. */
export function actingMs({ request_timeout_seconds: timeout }: Timing): number {
  return (timeout + 10) * 1000;
}

/** Runs work that can end early and cleanly when `signal` aborts, and the command with it; `withinMs` later the process ends. */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { withinMs = soonMs } = {},
): Promise<T> {
  const controller = new AbortController();
  section = { controller, withinMs };
  try {
    return await work(controller.signal);
  } finally {
    section = null;
  }
}

/** Serves until the command is interrupted. */
export function untilInterrupted(): Promise<void> {
  return interruptible(
    (signal) =>
      new Promise((resolve) => {
        signal.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
      }),
  );
}

/** Lets work under way answer an interruption itself, until it has ended. */
export async function answering<T>(interruptee: Interruptee, work: () => Promise<T>): Promise<T> {
  const before = speaker;
  speaker = interruptee;
  try {
    return await work();
  } finally {
    speaker = before;
  }
}

/** The exit code of the signal that ended a section early, or null. */
export function interruptedBy(): SignalExit | null {
  return received;
}
