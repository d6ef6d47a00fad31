import type { Store } from './store.js';

/** Format of the ledger's tables and events that this program writes. */
export const presentFormat = 3;
/** The first format whose events tell all that the tables hold. */
export const tellingFormat = 2;
/** The first format whose events have an origin, with pauses and approvals, and which can be moved. */
export const originFormat = 3;

/** The format of the ledger as it stands: one that is only looked at may be of an earlier one. */
export async function formatOf({ get, dialect }: Store): Promise<number> {
  return ((await get(dialect.format)) as { format: number }).format;
}
