import { describe, expect, it } from 'vitest';
import { didYouMean, nearNames } from '../../../src/model/text/names.js';
import { count, names } from '../../../src/model/text/sentences.js';

describe('near names', () => {
  const known = ['ANALY_INFN-LECCE', 'ANALY_INFN-ROMA3', 'ANALY_JINR', 'OU_OSCER_ATLAS'];

  it('find a misprint', () => {
    expect(nearNames('ANALY_INFNO-LECCE', known)[0]).toBe('ANALY_INFN-LECCE');
    expect(nearNames('analy_jinr', known)).toEqual(['ANALY_JINR']);
    expect(nearNames('OU-OSCER-ATLAS', known)).toEqual(['OU_OSCER_ATLAS']);
  });

  it('find nothing where all are far', () => {
    expect(nearNames('TRIUMF', known)).toEqual([]);
    expect(didYouMean('TRIUMF', known)).toBeNull();
  });

  it('are few, the best first, in an order that does not change', () => {
    expect(nearNames('Q1', ['Q4', 'Q3', 'Q2', 'Q1x', 'Q1'])).toEqual(['Q1', 'Q1x', 'Q2']);
    expect(didYouMean('Q1', ['Q2', 'Q3'])).toBe('Did you mean Q2 or Q3?');
  });
});

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
