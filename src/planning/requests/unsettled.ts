import type { RequestFact } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import { requestKey } from '../../model/keys/operation-keys.js';
import type { Situation } from '../situation.js';

/**
 * The operation of a request that stands at the helpdesk and that the ledger does not know the end of: who
 * opened it was cut off in between. Carried on, it finds the request and opens nothing.
 */
export function unsettled(
  { inventory, history }: Situation,
  { site, step, round, state }: RequestFact,
): Operation | undefined {
  if (state === 'none' || state === 'unconfirmed') return undefined;
  return history.openRequests.get(requestKey(inventory.campaign.name, site, step, round))?.operation;
}
