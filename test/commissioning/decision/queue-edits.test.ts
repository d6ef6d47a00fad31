import { describe, expect, it } from 'vitest';
import { queueEdits } from '../../../src/commissioning/decision/queue-edits.js';
import { aRecord } from '../builders.js';

describe('the edits that configuration codes ask for', () => {
  const edits = (
    codes: readonly (readonly [number, number])[],
    record = aRecord(),
    on: string | null = 'singularity:pilot',
  ) => queueEdits(new Map(codes), record, on);

  it('are exact where the value follows', () => {
    expect(edits([[1384, 3]], aRecord({ container_type: 'docker:wrapper' }))).toMatchObject([
      { field: 'container_type', before: 'docker:wrapper', after: 'singularity:pilot;docker:wrapper' },
    ]);
    expect(edits([[1359, 3]], aRecord({ state: 'DISABLED' }))).toMatchObject([
      { field: 'state', before: 'DISABLED', after: 'ACTIVE' },
    ]);
  });

  it('name the field where only a person can know the value', () => {
    expect(edits([[1323, 3]])).toMatchObject([
      {
        field: 'acopytools',
        before: null,
        after: null,
        sentence: expect.stringMatching(/^Look at acopytools \(1323 UNKNOWNCOPYTOOL\)/) as string,
      },
    ]);
    expect(edits([[1384, 3]], aRecord({ container_type: '' }), null)).toMatchObject([{ before: '', after: null }]);
    expect(edits([[1384, 1]])).toMatchObject([{ field: 'container_type', after: null }]);
  });

  it('come with the most frequent code first, one a field', () => {
    expect(
      edits([
        [1342, 1],
        [1341, 5],
        [1323, 2],
      ]).map(({ field }) => field),
    ).toEqual(['the setting that the text names', 'acopytools']);
  });

  it('are none for codes that no record causes', () => {
    expect(
      edits([
        [1340, 5],
        [0, 2],
      ]),
    ).toEqual([]);
  });

  it('do without a record', () => {
    expect(queueEdits(new Map([[1386, 2]]), null, null)).toMatchObject([
      { field: 'status', before: null, after: null },
    ]);
  });
});
