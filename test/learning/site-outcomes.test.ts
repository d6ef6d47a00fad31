import { describe, expect, it } from 'vitest';
import { outcomeOfSite, verdictsByQueue } from '../../src/learning/site-outcomes.js';
import type { Verdict } from '../../src/model/history.js';
import { aHistory, aVerdict, flipped } from '../planning/builders.js';

function outcome(verdicts: readonly Verdict[], queues = ['OSCER']) {
  const newest = new Map(verdicts.map((verdict) => [verdict.queue, verdict]));
  const pasts = Object.fromEntries(queues.map((queue) => [queue, flipped({ verdict: newest.get(queue) ?? null })]));
  const history = aHistory({ queues: pasts, verdicts });
  return outcomeOfSite(
    queues.map((name) => ({ name, history: history.queues.get(name) ?? null })),
    verdictsByQueue(history),
  );
}

const faultsOf = (verdicts: readonly Verdict[], queues?: string[]) => [
  ...(outcome(verdicts, queues)?.faults ?? ['none']),
];

describe('what a flip has taught', () => {
  it('is nothing before the last of its queues is judged, unless one has a fault', () => {
    const good = aVerdict('good', { queue: 'A' });
    expect(outcome([])).toBeNull();
    expect(outcome([good], ['A', 'B'])).toBeNull();
    expect(faultsOf([good, aVerdict('good', { queue: 'B' })], ['A', 'B'])).toEqual([]);
    expect(faultsOf([aVerdict('pilot fault', { queue: 'B' })], ['A', 'B'])).toEqual(['pilot fault']);
  });

  it('is kept when the remedy helps: a good verdict on the changed record does not undo the fault', () => {
    expect(faultsOf([aVerdict('container fault'), aVerdict('good', { generation: 2 })])).toEqual(['container fault']);
  });

  it('is what an operator says of the same record', () => {
    expect(faultsOf([aVerdict('container fault'), aVerdict('good', { by: 'operator anna' })])).toEqual([]);
  });

  it('is nothing where the test could not tell', () => {
    expect(outcome([aVerdict('inconclusive')])).toBeNull();
  });
});
