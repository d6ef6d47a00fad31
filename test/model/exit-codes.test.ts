import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/model/exit-codes.js';
import type { Outcome, OutcomeKind } from '../../src/model/operation.js';

function outcome(kind: OutcomeKind, by?: string): Outcome {
  return { key: `c/Q/flip#0`, kind: 'flip', outcome: kind, message: '', ...(by === undefined ? {} : { by }) };
}

describe('the exit code of outcomes', () => {
  it.each<{ outcomes: Outcome[]; exit: number }>([
    { outcomes: [], exit: 0 },
    { outcomes: [outcome('done'), outcome('already')], exit: 0 },
    { outcomes: [outcome('done'), outcome('held')], exit: 68 },
    { outcomes: [outcome('unconfirmed')], exit: 68 },
    { outcomes: [outcome('conflict')], exit: 68 },
    { outcomes: [outcome('not-run')], exit: 68 },
    { outcomes: [outcome('held', 'maria@desk 17'), outcome('unconfirmed')], exit: 75 },
    { outcomes: [outcome('held', 'maria@desk 17'), outcome('failed'), outcome('done')], exit: 1 },
    { outcomes: [outcome('refused'), outcome('refused')], exit: 4 },
    { outcomes: [outcome('refused'), outcome('done')], exit: 68 },
  ])('$outcomes.length outcomes, the worst first: $exit', ({ outcomes, exit }) => {
    expect(exitCodeOf(outcomes)).toBe(exit);
  });
});
