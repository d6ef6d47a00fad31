import { describe, expect, it } from 'vitest';
import { standing } from '../../../src/changes/record/versions.js';

describe('a pilot_version in a campaign to 2', () => {
  it.each(['', 'current', 'http://pandaserver.cern.ch/pilot2.tar.gz', '1', '0', ' 2', '2 ', '2-rc'])(
    '%j is old',
    (version) => {
      expect(standing(version, '2')).toBe('old');
    },
  );

  it('2 is its aim', () => {
    expect(standing('2', '2')).toBe('at');
  });

  it.each(['3', '3.12.4.1', '2.1', '10'])('%s is beyond', (version) => {
    expect(standing(version, '2')).toBe('beyond');
  });
});

describe('a pilot_version in other campaigns', () => {
  it('is compared number by number', () => {
    expect(standing('3.9.1', '3.12.4')).toBe('old');
    expect(standing('3.13', '3.12.4')).toBe('beyond');
    expect(standing('3', '3.12.4')).toBe('old');
  });

  it('is old unless it is the very aim, where the aim is no number', () => {
    expect(standing('7', 'current')).toBe('old');
    expect(standing('current', 'current')).toBe('at');
  });
});
