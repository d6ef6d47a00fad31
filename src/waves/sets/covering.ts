import { at } from '../board.js';

/**
 * A covering problem that grows by columns: rows are asked for `demand` in all, as little of each row
 * as possible is left missing, and of some rows no more than `demand` may be used. A column takes one
 * of each of its rows. Solved by the revised simplex method with a dense inverse; demands are a
 * little off (by `slack` at most, towards the easier), so that it does not go round in circles.
 */
export interface Covering {
  /** Rows to be covered come first; the others are limits. */
  readonly covered: number;
  readonly columns: Column[];
  readonly basis: Column[];
  /** Row after row. */
  readonly inverse: Float64Array;
  readonly amount: Float64Array;
  /** Worth of one more of each row; of limits not above 0. */
  readonly worth: Float64Array;
}

export interface Column {
  readonly rows: readonly number[];
  readonly cost: 0 | 1;
}

const slack = 1e-4;
const rounding = 1e-7;
const tiny = 1e-12;

export function newCovering(demand: readonly number[], covered: number): Covering {
  const size = demand.length;
  const basis = demand.map((_, row): Column => ({ rows: [row], cost: row < covered ? 1 : 0 }));
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) inverse[row * size + row] = 1;
  return {
    covered,
    columns: [...basis],
    basis,
    inverse,
    amount: Float64Array.from(demand, (one, row) => one + (row < covered ? -slack : slack) * golden(row)),
    worth: Float64Array.from(basis, ({ cost }) => cost),
  };
}

/** Between a half and one, different for every row. */
function golden(row: number): number {
  return 0.5 + 0.5 * ((row * 0.618_033_988_75) % 1);
}

/**
 * The same with more limits, of 1 each, that it breaks as it stands: what is too much counts as
 * missing. `used`: the new limits that a column takes one of, from 0 on.
 */
export function withLimits(covering: Covering, limits: number, used: (column: Column) => readonly number[]): Covering {
  const before = covering.basis.length;
  const size = before + limits;
  const renewed = new Map<Column, Column>();
  const renew = (column: Column): Column => {
    let other = renewed.get(column);
    if (!other)
      renewed.set(
        column,
        (other = { ...column, rows: [...column.rows, ...used(column).map((limit) => before + limit)] }),
      );
    return other;
  };
  const columns = covering.columns.map(renew);
  const basis = covering.basis.map(renew);
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < before; k++) inverse.set(covering.inverse.subarray(k * before, (k + 1) * before), k * size);
  const amount = new Float64Array(size);
  amount.set(covering.amount);
  const worth = new Float64Array(size);
  worth.set(covering.worth);
  for (let row = before; row < size; row++) {
    basis.push({ rows: [], cost: 1 });
    columns.push({ rows: [row], cost: 0 });
    const tooMuch = inverse.subarray(row * size, (row + 1) * size);
    tooMuch[row] = -1;
    amount[row] = -1 - slack * golden(row);
    for (const [k, column] of basis.entries()) {
      if (k >= before) break;
      for (const taken of column.rows) {
        if (taken !== row) continue;
        amount[row] = at(amount, row) + at(amount, k);
        for (let c = 0; c < before; c++) tooMuch[c] = at(tooMuch, c) + at(inverse, k * size + c);
      }
    }
    for (let c = 0; c < size; c++) worth[c] = at(worth, c) + at(tooMuch, c);
  }
  return { covered: covering.covered, columns, basis, inverse, amount, worth };
}

/** How much of the rows to be covered is missing, at least, with the columns so far. */
export function missing({ basis, amount }: Covering): number {
  return basis.reduce((sum, { cost }, k) => sum + cost * at(amount, k), 0);
}

/** What a column of these rows would gain; above 0: it helps. */
export function gain({ worth }: Covering, rows: readonly number[], cost: number): number {
  let sum = -cost;
  for (let k = 0; k < rows.length; k++) sum += worth[rows[k] as number] as number;
  return sum;
}

/** Adds a column and answers whether it helps. */
export function offer(covering: Covering, rows: readonly number[]): boolean {
  if (gain(covering, rows, 0) <= rounding) return false;
  covering.columns.push({ rows, cost: 0 });
  return true;
}

/** Answers how many columns were exchanged for that. */
export function minimise(covering: Covering): number {
  const most = 20 * covering.basis.length;
  let promising: readonly Column[] = [];
  for (let pivots = 0; pivots < most; pivots++) {
    let best = mostGaining(covering, promising);
    if (best === null) {
      promising = promisingColumns(covering);
      best = mostGaining(covering, promising);
    }
    if (best === null || !enter(covering, best)) return pivots;
  }
  return most;
}

function mostGaining(covering: Covering, columns: readonly Column[]): Column | null {
  let best: Column | null = null;
  let most = rounding;
  for (const column of columns) {
    const here = gain(covering, column.rows, column.cost);
    if (here <= most) continue;
    best = column;
    most = here;
  }
  return best;
}

/** Those that gain at least half of what the best does: looking at all of them before each exchange takes longer. */
function promisingColumns(covering: Covering): readonly Column[] {
  const gains = covering.columns.map(({ rows, cost }) => gain(covering, rows, cost));
  let most = rounding;
  for (const here of gains) most = Math.max(most, here);
  return covering.columns.filter((_, k) => (gains[k] as number) > most / 2);
}

/** Takes a column into the basis; false: it could be taken without end. */
function enter(covering: Covering, column: Column): boolean {
  const { basis, inverse, amount, worth } = covering;
  const gained = gain(covering, column.rows, column.cost);
  const size = basis.length;
  const change = new Float64Array(size);
  let leaving = -1;
  let least = Infinity;
  for (let k = 0; k < size; k++) {
    let by = 0;
    for (const row of column.rows) by += at(inverse, k * size + row);
    change[k] = by;
    if (by <= 1e-9) continue;
    const ratio = Math.max(0, at(amount, k)) / by;
    if (ratio > least || (ratio === least && by <= at(change, leaving))) continue;
    leaving = k;
    least = ratio;
  }
  if (leaving === -1) return false;
  const pivot = at(change, leaving);
  const pivotRow = inverse.subarray(leaving * size, (leaving + 1) * size);
  const filled: number[] = [];
  for (let c = 0; c < size; c++) {
    pivotRow[c] = (pivotRow[c] as number) / pivot;
    if (Math.abs(pivotRow[c] as number) > tiny) filled.push(c);
    else pivotRow[c] = 0;
  }
  for (let k = 0; k < size; k++) {
    const by = at(change, k);
    if (k === leaving || Math.abs(by) < tiny) continue;
    const from = k * size;
    for (const c of filled) inverse[from + c] = (inverse[from + c] as number) - by * (pivotRow[c] as number);
    amount[k] = at(amount, k) - by * least;
  }
  amount[leaving] = least;
  basis[leaving] = column;
  for (const c of filled) worth[c] = at(worth, c) - gained * at(pivotRow, c);
  return true;
}
