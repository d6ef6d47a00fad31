import { describe, expect, it, vi } from 'vitest';
import { displayWidth } from '../../../src/report/terminal/display-width.js';
import { dayOf, headline } from '../../../src/report/terminal/when.js';
import { paragraph, paragraphs, plainStyle, wrap } from '../../../src/report/terminal/style.js';
import { pairs, table } from '../../../src/report/terminal/table.js';

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
    const painted = columns.map((column) => ({ ...column, emphasize: (text: string) => `<${text}>` }));
    expect(table(rows, painted, plainStyle).split('\n')[2]).toBe('<TECHNION>     <64>  <ready>');
  });
});

describe('a narrow terminal', () => {
  it('gets a block a row where the columns do not fit side by side', () => {
    const text = table(rows, columns, { ...plainStyle, width: 14 });
    expect(text.split('\n').slice(-3)).toEqual(['TECHNION', '  slots  64', '  why    ready']);
    const [name, , why] = columns;
    const many = [...Array.from({ length: 9 }, () => name), why].flatMap((column) => column ?? []);
    const lines = table(rows, many, { ...plainStyle, width: 60 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('wide characters', () => {
  it('take two columns, and marks none', () => {
    expect(['京都大学', 'ÉCOLE', 'e\u0301', '한국', 'ｱ', 'A1'].map(displayWidth)).toEqual([8, 5, 1, 4, 1, 2]);
  });

  it('stay aligned', () => {
    const names = [{ name: '京都大学' }, { name: 'ÉCOLE' }];
    const text = table(
      names,
      [
        { title: 'site', cell: ({ name }) => name },
        { title: 'x', cell: () => '|' },
      ],
      plainStyle,
    );
    expect(text).toBe('site      x\n京都大学  |\nÉCOLE     |');
  });

  it('are broken where they fit', () => {
    expect(wrap('京都大学', 5)).toEqual(['京都', '大学']);
  });
});

describe('moments for people', () => {
  const style = { ...plainStyle, timezone: 'Pacific/Auckland', grid: 'the rehearsal grid' };

  it("are given in the campaign's zone, which is named", () => {
    expect(headline({ campaign: 'small', asOf: '2030-01-07T20:00:00.000Z' }, style)).toBe(
      'small on the rehearsal grid as of 2030-01-08 09:00 Pacific/Auckland',
    );
    expect(dayOf('2030-01-07T20:00:00.000Z', style)).toBe('Tue 2030-01-08');
  });

  it('also within sentences', () => {
    expect(paragraph('Not before 2030-01-07T20:00:00.000Z.', style)).toBe(
      'Not before 2030-01-08 09:00 Pacific/Auckland.',
    );
    expect(paragraph('2030-99-07T20:00:00Z', style)).toBe('2030-99-07T20:00:00Z');
  });
});

describe('text from outside', () => {
  it('keeps its lines and their indentation', () => {
    expect(paragraphs('Please change:\n  queue    ONE\n\u001b[1mbold', { ...plainStyle, width: 30 }, 2)).toBe(
      '  Please change:\n    queue ONE\n  \uFFFD[1mbold',
    );
  });

  it('is wrapped, a long word where it must', () => {
    expect(wrap('one two abcdefghij', 5)).toEqual(['one', 'two', 'abcde', 'fghij']);
    expect(wrap(' one', 5)).toEqual(['one']);
    expect(wrap(' one', Infinity)).toEqual(['one']);
  });

  it('is measured once, however long a text from outside is', () => {
    const word = '京'.repeat(20_000);
    const measured = vi.spyOn(Intl.Segmenter.prototype, 'segment');
    expect(wrap(`${word} ${'é '.repeat(500)}`, 80)).toHaveLength(512 + 1);
    const characters = measured.mock.calls.reduce((sum, [text]) => sum + text.length, 0);
    expect(characters).toBeLessThan(3 * 21_000);
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
