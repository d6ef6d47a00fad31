import { GridFailure } from '../../grid/ports.js';
import { failurePool } from '../../model/keys/pools.js';
import { pausesInForce } from '../../model/facts/pauses.js';
import type { Scope } from '../../model/facts/scopes.js';
import { didYouMean } from '../../model/text/near-names.js';
import { UserError } from '../../model/user-error.js';
import { withLedger, type Session } from '../session.js';

const cloudPrefix = 'cloud=';

/**
 * A UserError (exit 2) for a cloud among the scopes that nobody knows: neither the inventory, nor an earlier operation,
 * nor, where the grid may be read, the catalogue. Where no cloud is known at all, a notice.
 */
export async function checkClouds(
  session: Session,
  scopes: readonly Scope[],
  { readsGrid }: { readonly readsGrid: boolean },
): Promise<void> {
  const named = scopes.flatMap((scope) => (scope.startsWith(cloudPrefix) ? [scope.slice(cloudPrefix.length)] : []));
  const written = new Set(session.inventory.sites.flatMap(({ cloud }) => cloud ?? []));
  if (named.every((cloud) => written.has(cloud))) return;
  const known = new Set([
    ...written,
    ...(await cloudsOfLedger(session)),
    ...(readsGrid ? await ofCatalogue(session) : []),
  ]);
  for (const cloud of named) {
    if (known.has(cloud)) continue;
    if (known.size === 0)
      session.notice(`Whether there is a cloud "${cloud}" could not be checked: none is known yet.`);
    else
      throw new UserError(2, 'unknown-name', `Nobody knows a cloud "${cloud}".`, [
        didYouMean(cloud, known) ?? `Known: ${[...known].sort().join(', ')}.`,
        ...(readsGrid ? [] : ['The catalogue was not read; a site or the campaign can be named instead.']),
      ]);
  }
}

async function cloudsOfLedger(session: Session): Promise<readonly string[]> {
  const events = await withLedger(session, 'read', (ledger) => ledger.events({ what: ['intended'] }));
  return events.flatMap(({ detail }) => {
    const { record } = detail as { readonly record?: { readonly operation?: { readonly cloud?: string } } };
    return record?.operation?.cloud ?? [];
  });
}

async function ofCatalogue({ grid }: Session): Promise<readonly string[]> {
  try {
    return (await grid.catalogue.readAll()).flatMap(({ cloud }) => (cloud === '' ? [] : [cloud]));
  } catch (error) {
    // The price of the pause needs the same reading, and tells that it failed.
    if (error instanceof GridFailure) return [];
    throw error;
  }
}

/** A UserError where a scope is neither paused at a moment nor its budget holds failures: exit 4, or 2 for an unknown cloud. */
export async function checkResumed(session: Session, scope: Scope, at: string): Promise<void> {
  const { pauses, claims } = await withLedger(session, 'read', (ledger) => ledger.history());
  const inForce = pausesInForce(pauses, at).map((pause) => pause.scope);
  if (inForce.includes(scope) || (claims.get(failurePool(scope))?.size ?? 0) > 0) return;
  await checkClouds(session, [scope], { readsGrid: false });
  throw new UserError(4, 'not-paused', `Nothing was paused there: ${scope}, and its budget holds no failures.`, [
    inForce.length === 0 ? 'Nothing is paused.' : `Paused: ${inForce.join(', ')}.`,
  ]);
}
