import { describe, expect, it } from 'vitest';
import { briefOf, together } from '../../src/play/brief.js';
import { isPlanted, struckQueues, tellJournal, tellOutcomes } from '../../src/play/story.js';
import type { JournalEntry } from '../../src/referee/case.js';

const write = {
  kind: 'write',
  id: 1,
  at: 0,
  by: 'acting',
  request: '',
  agent: 'migrate/1',
  what: '',
  new: '',
} as const;
const change = { ...write, kind: 'change', agent: 'web', queue: 'Q', old: '1', new: '2', write: null } as const;

describe('what the scenario planted', () => {
  it('is marked, and what sites answer is not', () => {
    const journal: readonly JournalEntry[] = [
      { ...change, by: 'heinz', what: 'pilot_version' },
      { ...change, by: 'support', what: 'ticket', queue: '[c/SITE/migration#1] Please', old: 'open', new: 'closed' },
    ];
    expect(tellJournal(journal, 'migrate/')).toEqual([
      "heinz changed pilot_version of Q from '1' to '2' (planted)",
      'support: migration request of SITE open → closed',
    ]);
    expect(tellJournal(journal, 'migrate/').map(isPlanted)).toEqual([true, false]);
  });

  it('is also a fault of a service: what it struck says so, and nothing else', () => {
    const journal: readonly JournalEntry[] = [
      { ...write, queue: 'LOST', fate: 'effective', answer: 'lost' },
      { ...write, queue: 'LATE', fate: 'late', answer: '200' },
      { ...write, queue: 'BUSY', fate: 'refused', answer: '503' },
      { ...write, queue: 'WELL', fate: 'effective', answer: '200' },
    ];
    const struck = struckQueues(journal);
    expect([...struck]).toEqual(['LOST', 'LATE', 'BUSY']);
    const failed = { site: 'S', kind: 'flip', outcome: 'unconfirmed', message: 'No answer.' } as const;
    const outcomes = ['LOST', 'WELL'].map((queue) => ({ ...failed, queue, key: `c/${queue}/flip#0` }));
    expect(tellOutcomes([], outcomes, struck)).toEqual([
      'S: c/LOST/flip#0 unconfirmed: No answer. (planted fault)',
      'S: c/WELL/flip#0 unconfirmed: No answer.',
    ]);
  });
});

it('a day is summed up over its sittings, each name once', () => {
  const done = (queue: string) =>
    ({ key: queue, kind: 'flip', site: 'S', queue, outcome: 'done', message: '' }) as const;
  const morning = briefOf([done('A'), { ...done('B'), outcome: 'failed' }], [], 1);
  const noon = briefOf([done('B'), { ...done('R'), kind: 'brokeroff' }], [], 0);
  expect(together(morning, noon)).toEqual({
    done: { flip: ['S'], brokeroff: ['R'] },
    good: [],
    faults: [],
    stopped: [],
    resumed: [],
    missed: 1,
    planted: 1,
  });
});
