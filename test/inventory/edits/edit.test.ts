import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { scheduleRetirements, undoRetirement } from '../../../src/inventory/edits/edit.js';

const block = `# the campaign
sites: # all of them
  OSCER: {queues: {A: {}}}   # odd   spacing

retirements:
  # at once
  - { queue: A, because: no people }   # said on Monday
  # on 15 August
  - queue: B      # nodes in test
    on: 2019-08-15
    because: >
      SL6,
      at last
  - {queue: C}

# the end
ledger: null
`;

function retirementsIn(text: string): unknown {
  return (load(text) as { retirements: unknown }).retirements;
}

/** The lines that differ: `-` gone, `+` new. */
function difference(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('scheduleRetirements', () => {
  it('adds an entry at the end of the list and changes no other byte', async () => {
    const after = await scheduleRetirements(block, [
      { queue: 'D', on: '2019-09-01', because: 'to go', data: 'at E: all of it' },
    ]);
    const line = '  - { queue: D, on: 2019-09-01, because: to go, data: "at E: all of it" }\n';
    expect(after).toBe(block.replace('  - {queue: C}\n', `  - {queue: C}\n${line}`));
    expect(retirementsIn(after)).toContainEqual({
      queue: 'D',
      on: '2019-09-01',
      because: 'to go',
      data: 'at E: all of it',
    });
  });

  it('keeps the line breaks of a file that came from Windows', async () => {
    const edits = [
      { queue: 'D', on: '2019-09-01' as const, because: 'to go' },
      { queue: 'B', on: '2019-09-01' as const, because: 'later', data: 'gone' },
    ];
    const windows = block.replaceAll('\n', '\r\n');
    expect(await scheduleRetirements(windows, edits)).toBe(
      (await scheduleRetirements(block, edits)).replaceAll('\n', '\r\n'),
    );
  });

  it('gives a date to an entry that has none', async () => {
    expect(difference(block, await scheduleRetirements(block, [{ queue: 'A', on: '2019-09-01' }]))).toEqual([
      '-  - { queue: A, because: no people }   # said on Monday',
      '+  - { queue: A, on: 2019-09-01, because: no people }   # said on Monday',
    ]);
  });

  it('changes date and reason of an entry in block style', async () => {
    const after = await scheduleRetirements(block, [{ queue: 'B', on: '2019-09-01', because: 'later' }]);
    expect(difference(block, after)).toEqual([
      '-    on: 2019-08-15',
      '-    because: >',
      '-      SL6,',
      '-      at last',
      '+    on: 2019-09-01',
      '+    because: later',
    ]);
  });

  it('adds a line to an entry in block style', async () => {
    expect(
      difference(block, await scheduleRetirements(block, [{ queue: 'B', on: '2019-08-15', data: 'gone' }])),
    ).toEqual(['+    data: gone']);
  });

  it('takes several queues at once', async () => {
    const after = await scheduleRetirements(block, [
      { queue: 'D', on: '2019-09-01' },
      { queue: 'E', on: '2019-09-01' },
    ]);
    expect(difference(block, after)).toEqual([
      '+  - { queue: D, on: 2019-09-01 }',
      '+  - { queue: E, on: 2019-09-01 }',
    ]);
  });

  it.each([
    ['no list', 'sites: {}', 'sites: {}\n\nretirements:\n  - { queue: D, on: 2019-09-01 }\n'],
    ['null', 'retirements: null # yet\n', 'retirements: [{ queue: D, on: 2019-09-01 }] # yet\n'],
    ['an empty list', 'retirements: [] # yet\n', 'retirements: [{ queue: D, on: 2019-09-01 }] # yet\n'],
    ['a list in brackets', 'retirements: [{queue: C}]\n', 'retirements: [{queue: C}, { queue: D, on: 2019-09-01 }]\n'],
    [
      'a list at the margin',
      'retirements:\n- queue: C\nsites: {}\n',
      'retirements:\n- queue: C\n- { queue: D, on: 2019-09-01 }\nsites: {}\n',
    ],
    [
      'no line break at the end',
      'retirements:\n  - queue: C',
      'retirements:\n  - queue: C\n  - { queue: D, on: 2019-09-01 }\n',
    ],
  ])('finds %s', async (_, before, after) => {
    expect(await scheduleRetirements(before, [{ queue: 'D', on: '2019-09-01' }])).toBe(after);
  });

  it('writes any text so that the same text is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.constantFrom('A', 'B', 'C', 'D'), async (because, queue) => {
        const after = await scheduleRetirements(block, [{ queue, on: '2019-09-01', because, data: 'null' }]);
        expect(retirementsIn(after)).toContainEqual({ queue, on: '2019-09-01', because, data: 'null' });
      }),
    );
  });

  it('refuses a list that cannot be read', async () => {
    await expect(scheduleRetirements('retirements: [D]\n', [{ queue: 'D', on: '2019-09-01' }])).rejects.toThrow(
      'on line 1: an entry that is no mapping',
    );
    await expect(scheduleRetirements('retirements: { D: x }\n', [{ queue: 'D', on: '2019-09-01' }])).rejects.toThrow(
      'on line 1: no list',
    );
  });
});

describe('undoRetirement', () => {
  it.each([
    ['A', ['-  - { queue: A, because: no people }   # said on Monday']],
    [
      'B',
      ['-  - queue: B      # nodes in test', '-    on: 2019-08-15', '-    because: >', '-      SL6,', '-      at last'],
    ],
    ['C', ['-  - {queue: C}']],
  ])('takes out the entry of %s with its own lines, no other byte', async (queue, lines) => {
    expect(difference(block, await undoRetirement(block, queue))).toEqual(lines);
  });

  it.each([
    ['the only one', 'retirements:\n  - queue: C # last\n# end\n', 'retirements: []\n# end\n'],
    ['the first in brackets', 'retirements: [{queue: C}, {queue: D}]\n', 'retirements: [{queue: D}]\n'],
    ['the last in brackets', 'retirements: [{queue: D}, {queue: C}]\n', 'retirements: [{queue: D}]\n'],
    ['the only one in brackets', 'retirements: [{queue: C}]\n', 'retirements: []\n'],
    [
      'one after a comment with a dash',
      'retirements:\n- queue: D\n# not this -\n- queue: C\n',
      'retirements:\n- queue: D\n# not this -\n',
    ],
  ])('takes out %s', async (_, before, after) => {
    expect(await undoRetirement(before, 'C')).toBe(after);
  });

  it('brings back the text as it was before the entry was scheduled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (because) => {
        const scheduled = await scheduleRetirements(block, [{ queue: 'D', on: '2019-09-01', because }]);
        expect(await undoRetirement(scheduled, 'D')).toBe(block);
      }),
    );
  });

  it('refuses a queue that has none, with a near name', async () => {
    const long = 'retirements: [{ queue: ANALY_JINR }]\n';
    await expect(undoRetirement(long, 'ANALY_JINN')).rejects.toMatchObject({
      message: 'ANALY_JINN has no retirement in this file.',
      advice: ['Did you mean ANALY_JINR?'],
    });
    await expect(undoRetirement('sites: {}\n', 'A')).rejects.toMatchObject({ advice: [] });
  });
});
