import { describe, expect, it } from 'vitest';
import { isPrintable, oneLine, printable, visible, withoutControls } from '../../../src/model/text/printable.js';

const hostile = 'a\u001b[31mb\u009bc\u202ed\ne';

describe('text from outside', () => {
  it('cannot steer the terminal', () => {
    expect(printable(hostile)).toBe('a\uFFFD[31mb\uFFFDc\uFFFDd e');
    expect(withoutControls('  a\u001bb  c')).toBe('  a\uFFFDb  c');
  });

  it.each(['\u0007', '\u009b', '\u200e', '\u202e', '\u2028', '\n'])('is not printable with %j in it', (character) => {
    expect([isPrintable(`a${character}b`), isPrintable('Ümläut é 日本')]).toEqual([false, true]);
  });

  it('is put on one line, and cut off by whole characters', () => {
    expect(oneLine(` ${hostile} `)).toBe('a [31mb c d e');
    expect([oneLine('😀😀😀', 3), oneLine('😀😀😀', 2), oneLine('abc', 2)]).toEqual(['😀😀😀', '😀…', 'a…']);
  });

  it('to be copied shows what cannot be seen', () => {
    expect(visible('a\u200bb')).toBe('a\\u{200b}b');
  });
});
