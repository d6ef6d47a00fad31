import { printable, wrap, type Style } from './style.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
  /** Emphasis, given after the width is known. */
  readonly style?: (text: string, row: Row) => string;
}

const gap = '  ';
const narrowest = 16;

/**
 * Rows under one line of titles, as wide as the paper at most: the last column takes what is left
 * and breaks into lines; where less than 16 columns would be left, it goes below its row.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], paper: Style): string {
  const cells = rows.map((row) => columns.map(({ cell }) => printable(cell(row))));
  const widths = columns.map(({ title }, at) => Math.max(title.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const last = columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  const left = paper.width - before;
  const below = left < narrowest && (widths[last] ?? 0) > left;
  const room = below ? Math.max(narrowest, paper.width - gap.length) : left;

  const lay = (line: readonly string[], paint: (text: string, at: number) => string): string => {
    const head = columns.slice(0, last).map(({ right }, at) => {
      const text = line[at] ?? '';
      const space = ' '.repeat((widths[at] ?? 0) - text.length);
      return right ? space + paint(text, at) : paint(text, at) + space;
    });
    const tail = wrap(line[last] ?? '', room).map((text) => paint(text, last));
    if (below) return [head.join(gap).trimEnd(), ...tail.map((text) => gap + text)].join('\n');
    const indent = ' '.repeat(before);
    return tail.map((text, at) => (at === 0 ? [...head, text].join(gap) : indent + text).trimEnd()).join('\n');
  };

  const titles = lay(
    columns.map(({ title }) => title),
    (text) => (text === '' ? '' : paper.ink.dim(text)),
  );
  const body = rows.map((row, index) => lay(cells[index] ?? [], (text, at) => columns[at]?.style?.(text, row) ?? text));
  return [titles, ...body].join('\n');
}

/** Names and values, two columns without titles. */
export function pairs(entries: readonly (readonly [string, string])[], paper: Style): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]) => {
      const lines = wrap(printable(value), Math.max(narrowest, paper.width - width - gap.length));
      return lines
        .map((line, at) => (at === 0 ? paper.ink.dim(name.padEnd(width)) : ' '.repeat(width)) + gap + line)
        .join('\n');
    })
    .join('\n');
}
