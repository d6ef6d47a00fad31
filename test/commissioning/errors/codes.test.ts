import { describe, expect, it } from 'vitest';
import { errorCodes, findCode, pilot1Codes, pilotGeneration } from '../../../src/commissioning/errors/codes.js';

describe('the error codes', () => {
  it('are 147, of which 109 were in the pilot of August 2019', () => {
    expect(errorCodes).toHaveLength(147);
    expect(new Set(errorCodes.map(({ code }) => code)).size).toBe(147);
    expect(new Set(errorCodes.map(({ constant }) => constant)).size).toBe(147);
    expect(errorCodes.filter(({ age }) => age === '2019')).toHaveLength(109);
  });

  it('each have a meaning and an advice of their own words', () => {
    for (const { meaning, advice } of errorCodes) {
      expect(meaning.length).toBeGreaterThan(10);
      expect(advice).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('name containers for certain, perhaps, or not at all', () => {
    const related = (container: string) =>
      errorCodes.filter((code) => code.container === container).map(({ code }) => code);
    expect(related('yes')).toEqual([1306, 1307, 1308, 1309, 1325, 1340, 1345, 1348, 1358, 1360, 1372, 1384]);
    expect(related('maybe')).toEqual([
      1110, 1150, 1186, 1187, 1235, 1301, 1305, 1310, 1315, 1319, 1334, 1337, 1341, 1342, 1346,
    ]);
  });

  it('have the ten of the summer of 2019 with their causes', () => {
    const causes = Array.from({ length: 10 }, (_, index) => findCode(1333 + index, 'pilot 2')?.cause);
    expect(causes).toEqual([
      'storage',
      'ambiguous',
      'central',
      'central',
      'pilot',
      'storage',
      'site',
      'container',
      'configuration',
      'configuration',
    ]);
  });

  it('name a field to edit for every fault of the queue record but a lost copy of it', () => {
    const without = errorCodes
      .filter(({ cause, field }) => cause === 'configuration' && field === null)
      .map(({ code }) => code);
    expect(without).toEqual([1116]);
  });

  it('depend on the generation of the pilot', () => {
    expect(findCode(1201, 'pilot 1')?.pilot1Constant).toBe('ERR_SIGTERM');
    expect(findCode(1134, 'pilot 1')?.constant).toBe('ERR_MKDIR');
    expect(findCode(1134, 'pilot 2')).toBeUndefined();
    expect(findCode(1340, 'pilot 1')).toBeUndefined();
    expect(findCode(1379, 'pilot 3 or later')?.cause).toBe('batch');
  });

  it('of Pilot 1 alone are none of the others', () => {
    const common = new Set(errorCodes.map(({ code }) => code));
    expect(pilot1Codes.filter(({ code }) => common.has(code))).toEqual([]);
  });
});

describe('the generation of a pilot', () => {
  it.each([
    ['PICARD 75.5', 'pilot 1'],
    ['75.5', 'pilot 1'],
    ['1', 'pilot 1'],
    ['2', 'pilot 2'],
    ['2.1.21.6', 'pilot 2'],
    ['3.12.4.1', 'pilot 3 or later'],
    ['', null],
  ])('of version %s', (version, generation) => {
    expect(pilotGeneration(version)).toBe(generation);
  });
});
