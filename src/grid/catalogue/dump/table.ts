/** Rows of a table with tabs as they come in: the first line names the columns. */
export interface TableRows {
  push(text: string): readonly TableRow[];
  end(): readonly TableRow[];
}

export type TableRow =
  | { readonly line: number; readonly raw: Readonly<Record<string, string>> }
  | { readonly line: number; readonly raw: Readonly<Record<string, string>>; readonly why: string };

/** Empty lines are left out; a line with too few or too many cells says so. */
export function tableRows(): TableRows {
  let columns: readonly string[] | null = null;
  let rest = '';
  let line = 0;

  function rowOf(text: string): readonly TableRow[] {
    line++;
    const content = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (content.trim() === '') return [];
    const cells = content.split('\t');
    if (columns === null) {
      columns = cells.map((cell) => cell.trim());
      return [];
    }
    const names = columns;
    const raw = Object.fromEntries(names.slice(0, cells.length).map((name, index) => [name, cells[index] ?? '']));
    if (cells.length === names.length) return [{ line, raw }];
    const missing = names[cells.length];
    const why =
      missing === undefined
        ? `line ${line} has ${cells.length} cells for ${names.length} columns`
        : `line ${line} ends before its ${missing}`;
    return [{ line, raw, why }];
  }

  return {
    push(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      return lines.flatMap(rowOf);
    },
    end() {
      const last = rest;
      rest = '';
      return last === '' ? [] : rowOf(last);
    },
  };
}
