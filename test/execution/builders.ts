import type { Timing } from '../../src/model/grid-config.js';
import type { Operation, Outcome } from '../../src/model/operation.js';
import { execute } from '../../src/execution/execute.js';
import type { ExecutionDeps, Progress } from '../../src/execution/run.js';
import type { Ledger } from '../../src/ledger/port.js';
import { actor } from '../ledger/builders.js';
import { draftOf, type World } from './world.js';

/** The protocol's times (docs/protocol.md#operations); one operation at a time. */
export const timing: Timing = {
  request_timeout_seconds: 20,
  lease_seconds: 120,
  quiet_minutes: 10,
  confirm_seconds: 90,
  effect_minutes: 30,
  concurrency: 1,
  writes_per_second: 0,
  requests_per_second: 0,
};

/** An execution in this world as an operator's program would begin it. */
export function carryOut(
  operations: readonly Operation[],
  world: World,
  ledger: Ledger,
  change: Partial<ExecutionDeps> = {},
): Promise<readonly Outcome[]> {
  return execute(operations, {
    grid: world.grid,
    ledger,
    actor: actor(),
    day: '2019-08-05',
    timing,
    draftOf,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    wallMs: () => 0,
    monotonicMs: () => 0,
    ...change,
  });
}

/** Aborts when the first operation reaches a step. */
export function interruptAt(step: Progress['step']): Pick<ExecutionDeps, 'signal' | 'onProgress'> {
  const interrupt = new AbortController();
  return {
    signal: interrupt.signal,
    onProgress: (progress) => {
      if (progress.step === step) interrupt.abort();
    },
  };
}

export function brief(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ queue, site, outcome }) => `${queue ?? site ?? ''}: ${outcome}`);
}
