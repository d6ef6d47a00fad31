// A slide as data: Markdown and PowerPoint render the same.

/** Text as it is, nothing escaped. */
export interface Slide {
  readonly title: string;
  readonly items: readonly Item[];
}

/** A list item with items below it. */
export interface Item {
  readonly text: string;
  readonly below?: readonly Item[];
}

/** Items up to so many; the rest is counted. */
export function shortened(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most + 1) return items;
  return [...items.slice(0, most), { text: `and ${items.length - most} more` }];
}
