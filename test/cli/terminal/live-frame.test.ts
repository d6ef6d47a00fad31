import { describe, expect, it } from 'vitest';
import { liveFrame, type Canvas } from '../../../src/cli/terminal/live-frame.js';

function canvas(fields: Partial<Canvas>): { readonly written: () => string; readonly on: Canvas } {
  let text = '';
  return {
    written: () => text,
    on: {
      ...fields,
      write: (more) => {
        text += more;
      },
    },
  };
}

describe('a live frame', () => {
  it('is drawn in the place of the one before, long lines and colour counted by what they take', () => {
    const { written, on } = canvas({ isTTY: true, columns: 10, rows: 20 });
    const frame = liveFrame(on);
    frame.show(() => '\u001B[31m0123456789\u001B[39m\n0123456789ab');
    frame.show(() => 'next');
    expect(written()).toBe('\u001B[31m0123456789\u001B[39m\n0123456789ab\n\u001B[3A\r\u001B[Jnext\n');
  });

  it('leaves nothing when it is cleared', () => {
    const { written, on } = canvas({ isTTY: true, columns: 10, rows: 20 });
    const frame = liveFrame(on);
    frame.show(() => 'one');
    frame.clear();
    frame.clear();
    expect(written()).toBe('one\n\u001B[1A\r\u001B[J');
  });

  it('is never higher than the terminal', () => {
    const { written, on } = canvas({ isTTY: true, columns: 10, rows: 5 });
    liveFrame(on).show(() => ['a', 'b', 'c', 'd', 'e', 'f'].join('\n'));
    expect(written()).toBe('a\nb\nc\n… and 3 more lines\n');
  });

  it('is drawn anew for the new width when the terminal is resized, and erased by the rows it takes there', () => {
    const { written, on } = canvas({ isTTY: true, columns: 10, rows: 20 });
    let resized = (): void => undefined;
    const terminal = { ...on, on: (_: 'resize', listener: () => void) => (resized = listener) };
    const frame = liveFrame(terminal);
    frame.show(() => '0123456789'.slice(0, terminal.columns));
    terminal.columns = 5;
    resized();
    expect(written()).toBe('0123456789\n\u001B[2A\r\u001B[J01234\n');
  });

  it('is written below the one before where nobody watches', () => {
    const { written, on } = canvas({ isTTY: false });
    const frame = liveFrame(on);
    frame.show(() => 'one');
    frame.show(() => 'two');
    frame.clear();
    expect(written()).toBe('one\n\ntwo\n\n');
  });
});
