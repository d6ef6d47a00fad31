import type { Operation } from '../model/operation.js';
import type { Store } from './file/store.js';

/** Pools that a site leaves when it is judged, not when its day is over. */
const commissioningPools = "('in_commissioning', 'tier1_in_commissioning')";

/**
 * The limit that this operation would exceed, as a sentence, or null. Counted are the distinct
 * members of a pool held by operations that are open or settled; one already counted adds nothing.
 */
export function overLimit({ sql }: Store, { key, claims }: Operation): string | null {
  for (const { pool, member, amount, limit } of claims) {
    const own = sql('SELECT coalesce(max(amount), 0) AS held FROM claims WHERE pool = ? AND member = ? AND key <> ?');
    const rest = sql('SELECT total(amount) AS taken FROM shares WHERE pool = ? AND member <> ?');
    const { held } = own.get(pool, member, key) as { held: number };
    const { taken } = rest.get(pool, member) as { taken: number };
    if (amount > held && taken + amount > limit) {
      return `The limit of ${String(limit)} for ${pool} is reached: ${String(taken + held)} taken, ${member} would add ${String(amount - held)}.`;
    }
  }
  return null;
}

/** Takes the operation's shares, in place of those it held before. */
export function takeClaims(store: Store, operation: Operation, before: Operation | null): void {
  if (before) dropClaims(store, before);
  const { key, queue, claims } = operation;
  for (const { pool, member, amount } of claims) {
    store
      .sql('INSERT OR REPLACE INTO claims (pool, member, key, amount, queue) VALUES (?, ?, ?, ?, ?)')
      .run(pool, member, key, amount, queue);
    store
      .sql('INSERT INTO shares VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET amount = max(amount, excluded.amount)')
      .run(pool, member, amount);
  }
}

/** Gives back the shares of an operation that ended without effect. */
export function dropClaims(store: Store, { key, claims }: Operation): void {
  for (const { pool, member } of claims) {
    store.sql('DELETE FROM claims WHERE pool = ? AND member = ? AND key = ?').run(pool, member, key);
    measureShare(store, pool, member);
  }
}

/** A queue judged good no longer counts as in commissioning; its site leaves the pools with its last such queue. */
export function dropJudgedQueue(store: Store, queue: string): void {
  const held = store
    .sql(`DELETE FROM claims WHERE pool IN ${commissioningPools} AND queue = ? RETURNING pool, member`)
    .all(queue);
  for (const { pool, member } of held as { pool: string; member: string }[]) measureShare(store, pool, member);
}

/** A site with a queue rolled back is in commissioning no more. */
export function dropRolledBackSite({ sql }: Store, site: string): void {
  sql(`DELETE FROM claims WHERE pool IN ${commissioningPools} AND member = ?`).run(site);
  sql(`DELETE FROM shares WHERE pool IN ${commissioningPools} AND member = ?`).run(site);
}

/** A member's share is the largest of its claims. */
function measureShare({ sql }: Store, pool: string, member: string): void {
  sql('DELETE FROM shares WHERE pool = ? AND member = ?').run(pool, member);
  sql(
    'INSERT INTO shares SELECT pool, member, max(amount) FROM claims WHERE pool = ? AND member = ? GROUP BY pool, member',
  ).run(pool, member);
}
