import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearName, nearNames } from '../../../src/model/text/near-names.js';

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

describe('the nearest name', () => {
  it.each([
    ['OSCAR', ['TRIUMF', 'OSCER'], 'OSCER'],
    ['TRIMUF', ['TRIUMF', 'OSCER'], 'TRIUMF'],
    ['oscer', ['TRIUMF', 'OSCER'], 'OSCER'],
    ['INFNO-LECCE', ['INFN-ROMA3', 'INFN-LECCE'], 'INFN-LECCE'],
    ['GLASGOW', ['TRIUMF', 'OSCER'], null],
    ['a', ['b'], 'b'],
    ['', ['abcd'], null],
    ['x', [], null],
  ])('%s among %j is %s', (name, candidates, near) => {
    expect(nearName(name, candidates)).toBe(near);
  });

  it('does not answer the name itself', () => {
    expect(nearName('OSCER', ['OSCER'])).toBeNull();
  });

  it('finds a name after any single slip', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{4,12}$/),
        fc.nat(),
        fc.constantFrom('drop', 'double', 'change'),
        (name, seed, slip) => {
          const at = seed % name.length;
          const letter = name.charAt(at);
          const instead = slip === 'drop' ? '' : slip === 'double' ? letter + letter : '_';
          expect(nearName(name.slice(0, at) + instead + name.slice(at + 1), ['0123456789', name])).toBe(name);
        },
      ),
    );
  });
});
