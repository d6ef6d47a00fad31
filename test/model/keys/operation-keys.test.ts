import { describe, expect, it } from 'vitest';
import {
  generation,
  keyNumber,
  leadingMarker,
  markerIn,
  markerOf,
  operationKey,
  parseKey,
  parseMarker,
  requestKey,
} from '../../../src/model/keys/operation-keys.js';
import { aQueueHistory } from '../../planning/builders.js';

describe('a key', () => {
  it('carries the number of operations settled on the queue before', () => {
    expect(operationKey('pilot2', 'Q', 'flip', null)).toBe('pilot2/Q/flip#0');
    expect(operationKey('pilot2', 'Q', 'rollback', aQueueHistory({ settled: 3 }))).toBe('pilot2/Q/rollback#3');
  });

  it('comes after the operation that it supersedes', () => {
    expect(operationKey('pilot2', 'Q', 'containers-off', aQueueHistory({ settled: 3 }), true)).toBe(
      'pilot2/Q/containers-off#4',
    );
  });

  it('of a request carries site, step and round', () => {
    expect(requestKey('pilot2', 'OSCER', 'migration', 2)).toBe('pilot2/OSCER/migration#2');
  });

  it('gives its number back', () => {
    expect(keyNumber('pilot2/Q#5/flip#12')).toBe(12);
    expect(keyNumber('pilot2/Q/flip')).toBeNaN();
  });
});

describe('the generation of a queue', () => {
  it('is 0 without a past', () => {
    expect(generation(null)).toBe(0);
    expect(generation(aQueueHistory({ settled: 2 }))).toBe(2);
  });
});

describe('a key and its marker', () => {
  const parts = { campaign: 'pilot2', subject: 'A/B#1', step: 'migration', number: 12 };
  const key = requestKey(parts.campaign, parts.subject, parts.step, parts.number);

  it('give back the parts they were written from', () => {
    expect(parseKey(key)).toEqual(parts);
    expect(parseMarker(markerOf(key))).toEqual(parts);
  });

  it.each(['', 'pilot2/Q/flip', 'pilot2/flip#1', 'flip#1', 'pilot2/Q/flip#x'])('%j is none', (text) => {
    expect([parseKey(text), parseMarker(markerOf(text))]).toEqual([null, null]);
  });

  it('a marker stands at the beginning of a title, answers to it included', () => {
    expect(markerIn('Re: RE: [pilot2/OSCER/migration#1] Please move')).toBe('[pilot2/OSCER/migration#1]');
    for (const before of ['WG: ', 'AW: Re: ', 'Fwd: ', '[Ticket#20190805] ', '[External] FW: '])
      expect(markerIn(`${before}[pilot2/OSCER/migration#1] Please move`)).toBe('[pilot2/OSCER/migration#1]');
    expect(markerIn('Please move [OSCER] 1/2/3')).toBeNull();
    expect(leadingMarker('Re: [pilot2/OSCER/migration#1] Please move')).toBeNull();
    expect(leadingMarker('[pilot2/OSCER/migration#1] Please move')).toBe('[pilot2/OSCER/migration#1]');
  });
});
