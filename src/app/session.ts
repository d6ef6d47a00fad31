import type { Grid } from '../grid/ports.js';
import type { Actor, Ledger } from '../ledger/port.js';
import type { Inventory } from '../model/inventory.js';
import type { Solver } from '../waves/integer-program.js';

/** Everything a use case works with: the inventory, the grid it names, and the way to the campaign's ledger. */
export interface Session {
  readonly inventory: Inventory;
  readonly grid: Grid;
  readonly actor: Actor;
  /** For plans of small campaigns that the search does not reach; loaded when it is asked. */
  readonly solver?: Solver;
  /** Tells the operator something that does not change the result. */
  readonly notice: (text: string) => void;
  /** `read` creates nothing: a ledger that does not exist has an empty history. The caller closes it. */
  readonly openLedger: (how: 'read' | 'write') => Promise<Ledger>;
}

/** Runs work on the session's ledger, and closes it afterwards. */
export async function withLedger<T>(
  { openLedger }: Pick<Session, 'openLedger'>,
  how: 'read' | 'write',
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await openLedger(how);
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
