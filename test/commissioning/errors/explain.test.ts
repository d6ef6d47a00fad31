import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/commissioning/errors/explain.js';

function codes(words: string): readonly number[] {
  return explain(words).codes.map(({ code }) => code.code);
}

describe('explaining', () => {
  it('takes a code, plain, negative or with its component', () => {
    for (const words of ['1340', '-1340', 'pilot:1340', ' 1340 ']) expect(codes(words)).toEqual([1340]);
    const [found] = explain('1340').codes;
    expect(found).toMatchObject({
      remedy: 'containers-off',
      code: { constant: 'SINGULARITYNEWUSERNAMESPACE', cause: 'container' },
    });
    expect(found?.advice).toMatch(/max_user_namespaces/);
    expect(found?.remedySentence).toMatch(/stay on the new pilot/);
  });

  it('takes a constant of any pilot', () => {
    expect(codes('NOREMOTESPACE')).toEqual([1333]);
    expect(codes('noremotespace')).toEqual([1333]);
    expect(codes('ERR_GETTIMEOUT')).toEqual([1151]);
    expect(codes('ERR_MKDIR')).toEqual([1199]);
  });

  it('takes a misspelt constant for the nearest', () => {
    expect(codes('SINGULARITYNEWUSERNAMESPCE')[0]).toBe(1340);
  });

  it('takes an error text by its form of words', () => {
    const { by, pattern } = explain('FATAL: Failed to create user namespace: not allowed to create user namespace');
    expect(by).toBe('error text');
    expect(pattern?.cause).toBe('container');
    expect(codes('FATAL: Failed to create user namespace')).toContain(1345);
    expect(codes('no space left on device')).toEqual([1098, 1333]);
  });

  it('takes plain words by likeness, best first', () => {
    expect(codes('memory monitor')[0]).toBe(1337);
    expect(codes('copy tool')[0]).toBe(1323);
    expect(codes('disk full')[0]).toBe(1098);
  });

  it('says when it knows nothing', () => {
    for (const words of ['9999', 'what is a unicorn', '', 'QQQQQQQQQQQ'])
      expect(explain(words)).toEqual({ by: 'nothing', codes: [], pattern: null });
  });
});
