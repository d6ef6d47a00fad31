import { at } from '../board.js';
import { minimise, missing, newCovering, offer, withLimits, type Column, type Covering } from './covering.js';
import { brokenCuts, cutsOf, type OrderCut, type Part } from './order-cuts.js';
import { nothing, type DaySet, type Sharing } from './sharing.js';
import { mostValuable, type Looks } from './valuable-set.js';

/** Parts of sets that together cover all sites; or a proof that there are none; or nothing known, after so many looks. */
export type SharedOut =
  | { readonly found: 'parts'; readonly parts: readonly Part[] }
  | { readonly found: 'proof' }
  | { readonly found: 'nothing' };

/**
 * Shares the days out among the sites in parts of sets, by column generation (Gilmore and Gomory
 * 1961). A day's set keeps its places, slots and clouds' shares; parts that go against an order are
 * cut off as they come up. The proof that this cannot be done: values of sites, less what the cuts
 * cost, that in all are more than the most valuable sets of the days. `known`: sets to start with.
 * Exchanging columns is counted in looks, too.
 */
export function shareOut(sharing: Sharing, looks: Looks, known: readonly DaySet[] = []): SharedOut {
  let sought = begin(sharing, known);
  for (let round = 0; round < mostRounds; round++) {
    looks.left -= (minimise(sought.covering) * sought.covering.basis.length ** 2) / 40;
    if (missing(sought.covering) < nothing) {
      const parts = partsOf(sought);
      const broken = brokenCuts(sharing, parts);
      if (broken.length === 0) return { found: 'parts', parts };
      sought = cutOff(sought, broken);
      continue;
    }
    const outcome = lookForSets(sought, looks);
    if (outcome !== 'helped') return { found: outcome };
  }
  return { found: 'nothing' };
}

const mostRounds = 600;

/** Rows of the covering: the sites, the alike days, the cuts. */
interface Sought {
  readonly sharing: Sharing;
  readonly covering: Covering;
  readonly cuts: readonly OrderCut[];
  /** Values of rows that proved most so far, and how much. */
  center: Float64Array | null;
  proven: number;
}

function begin(sharing: Sharing, known: readonly DaySet[]): Sought {
  const { alike, sites } = sharing;
  const covering = newCovering([...Array<number>(sites).fill(1), ...alike.map(({ days }) => days.length)], sites);
  const sought: Sought = { sharing, covering, cuts: [], center: null, proven: -Infinity };
  covering.columns.push(...known.map((set): Column => ({ rows: rowsOf(sought, set), cost: 0 })));
  return sought;
}

function rowsOf({ sharing: { alike, sites }, cuts }: Sought, set: DaySet): readonly number[] {
  return [...set.rows, sites + set.alike, ...cutsOf(cuts, set).map((cut) => sites + alike.length + cut)];
}

/** The sets of columns; those that stand for what is missing or left of a limit have none. */
function setsOf({ sites }: Sharing, { rows }: Column): readonly DaySet[] {
  const length = rows.findIndex((row) => row >= sites);
  return length < 1 ? [] : [{ rows: rows.slice(0, length), alike: (rows[length] ?? 0) - sites }];
}

function partsOf({ sharing, covering: { basis, amount } }: Sought): readonly Part[] {
  return basis.flatMap((column, k) => setsOf(sharing, column).map((set): Part => ({ ...set, amount: at(amount, k) })));
}

function cutOff({ sharing, covering, cuts }: Sought, broken: readonly OrderCut[]): Sought {
  const limited = withLimits(covering, broken.length, (column) =>
    setsOf(sharing, column).flatMap((set) => cutsOf(broken, set)),
  );
  return { sharing, covering: limited, cuts: [...cuts, ...broken], center: null, proven: -Infinity };
}

/** Offers the most valuable set of each day, by values that change little from one time to the next (Wentges 1997). */
function lookForSets(sought: Sought, looks: Looks): 'proof' | 'helped' | 'nothing' {
  const worth = worthOf(sought);
  const smooth = sought.center?.map((value, row) => 0.7 * value + 0.3 * at(worth, row));
  for (const value of smooth ? [smooth, worth] : [worth]) {
    const { helped, surplus } = offerSets(sought, value, looks);
    if (looks.left <= 0) return 'nothing';
    if (surplus > nothing) return 'proof';
    if (surplus > sought.proven) Object.assign(sought, { proven: surplus, center: value });
    if (helped) return 'helped';
  }
  return 'nothing';
}

/** Of sites and, below 0, of cuts. */
function worthOf({ sharing: { alike, sites }, covering }: Sought): Float64Array {
  return covering.worth.map((value, row) => {
    if (row < sites) return Math.max(0, value);
    return row < sites + alike.length ? 0 : Math.min(0, value);
  });
}

function offerSets(
  sought: Sought,
  value: Float64Array,
  looks: Looks,
): { readonly helped: boolean; readonly surplus: number } {
  let surplus = value.reduce((sum, one) => sum + one, 0);
  let helped = false;
  for (const [k, days] of sought.sharing.alike.entries()) {
    const set = mostValuable(days, valueOn(sought, k, value), looks);
    surplus -= set.value * days.days.length;
    if (offer(sought.covering, rowsOf(sought, { rows: set.rows, alike: k }))) helped = true;
  }
  return { helped, surplus };
}

/** Values of the sites on days of a kind, less what the cuts there cost. */
function valueOn({ sharing: { alike, sites }, cuts }: Sought, k: number, value: Float64Array): Float64Array {
  if (cuts.length === 0) return value;
  const here = value.slice(0, sites);
  for (const [c, { earlier, later, earlierOn, laterOn }] of cuts.entries()) {
    const cost = at(value, sites + alike.length + c);
    if (laterOn.has(k)) here[later] = at(here, later) + cost;
    if (earlierOn.has(k)) here[earlier] = at(here, earlier) + cost;
  }
  return here;
}
