import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, fingerprint } from '../../src/model/fingerprint.js';

it('does not depend on the order of keys', () => {
  expect(fingerprint({ b: 1, a: { d: [1, 2], c: null } })).toBe(fingerprint({ a: { c: null, d: [1, 2] }, b: 1 }));
});

it('depends on the order of a list', () => {
  expect(fingerprint([1, 2])).not.toBe(fingerprint([2, 1]));
});

it('leaves out undefined members', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

it('loses nothing of plain data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
