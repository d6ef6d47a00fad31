import { escaped } from '../text.js';

export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence, for those who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Inside of the SVG. */
  readonly drawing: string;
  /** The same numbers. */
  readonly table: string;
  readonly legend?: readonly { readonly mark: string; readonly text: string }[];
}

/** A chart with its title, description, legend, and its numbers as a table. */
export function figure({ id, title, description, width, height, drawing, table, legend = [] }: Figure): string {
  const keys = legend.map(({ mark, text }) => `<li><span class="key ${mark}"></span>${escaped(text)}</li>`).join('');
  return [
    `<figure id="${id}"><h3>${escaped(title)}</h3>`,
    `<svg role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${id}-t">${escaped(title)}</title><desc id="${id}-d">${escaped(description)}</desc>${drawing}</svg>`,
    keys === '' ? '' : `<ul class="legend">${keys}</ul>`,
    `<figcaption>${escaped(description)}</figcaption><details><summary>${escaped(title)} as a table</summary>${table}</details></figure>`,
  ].join('');
}

interface Axis {
  readonly at: number;
  readonly text: string;
}

/** Marks of a scale along the bottom. */
export function bottomAxis(ticks: readonly Axis[], { y, top }: { readonly y: number; readonly top: number }): string {
  return ticks
    .map(
      ({ at, text }) =>
        `<line class="grid" x1="${round(at)}" x2="${round(at)}" y1="${top}" y2="${y}"/><text x="${round(at)}" y="${y + 16}" text-anchor="middle">${escaped(text)}</text>`,
    )
    .join('');
}

/** Marks of a scale along the left side. */
export function leftAxis(ticks: readonly Axis[], { x, right }: { readonly x: number; readonly right: number }): string {
  return ticks
    .map(
      ({ at, text }) =>
        `<line class="grid" x1="${x}" x2="${right}" y1="${round(at)}" y2="${round(at)}"/><text x="${x - 6}" y="${round(at + 4)}" text-anchor="end">${escaped(text)}</text>`,
    )
    .join('');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function utc(date: string): Date {
  return new Date(`${date.slice(0, 10)}T00:00:00Z`);
}

export function dateText(date: Date): string {
  return date.toISOString().slice(0, 10);
}
