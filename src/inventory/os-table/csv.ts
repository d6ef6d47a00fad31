/** Rows of cells. */
export type Grid = readonly (readonly string[])[];

/**
 * The rows of a text with commas, semicolons or tabs between the cells, whichever its first line has most of. A cell
 * in double quotes may hold them, line breaks, and quotes doubled (RFC 4180). Empty lines are left out.
 */
export function csvRows(text: string): Grid {
  const content = text.replace(/^\ufeff/, '');
  const separator = separatorOf(content.slice(0, lineEnd(content)));
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= content.length) {
    const cell = content[at] === '"' ? quotedCell(content, at) : plainCell(content, at, separator);
    row.push(cell.text.replace(/\s+/g, ' ').trim());
    at = cell.end + 1;
    if (content[cell.end] === separator) continue;
    if (row.some((each) => each !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

function separatorOf(line: string): string {
  const counts = [',', ';', '\t'].map((sign) => ({ sign, times: line.split(sign).length }));
  return counts.toSorted((one, other) => other.times - one.times)[0]?.sign ?? ',';
}

function lineEnd(text: string): number {
  const end = text.indexOf('\n');
  return end === -1 ? text.length : end;
}

interface Cell {
  readonly text: string;
  /** Of the sign that ends it. */
  readonly end: number;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
  return { text: text.slice(from, end), end };
}

/** What follows its last quote, before the next sign, belongs to nothing; a quote that never ends takes the rest. */
function quotedCell(text: string, from: number): Cell {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { text: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = /[,;\t\n]/g;
      rest.lastIndex = quote + 1;
      return { text: cell, end: rest.exec(text)?.index ?? text.length };
    }
    cell += '"';
    at = quote + 2;
  }
}
