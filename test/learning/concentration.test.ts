import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentrations, logEValue } from '../../src/learning/concentration.js';
import { groupsOf, type ObservedSite } from '../../src/learning/groups.js';
import { anOutcome, observed } from './builders.js';

const found = (sites: readonly ObservedSite[]) => concentrations(sites, groupsOf(sites));
const container = anOutcome('container fault');
const fine = anOutcome();

describe('the e-value of a concentration', () => {
  it('has an expectation of one at most under any one rate, whichever sites go', () => {
    // Exactly, over all outcomes of a plan of flips that looks at what has come: the group is asked as long as it is fine.
    const expectation = (rate: number, left: number, inside = [0, 0], outside = [0, 0]): number => {
      if (left === 0)
        return Math.exp(
          logEValue(
            { sites: inside[0] ?? 0, faults: inside[1] ?? 0 },
            { sites: outside[0] ?? 0, faults: outside[1] ?? 0 },
          ),
        );
      const grow = ([sites = 0, faults = 0]: number[], fault: number): number[] => [sites + 1, faults + fault];
      const next = (fault: 0 | 1): number =>
        (inside[1] ?? 0) <= (outside[1] ?? 0)
          ? expectation(rate, left - 1, grow(inside, fault), outside)
          : expectation(rate, left - 1, inside, grow(outside, fault));
      return rate * next(1) + (1 - rate) * next(0);
    };
    for (const rate of [0.02, 0.1, 0.3, 0.6, 0.9]) expect(expectation(rate, 14)).toBeLessThanOrEqual(1);
  });

  it('grows with every fault inside and shrinks with every fault outside', () => {
    const size = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(size, size, fc.nat(), fc.nat(), (inside, outside, a, b) => {
        const [x, y] = [a % inside, b % (outside + 1)];
        const eValue = logEValue({ sites: inside, faults: x }, { sites: outside, faults: y });
        const more = logEValue({ sites: inside, faults: x + 1 }, { sites: outside, faults: y });
        if (eValue > 3) expect(more).toBeGreaterThan(eValue - 1);
        const noisier = logEValue({ sites: inside, faults: x }, { sites: outside + 1, faults: y + 1 });
        expect(noisier).toBeLessThanOrEqual(eValue);
      }),
    );
  });
});

describe('a concentration', () => {
  it('is found after a few sites, with its counts', () => {
    const sites = [
      ...observed(5, ['tool lsm', 'cloud US'], container),
      ...observed(20, ['tool rucio', 'cloud US'], fine),
      ...observed(5, ['tool rucio', 'cloud UK'], fine),
      ...observed(10, ['tool lsm', 'cloud UK'], null),
    ];
    const [first, ...others] = found(sites);
    expect(first).toMatchObject({
      fault: 'container fault',
      group: { traits: ['tool lsm'] },
      with: { sites: 5, faults: 5 },
      without: { sites: 25, faults: 0 },
    });
    expect(others).toEqual([]);
  });

  it('is not seen in two faults, nor where the faults are everywhere', () => {
    const some = (faulty: number) => [
      ...observed(faulty, ['tool lsm'], container),
      ...observed(20, ['tool rucio'], fine),
      ...observed(9, ['tool lsm'], null),
    ];
    expect(found(some(2))).toEqual([]);
    expect(found([...observed(10, ['tool lsm'], container), ...observed(10, ['tool rucio'], container)])).toEqual([]);
  });

  it('does not hold those for guilty that only go with the guilty', () => {
    const sites = [
      ...observed(8, ['tool lsm', 'cloud UK'], container),
      ...observed(2, ['tool lsm', 'cloud US'], container),
      ...observed(3, ['tool rucio', 'cloud UK'], fine),
      ...observed(20, ['tool rucio', 'cloud US'], fine),
    ];
    expect(found(sites).map(({ group }) => group.traits)).toEqual([['tool lsm']]);
  });

  it('names traits together that the same sites have', () => {
    const sites = [...observed(6, ['tool lsm', 'os sl6'], container), ...observed(20, ['tool rucio', 'os c7'], fine)];
    expect(found(sites)[0]?.group.traits).toEqual(['tool lsm', 'os sl6']);
  });
});
