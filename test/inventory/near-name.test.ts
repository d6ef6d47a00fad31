import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearName } from '../../src/inventory/near-name.js';

describe('nearName', () => {
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
