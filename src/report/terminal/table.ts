import { displayWidth } from './display-width.js';
import { readable, wrap, type Style } from './style.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
  /** Emphasis, given after the width is known. */
  readonly emphasize?: (text: string, row: Row) => string;
}

const gap = '  ';
const narrowest = 16;

/**
 * Rows under one line of titles, as wide as the terminal allows: the last column takes what is left
 * and breaks into lines; where less than 16 columns would be left, it goes below its row, and where the
 * others do not fit either, each row is a block of names and values.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], style: Style): string {
  const cells = rows.map((row) => columns.map(({ cell }) => readable(cell(row), style)));
  const widths = columns.map(({ title }, at) =>
    Math.max(displayWidth(title), ...cells.map((line) => displayWidth(line[at] ?? ''))),
  );
  const last = columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  if (before - gap.length > style.width) return stacked(rows, columns, cells, style);
  const left = style.width - before;
  const below = left < narrowest && (widths[last] ?? 0) > left;
  const room = below ? Math.max(narrowest, style.width - gap.length) : left;

  const lay = (line: readonly string[], paint: (text: string, at: number) => string): string => {
    const head = columns.slice(0, last).map(({ right }, at) => {
      const text = line[at] ?? '';
      const space = ' '.repeat((widths[at] ?? 0) - displayWidth(text));
      return right ? space + paint(text, at) : paint(text, at) + space;
    });
    const tail = wrap(line[last] ?? '', room).map((text) => paint(text, last));
    if (below) return [head.join(gap).trimEnd(), ...tail.map((text) => gap + text)].join('\n');
    const indent = ' '.repeat(before);
    return tail.map((text, at) => (at === 0 ? [...head, text].join(gap) : indent + text).trimEnd()).join('\n');
  };

  const titles = lay(
    columns.map(({ title }) => title),
    (text) => (text === '' ? '' : style.emphasis.dim(text)),
  );
  const body = rows.map((row, index) =>
    lay(cells[index] ?? [], (text, at) => columns[at]?.emphasize?.(text, row) ?? text),
  );
  return [titles, ...body].join('\n');
}

/** A block of names and values a row, where the columns do not fit side by side. */
function stacked<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  cells: readonly (readonly string[])[],
  style: Style,
): string {
  const blocks = rows.map((row, index) => {
    const [first = '', ...others] = cells[index] ?? [];
    const named = others.flatMap((text, at) => (text === '' ? [] : [[columns[at + 1]?.title ?? '', text] as const]));
    const head = columns[0]?.emphasize?.(first, row) ?? first;
    const inner = { ...style, width: style.width - gap.length };
    return named.length === 0 ? head : `${head}\n${pairs(named, inner).replace(/^/gm, gap)}`;
  });
  return blocks.join('\n');
}

/** Names and values, two columns without titles. */
export function pairs(entries: readonly (readonly [string, string])[], style: Style): string {
  const width = Math.max(...entries.map(([name]) => displayWidth(name)));
  return entries
    .map(([name, value]) => {
      const lines = wrap(readable(value, style), Math.max(narrowest, style.width - width - gap.length));
      return lines
        .map(
          (line, at) =>
            (at === 0 ? style.emphasis.dim(name + ' '.repeat(width - displayWidth(name))) : ' '.repeat(width)) +
            gap +
            line,
        )
        .join('\n');
    })
    .join('\n');
}
