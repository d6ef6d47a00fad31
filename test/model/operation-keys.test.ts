import { describe, expect, it } from 'vitest';
import { generation, keyNumber, operationKey, requestKey } from '../../src/model/operation-keys.js';
import { aQueueHistory } from '../planning/builders.js';

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
