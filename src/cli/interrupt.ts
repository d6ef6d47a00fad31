type SignalExit = 130 | 143;

// A process has one set of signals, so this state is the process's.
let section: AbortController | null = null;
let received: SignalExit | null = null;

/** From now on the first SIGINT or SIGTERM ends an `interruptible` section cleanly; without one, or again, the process. */
export function watchSignals(): void {
  process.on('SIGINT', () => {
    interrupt(130);
  });
  process.on('SIGTERM', () => {
    interrupt(143);
  });
}

function interrupt(exit: SignalExit): void {
  // oclif and the prompts leave nothing behind that would need more than this.
  if (section === null || received !== null) process.exit(exit);
  received = exit;
  process.stderr.write(
    '\nEnding after what is in flight; what is left stays for the next run. Once more forces the end.\n',
  );
  section.abort();
}

/** Runs work that can end early and cleanly when `signal` aborts. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  section = new AbortController();
  try {
    return await work(section.signal);
  } finally {
    section = null;
  }
}

/** The exit code of the signal that ended a section early, or null. */
export function interruptedBy(): SignalExit | null {
  return received;
}
