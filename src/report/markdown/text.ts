import { printable } from '../../model/text/printable.js';

/** Returns text from outside so that Markdown shows it as it is: neither markup nor HTML. */
export function plainText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#$]/g, '\\$&');
}

/** A list item with items below it. */
export interface Item {
  readonly text: string;
  readonly below?: readonly Item[];
}

export function list(items: readonly Item[], indent = ''): string {
  return items
    .map(({ text, below = [] }) => {
      const own = `${indent}- ${text}`;
      return below.length === 0 ? own : `${own}\n${list(below, `${indent}  `)}`;
    })
    .join('\n');
}

/** Items up to so many; the rest is counted. */
export function shortened(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most + 1) return items;
  return [...items.slice(0, most), { text: `and ${items.length - most} more` }];
}
