// Slides cut into what one sheet holds.
import type { Item, Slide } from './slide.js';

/** A line of a sheet. `level` 0: outermost. */
export interface Line {
  readonly level: number;
  readonly text: string;
}

/** What one sheet holds. */
export interface Sheet {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** `columns`: characters that fit beside each other; `rows`: lines that fit below each other. */
export interface SheetSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Cuts a slide into sheets. An item too long for one line takes several rows; what does not fit goes on
 * the next sheet, `(continued)`, under its own outer items once more.
 */
export function sheets({ title, items }: Slide, size: SheetSize): readonly Sheet[] {
  const pages: Line[][] = [];
  let page: Line[] = [];
  let used = 0;
  for (const { line, outer } of flat(items, [])) {
    const rows = rowsOf(line, size);
    if (page.length > 0 && used + rows > size.rows) {
      pages.push(page);
      page = [...outer];
      used = outer.reduce((sum, item) => sum + rowsOf(item, size), 0);
    }
    page.push(line);
    used += rows;
  }
  pages.push(page);
  return pages.map((lines, index) => ({ title: index === 0 ? title : `${title} (continued)`, lines }));
}

function* flat(
  items: readonly Item[],
  outer: readonly Line[],
): Generator<{ readonly line: Line; readonly outer: readonly Line[] }> {
  for (const { text, below = [] } of items) {
    const line = { level: outer.length, text };
    yield { line, outer };
    yield* flat(below, [...outer, line]);
  }
}

function rowsOf({ level, text }: Line, { columns }: SheetSize): number {
  return Math.max(1, Math.ceil(text.length / (columns - 4 * level)));
}
