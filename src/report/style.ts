/** Emphasis for the terminal. */
export interface Ink {
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
  readonly ink: Ink;
}

const asIs = (text: string): string => text;

/** Neither colour nor limit: for files, pipes and tests. */
export const plainStyle: Style = { width: Infinity, ink: { bold: asIs, dim: asIs, good: asIs, bad: asIs, warn: asIs } };

/** One line of text from outside, unable to steer a terminal: controls and marks of direction become `�`. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD');
}

/** Lines of at most `width` characters, broken at spaces; a longer word is broken where it must. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** A paragraph that fits the paper, every line indented by `indent` spaces. */
export function paragraph(text: string, paper: Style, indent = 0): string {
  const space = ' '.repeat(indent);
  return wrap(printable(text), Math.max(20, paper.width - indent))
    .map((line) => space + line)
    .join('\n');
}

/** Text of several lines, each a paragraph that keeps the indentation it has. */
export function paragraphs(text: string, paper: Style, indent = 0): string {
  return text
    .split('\n')
    .map((line) => paragraph(line.trimStart(), paper, indent + line.length - line.trimStart().length))
    .join('\n');
}
