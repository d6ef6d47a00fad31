import { writeSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

vi.mock('node:fs', async (original) => ({ ...(await original<typeof import('node:fs')>()), writeSync: vi.fn() }));

type Interrupt = typeof import('../../src/cli/interrupt.js');

const signals = ['SIGINT', 'SIGTERM'] as const;

const ended = new Error('The process has ended.');

/** Does what may end the process. */
function mayEnd(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error !== ended) throw error;
  }
}

/** The module as a process begins with it; what would end the process is noted. */
async function begin(): Promise<{ readonly program: Interrupt; readonly exits: readonly unknown[] }> {
  vi.resetModules();
  vi.useFakeTimers();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const exits: unknown[] = [];
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exits.push(code);
    throw ended;
  });
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const interrupt = await import('../../src/cli/interrupt.js');
  interrupt.watchSignals();
  onTestFinished(() => {
    for (const signal of signals)
      for (const listener of process.listeners(signal))
        if (!before.get(signal)?.includes(listener)) process.off(signal, listener);
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return { program: interrupt, exits };
}

function toldLast(): string {
  return String(vi.mocked(writeSync).mock.calls.at(-1)?.[1]);
}

describe('a signal', () => {
  beforeEach(() => {
    vi.mocked(writeSync).mockClear();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends the process at once where nothing must finish', async (signal, code) => {
    const { exits } = await begin();
    mayEnd(() => process.emit(signal));
    expect(exits).toEqual([code]);
  });

  it('lets work end cleanly, and says so only where it lasts longer than it may', async () => {
    const { program, exits } = await begin();
    const work = program.interruptible(
      (signal) =>
        new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => {
            resolve();
          }),
        ),
    );
    process.emit('SIGTERM');
    await work;
    expect([program.interruptedBy(), exits]).toEqual([143, []]);
  });

  it.each([
    { inFlight: ['writing: Q'], said: /^Not ended within 12 s: forced to quit\. This may still arrive.*writing: Q/s },
    { inFlight: [], said: /^Not ended within 12 s: forced to quit\. Nothing was in flight\./ },
  ])('ends work that goes on, and says what may be in flight: $inFlight', async ({ inFlight, said }) => {
    const { program, exits } = await begin();
    const stuck = new Promise<never>(() => undefined);
    const interruptee = { say: () => undefined, inFlight: () => inFlight };
    void program.interruptible(() => program.answering(interruptee, () => stuck), { withinMs: 12_000 });
    process.emit('SIGTERM');
    vi.advanceTimersByTime(11_999);
    expect(exits).toEqual([]);
    mayEnd(() => vi.advanceTimersByTime(1));
    expect(exits).toEqual([143]);
    expect(toldLast()).toMatch(said);
  });
});
