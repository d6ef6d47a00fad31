import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheets, type Line } from '../../src/report/slides/pages.js';
import type { Item } from '../../src/report/slides/slide.js';

const size = { columns: 20, rows: 5 };

function texts(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ text, below = [] }) => [text, ...texts(below)]);
}

function rows(lines: readonly Line[]): number {
  return lines.reduce(
    (sum, { level, text }) => sum + Math.max(1, Math.ceil(text.length / (size.columns - 4 * level))),
    0,
  );
}

const { items } = fc.letrec<{ items: Item[]; item: Item }>((tie) => ({
  item: fc.record({
    text: fc.string({ maxLength: 12 }),
    below: fc.oneof({ maxDepth: 2 }, fc.constant([]), tie('items')),
  }),
  items: fc.array(tie('item'), { maxLength: 6, depthIdentifier: 'items' }),
}));

describe('slides cut into sheets', () => {
  it('a slide that fits stays whole', () => {
    const lines = [
      { level: 0, text: 'one' },
      { level: 1, text: 'two' },
    ];
    expect(sheets({ title: 'T', items: [{ text: 'one', below: [{ text: 'two' }] }] }, size)).toEqual([
      { title: 'T', lines },
    ]);
  });

  it('what goes on stands under its own outer item once more', () => {
    const below = Array.from({ length: 6 }, (_, index) => ({ text: `item ${index}` }));
    expect(sheets({ title: 'T', items: [{ text: 'all', below }] }, size)).toEqual([
      { title: 'T', lines: [{ level: 0, text: 'all' }, ...below.slice(0, 4).map(({ text }) => ({ level: 1, text }))] },
      {
        title: 'T (continued)',
        lines: [{ level: 0, text: 'all' }, ...below.slice(4).map(({ text }) => ({ level: 1, text }))],
      },
    ]);
  });

  it('no item is lost, and no sheet holds more than fits unless one item alone is longer', () => {
    fc.assert(
      fc.property(items, (list) => {
        const made = sheets({ title: 'T', items: list }, size);
        const seen = new Set(made.flatMap(({ lines }) => lines.map(({ text }) => text)));
        expect(texts(list).filter((text) => !seen.has(text))).toEqual([]);
        for (const { lines } of made) {
          const outerItems = lines.at(-1)?.level ?? 0;
          expect(rows(lines) <= size.rows || lines.length === outerItems + 1).toBe(true);
        }
      }),
    );
  });
});
