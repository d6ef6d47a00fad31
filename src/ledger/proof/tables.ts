export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** The rows of a ledger's tables by what names them; JSON in cells is canonical. */
export interface Tables {
  readonly operations: ReadonlyMap<string, Row>;
  readonly queues: ReadonlyMap<string, Row>;
  readonly claims: ReadonlyMap<string, Row>;
  readonly shares: ReadonlyMap<string, Row>;
  readonly requests: ReadonlyMap<string, Row>;
  readonly pauses: ReadonlyMap<string, Row>;
  readonly approvals: ReadonlyMap<string, Row>;
}

/** The columns that name a row. */
export const names = {
  operations: ['key'],
  queues: ['queue'],
  claims: ['pool', 'member', 'key'],
  shares: ['pool', 'member'],
  requests: ['site', 'step', 'round'],
  pauses: ['scope'],
  approvals: ['plan', 'key'],
} as const satisfies Record<keyof Tables, readonly string[]>;

export function rowName(table: keyof Tables, row: Row): string {
  return names[table].map((column) => String(row[column] ?? null)).join(' ');
}

/** Rows by their names. */
export function byName(table: keyof Tables, rows: Iterable<Row>): Map<string, Row> {
  return new Map(Array.from(rows, (row) => [rowName(table, row), row]));
}
