import { describe, expect, it } from 'vitest';
import { highsSolver } from '../../src/solver/highs.js';
import type { IntegerProgram } from '../../src/waves/integer-program.js';

/** Of three columns two at least, but not the first with the second. */
const twoOfThree: IntegerProgram = {
  columns: 3,
  rows: [
    { terms: [0, 1, 2].map((column) => ({ column, factor: 1 })), least: 2 },
    { terms: [0, 1].map((column) => ({ column, factor: 1 })), most: 1 },
    { terms: [{ column: 0, factor: -1 }], most: -1 },
  ],
  nodes: 10,
};

describe('the solver', () => {
  const solve = highsSolver();

  it('finds a choice that keeps all rows', () => {
    expect(solve(twoOfThree)).toEqual({ found: 'choice', taken: [0, 2] });
  });

  it('says where there is none, and goes on with the next program', () => {
    const rows = [...twoOfThree.rows, { terms: [{ column: 2, factor: 1 }], most: 0 }];
    expect(solve({ ...twoOfThree, rows })).toEqual({ found: 'impossible' });
    expect(solve(twoOfThree).found).toBe('choice');
  });

  it('says why it failed, and answers again afterwards', () => {
    const bad = { ...twoOfThree, nodes: 0.5 };
    expect(solve(bad)).toMatchObject({ found: 'failure', message: expect.stringMatching(/^HiGHS: /) as string });
    expect(solve(twoOfThree).found).toBe('choice');
  });
});
