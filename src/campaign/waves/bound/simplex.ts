import { at } from '../board.js';

/**
 * A covering problem that grows by columns: rows are asked for `demand` in all, as little of each row
 * as possible is left missing, and of some rows no more than `demand` may be used. A column takes one
 * of each of its rows. Solved by the revised simplex method with a dense inverse.
 */
export interface Covering {
  /** Rows to be covered come first; the others are limits. */
  readonly covered: number;
  readonly columns: Column[];
  readonly basis: Column[];
  readonly inverse: readonly Float64Array[];
  readonly amount: Float64Array;
  /** Worth of one more of each row; of limits not above 0. */
  readonly worth: Float64Array;
}

interface Column {
  readonly rows: readonly number[];
  readonly cost: 0 | 1;
}

export function newCovering(demand: readonly number[], covered: number): Covering {
  const basis = demand.map((_, row): Column => ({ rows: [row], cost: row < covered ? 1 : 0 }));
  return {
    covered,
    columns: [...basis],
    basis,
    inverse: demand.map((_, row) => Float64Array.from(demand, (_, column) => (row === column ? 1 : 0))),
    amount: Float64Array.from(demand),
    worth: Float64Array.from(basis, ({ cost }) => cost),
  };
}

/** How much of the rows to be covered is missing, at least, with the columns so far. */
export function missing({ basis, amount }: Covering): number {
  return basis.reduce((sum, { cost }, k) => sum + cost * at(amount, k), 0);
}

/** What a column of these rows would gain; above 0: it helps. */
export function gain({ worth }: Covering, rows: readonly number[], cost: number): number {
  let sum = -cost;
  for (const row of rows) sum += at(worth, row);
  return sum;
}

/** Adds a column and answers whether it helps. */
export function offer(covering: Covering, rows: readonly number[]): boolean {
  if (gain(covering, rows, 0) <= rounding) return false;
  covering.columns.push({ rows, cost: 0 });
  return true;
}

const rounding = 1e-7;

export function minimise(covering: Covering): void {
  for (let pivots = 0; pivots < 20 * covering.basis.length; pivots++) {
    let best: Column | null = null;
    let most = rounding;
    for (const column of covering.columns) {
      const here = gain(covering, column.rows, column.cost);
      if (here <= most) continue;
      best = column;
      most = here;
    }
    if (best === null || !enter(covering, best, most)) return;
  }
}

function enter({ basis, inverse, amount, worth }: Covering, column: Column, gained: number): boolean {
  const change = inverse.map((row) => column.rows.reduce((sum, k) => sum + at(row, k), 0));
  let leaving = -1;
  let least = Infinity;
  for (const [k, by] of change.entries()) {
    if (by <= 1e-9) continue;
    const ratio = Math.max(0, at(amount, k)) / by;
    if (ratio > least || (ratio === least && by <= (change[leaving] ?? 0))) continue;
    leaving = k;
    least = ratio;
  }
  const pivotRow = inverse[leaving];
  if (!pivotRow) return false;
  const pivot = change[leaving] ?? 1;
  for (let c = 0; c < pivotRow.length; c++) pivotRow[c] = at(pivotRow, c) / pivot;
  for (const [k, row] of inverse.entries()) {
    const by = change[k] ?? 0;
    if (k === leaving || by === 0) continue;
    for (let c = 0; c < row.length; c++) row[c] = at(row, c) - by * at(pivotRow, c);
    amount[k] = at(amount, k) - by * least;
  }
  amount[leaving] = least;
  basis[leaving] = column;
  for (let c = 0; c < worth.length; c++) worth[c] = at(worth, c) - gained * at(pivotRow, c);
  return true;
}
