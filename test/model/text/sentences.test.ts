import { describe, expect, it } from 'vitest';
import { count, names } from '../../../src/model/text/sentences.js';

describe('a list of names', () => {
  it('is read aloud, and cut when it is long', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C', 'D'], ['A', 'B', 'C', 'D', 'E']].map((list) => names(list))).toEqual(
      ['', 'A', 'A and B', 'A, B, C and D', 'A, B, C and 2 more'],
    );
  });
});

describe('a number of things', () => {
  it('knows one from many', () => {
    expect([count(1, 'site'), count(0, 'site'), count(2, 'entry', 'entries')]).toEqual([
      '1 site',
      '0 sites',
      '2 entries',
    ]);
  });
});
