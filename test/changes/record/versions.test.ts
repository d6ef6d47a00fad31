import { describe, expect, it } from 'vitest';
import { versionState } from '../../../src/changes/record/versions.js';

describe('a pilot_version in a campaign to 2', () => {
  it.each(['', 'current', 'http://pandaserver.cern.ch/pilot2.tar.gz', '1', '0', ' 2', '2 ', '2-rc', '2.0', '2.1.22.1'])(
    '%j is old',
    (version) => {
      expect(versionState(version, { to: '2' })).toBe('old');
    },
  );

  it('2 is its aim', () => {
    expect(versionState('2', { to: '2' })).toBe('at');
  });

  it.each(['3', '3.12.4.1', '10'])('%s is beyond', (version) => {
    expect(versionState(version, { to: '2' })).toBe('beyond');
  });
});

describe('what counts as the aim', () => {
  const aim = { to: '2', at: ['2.*', 'pilot2 (beta)'] };

  it.each(['2', '2.0', '2.1.22.1', 'pilot2 (beta)'])('%s, where the campaign says so', (version) => {
    expect(versionState(version, aim)).toBe('at');
  });

  it.each(['20', '1', 'pilot2 beta'])('not %s', (version) => {
    expect(versionState(version, aim)).not.toBe('at');
  });
});

describe('a pilot_version in other campaigns', () => {
  it('is compared number by number', () => {
    expect(versionState('3.9.1', { to: '3.12.4' })).toBe('old');
    expect(versionState('3.13', { to: '3.12.4' })).toBe('beyond');
    expect(versionState('3', { to: '3.12.4' })).toBe('old');
  });

  it('is old unless it is the very aim, where the aim is no number', () => {
    expect(versionState('7', { to: 'current' })).toBe('old');
    expect(versionState('current', { to: 'current' })).toBe('at');
  });
});
