import { describe, expect, it } from 'vitest';
import { wantsColour } from '../../../src/cli/terminal/colour.js';

describe('colour', () => {
  const terminal = { argv: [], env: { TERM: 'xterm' }, isTTY: true };

  it('is for terminals', () => {
    expect(wantsColour(terminal)).toBe(true);
    expect(wantsColour({ ...terminal, isTTY: false })).toBe(false);
  });

  it.each([
    { why: '--no-color', facts: { ...terminal, argv: ['status', '--no-color'] } },
    { why: 'NO_COLOR', facts: { ...terminal, env: { NO_COLOR: '1' } } },
    { why: 'TERM=dumb', facts: { ...terminal, env: { TERM: 'dumb' } } },
  ])('is refused by $why', ({ facts }) => {
    expect(wantsColour(facts)).toBe(false);
  });

  it('is not refused by an empty NO_COLOR', () => {
    expect(wantsColour({ ...terminal, env: { NO_COLOR: '' } })).toBe(true);
  });
});
