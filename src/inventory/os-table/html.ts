import { Parser } from 'htmlparser2';
import type { Grid } from './csv.js';

/** More columns or rows in one cell than any table has. */
const longestSpan = 1000;

interface Open {
  readonly rows: string[][];
  /** Cells that reach down into later rows, by column. */
  readonly hanging: Map<number, { readonly text: string; rows: number }>;
  row: string[] | null;
  cell: { text: string; readonly columns: number; readonly rows: number } | null;
}

/** Every table of a page, cell by cell as a reader sees it: a cell over several rows or columns stands in each of them. */
export function htmlTables(page: string): readonly Grid[] {
  const finished: Grid[] = [];
  const open: Open[] = [];
  let hidden = 0;

  const closeCell = (table: Open): void => {
    const { row, cell } = table;
    if (!row || !cell) return;
    table.cell = null;
    const text = cell.text.replace(/\s+/g, ' ').trim();
    hangDown(table, row);
    for (let column = 0; column < cell.columns; column++) {
      if (cell.rows > 1) table.hanging.set(row.length, { text, rows: cell.rows - 1 });
      row.push(text);
    }
  };
  const closeRow = (table: Open): void => {
    closeCell(table);
    if (!table.row) return;
    hangDown(table, table.row);
    table.rows.push(table.row);
    table.row = null;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const table = open.at(-1);
        if (name === 'script' || name === 'style') hidden++;
        else if (name === 'table') open.push({ rows: [], hanging: new Map(), row: null, cell: null });
        else if (name === 'tr' && table) {
          closeRow(table);
          table.row = [];
        } else if ((name === 'td' || name === 'th') && table) {
          closeCell(table);
          table.row ??= [];
          table.cell = { text: '', columns: span(attributes['colspan']), rows: span(attributes['rowspan']) };
        } else if (table?.cell && /^(br|p|div|li)$/.test(name)) table.cell.text += ' ';
      },
      ontext(text) {
        const cell = open.at(-1)?.cell;
        if (cell && hidden === 0) cell.text += text;
      },
      onclosetag(name) {
        const table = open.at(-1);
        if (name === 'script' || name === 'style') hidden = Math.max(0, hidden - 1);
        else if (!table) return;
        else if (name === 'td' || name === 'th') closeCell(table);
        else if (name === 'tr') closeRow(table);
        else if (name === 'table') {
          closeRow(table);
          finished.push(table.rows);
          open.pop();
        }
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(page);
  for (const table of open) {
    closeRow(table);
    finished.push(table.rows);
  }
  return finished;
}

/** Puts the cells that hang down from earlier rows into the places that come next. */
function hangDown({ hanging }: Open, row: string[]): void {
  for (let cell = hanging.get(row.length); cell && cell.rows > 0; cell = hanging.get(row.length)) {
    cell.rows--;
    row.push(cell.text);
  }
}

function span(attribute: string | undefined): number {
  const read = Number(attribute ?? 1);
  return Number.isInteger(read) && read >= 1 ? Math.min(read, longestSpan) : 1;
}
