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
  /** Shows a person who waits what is being done; absent where nobody watches. */
  readonly during?: During;
}

/** `blocks`: the work keeps the thread to itself. */
export type During = <T>(what: string, work: () => T | Promise<T>, how?: { readonly blocks?: boolean }) => Promise<T>;

/** Does work that may take a while. */
export async function during<T>(
  session: Pick<Session, 'during'>,
  what: string,
  work: () => T | Promise<T>,
  how?: { readonly blocks?: boolean },
): Promise<T> {
  return session.during ? session.during(what, work, how) : work();
}

/** Plans of so many sites may take a second of the thread's time. */
const longFrom = 100;

/** How what grows with the campaign is shown. */
export function thinking({ inventory }: Pick<Session, 'inventory'>): { readonly blocks: boolean } {
  return { blocks: inventory.sites.length >= longFrom };
}

/** The session where nobody is shown what is being done. */
export function unwatched(session: Session): Session {
  return { ...session, during: async (_what, work) => work() };
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
