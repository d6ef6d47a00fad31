import { displayWidth, linesOf } from './display-width.js';
import { inLocalTime } from '../../model/text/local-time.js';
import { printable } from '../../model/text/printable.js';

/** Emphasis for the terminal. */
export interface Emphasis {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

/** What a screen is written on. */
export interface Style {
  /** Columns; Infinity where nothing limits them (a file, a pipe). */
  readonly width: number;
  readonly emphasis: Emphasis;
  /** The campaign's: days and hours for people are given in it. */
  readonly timezone: string;
  /** The grid that is looked at; null before one is known. */
  readonly grid: string | null;
}

const asIs = (text: string): string => text;

/** Neither colour nor limit: for files, pipes and tests. */
export const plainStyle: Style = {
  width: Infinity,
  emphasis: { bold: asIs, dim: asIs, good: asIs, bad: asIs, warn: asIs },
  timezone: 'UTC',
  grid: null,
};

/** `printable` text with every moment in it by the campaign's clocks: sentences carry UTC, people read local time. */
export function readable(text: string, { timezone }: Pick<Style, 'timezone'>): string {
  return inLocalTime(printable(text), timezone);
}

/** Lines of at most `width` columns, broken at spaces; a longer word is broken where it must. */
export function wrap(text: string, width: number): string[] {
  if (width === Infinity) return [text.replace(/^ +/, '')];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const needed = displayWidth(word);
    if (line === '' ? needed <= width : used + 1 + needed <= width) {
      used += line === '' ? needed : 1 + needed;
      line = line === '' ? word : `${line} ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = needed <= width ? [word] : linesOf(word, width);
    line = parts.pop() ?? '';
    used = displayWidth(line);
    lines.push(...parts);
  }
  return [...lines, line];
}

/** A paragraph that fits the width, every line indented by `indent` spaces. */
export function paragraph(text: string, style: Style, indent = 0): string {
  const space = ' '.repeat(indent);
  return wrap(readable(text, style), Math.max(20, style.width - indent))
    .map((line) => space + line)
    .join('\n');
}

/** Text of several lines, each a paragraph that keeps the indentation it has. */
export function paragraphs(text: string, style: Style, indent = 0): string {
  return text
    .split('\n')
    .map((line) => paragraph(line.trimStart(), style, indent + line.length - line.trimStart().length))
    .join('\n');
}
