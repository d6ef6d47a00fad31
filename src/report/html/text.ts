import { printable } from '../../model/text/printable.js';

/** Returns text from outside as HTML that shows it as it is, in an element or in a quoted attribute. */
export function escaped(text: string | number): string {
  return printable(String(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The same for the labels of a chart, which do not break into lines. */
export function label(text: string, most = 24): string {
  return escaped(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}

export interface HtmlColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string | number;
  readonly right?: boolean;
}

/** A table of text; `caption` names it for those who do not see it. */
export function htmlTable<Row>(caption: string, rows: readonly Row[], columns: readonly HtmlColumn<Row>[]): string {
  const head = columns.map(({ title, right }) => `<th scope="col"${right ? ' class="r"' : ''}>${escaped(title)}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map(({ cell, right }) => `<td${right ? ' class="r"' : ''}>${escaped(cell(row))}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table><caption>${escaped(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
