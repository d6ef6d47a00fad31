import { describe, expect, it } from 'vitest';
import { errorMessages } from '../../../src/commissioning/errors/messages.js';
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
    expect(codes('no space left on device')).toEqual([1333]);
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

  it('takes the message of a pilot of 2019 or of today, verbatim and with what a job adds to it', () => {
    const shared = new Map<string, number>();
    for (const text of errorMessages.flatMap(([, ...texts]) => texts)) shared.set(text, (shared.get(text) ?? 0) + 1);
    for (const [code, ...texts] of errorMessages) {
      for (const text of texts) {
        if (shared.get(text) === 1) expect(codes(text)[0], text).toBe(code);
        else expect(codes(text).slice(0, 3), text).toContain(code);
        expect(codes(`${text}: data00.root timeout=6842 seconds`).slice(0, 3), text).toContain(code);
      }
    }
  });

  it('knows the constant of 2019 and the codes that only Pilot 1 has', () => {
    expect(codes('ATLASSETUPFATAL')).toEqual([1334]);
    for (const code of [0, 1, 2, 1226, 1227, 1229, 1233, 1237, 1239, 1241, 1243, 1245, 1248, 1249])
      expect(codes(String(code)), String(code)).toEqual([code]);
  });
});
