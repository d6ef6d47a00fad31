import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceSentences, planDifference } from '../../src/planning/difference.js';
import { flip, request } from '../ledger/builders.js';

const alpha = flip('ALPHA');
const other = flip('ALPHA', { before: { ...alpha.before, comment: 'somebody wrote this' } });

describe('the difference between two plans', () => {
  it('names what is new, what is gone, and what starts from other values', () => {
    const difference = planDifference([alpha, flip('BETA')], [other, request('GAMMA')]);
    expect(difference).toEqual({ added: [request('GAMMA')], gone: [flip('BETA')], altered: [other] });
    expect(differenceSentences(difference)).toEqual([
      '1 operation is new: request GAMMA.',
      '1 operation is no longer planned: flip BETA.',
      '1 operation starts from other values now: flip ALPHA.',
    ]);
  });

  it('counts more than it names', () => {
    const many = Array.from({ length: 8 }, (_, index) => flip(`Q${index}`));
    expect(differenceSentences(planDifference([], many))).toEqual([
      '8 operations are new: flip Q0, flip Q1, flip Q2, flip Q3, flip Q4 …',
    ]);
  });

  it('the earlier plan and the difference make the plan of now', () => {
    const operations = fc
      .uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'))
      .map((queues) => queues.map((queue) => flip(queue)));
    fc.assert(
      fc.property(operations, operations, (before, now) => {
        const { added, gone, altered } = planDifference(before, now);
        const lost = new Set(gone.map(({ key }) => key));
        const keys = [...before.map(({ key }) => key).filter((key) => !lost.has(key)), ...added.map(({ key }) => key)];
        expect(keys.sort()).toEqual(now.map(({ key }) => key).sort());
        expect(altered).toEqual([]);
      }),
    );
  });

  it('where nothing differs, says so', () => {
    expect(differenceSentences(planDifference([alpha], [alpha]))).toEqual(['A plan of now has the same operations.']);
  });
});
