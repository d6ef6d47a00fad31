import { describe, expect, it } from 'vitest';
import { paragraphs, plainStyle, printable, wrap } from '../../src/report/style.js';
import { pairs, table } from '../../src/report/table.js';

const rows = [
  { name: 'OSCER', slots: 800, why: 'request sent on 2019-08-02, no answer yet' },
  { name: 'TECHNION', slots: 64, why: 'ready' },
];
const columns = [
  { title: 'site', cell: (row: (typeof rows)[number]) => row.name },
  { title: 'slots', cell: (row: (typeof rows)[number]) => String(row.slots), right: true },
  { title: 'why', cell: (row: (typeof rows)[number]) => row.why },
];

describe('a table', () => {
  it('aligns its columns and leaves no trailing space', () => {
    expect(table(rows, columns, plainStyle)).toBe(
      [
        'site      slots  why',
        'OSCER       800  request sent on 2019-08-02, no answer yet',
        'TECHNION     64  ready',
      ].join('\n'),
    );
  });

  it.each([80, 40, 24])('fits %i columns', (width) => {
    const lines = table(rows, columns, { ...plainStyle, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('no answer yet');
  });

  it('measures text before it is painted', () => {
    const painted = columns.map((column) => ({ ...column, style: (text: string) => `<${text}>` }));
    expect(table(rows, painted, plainStyle).split('\n')[2]).toBe('<TECHNION>     <64>  <ready>');
  });
});

describe('text from outside', () => {
  it('cannot steer the terminal', () => {
    expect(printable('a\u001b[31mb\u009bc\u202ed\ne')).toBe('a\uFFFD[31mb\uFFFDc\uFFFDd e');
  });

  it('keeps its lines and their indentation', () => {
    expect(paragraphs('Please change:\n  queue    ONE\n\u001b[1mbold', { ...plainStyle, width: 30 }, 2)).toBe(
      '  Please change:\n    queue ONE\n  \uFFFD[1mbold',
    );
  });

  it('is wrapped, a long word where it must', () => {
    expect(wrap('one two abcdefghij', 5)).toEqual(['one', 'two', 'abcde', 'fghij']);
  });

  it('stands beside its name', () => {
    expect(
      pairs(
        [
          ['site', 'OSCER'],
          ['a', 'b'],
        ],
        plainStyle,
      ),
    ).toBe('site  OSCER\na     b');
  });
});
