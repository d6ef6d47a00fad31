import type { Operation } from '../model/operation.js';
import type { Store } from './store.js';

/** Pools that a site leaves when it is judged, not when its day is over. */
const commissioningPools = "('in_commissioning', 'tier1_in_commissioning')";

/**
 * The limit that this operation would exceed, as a sentence, or null. Counted are the distinct
 * members of a pool held by operations that are open or settled; one already counted adds nothing.
 */
export function overLimit({ sql }: Store, { key, claims }: Operation): string | null {
  for (const { pool, member, amount, limit } of claims) {
    const held = sql('SELECT member, max(amount) AS amount FROM claims WHERE pool = ? AND key <> ? GROUP BY member');
    const others = held.all(pool, key) as { member: string; amount: number }[];
    const counted = others.find((other) => other.member === member)?.amount ?? 0;
    const total = others.reduce((sum, other) => sum + other.amount, 0);
    if (amount > counted && total - counted + amount > limit) {
      return `The limit of ${String(limit)} for ${pool} is reached: ${String(total)} taken, ${member} would add ${String(amount - counted)}.`;
    }
  }
  return null;
}

/** Takes the operation's shares, in place of those it held before. */
export function takeClaims(store: Store, operation: Operation, before: Operation | null): void {
  if (before) dropClaims(store, before);
  for (const { pool, member, amount } of operation.claims) {
    store.sql('INSERT OR REPLACE INTO claims (pool, member, key, amount, queue) VALUES (?, ?, ?, ?, ?)').run(pool, member, operation.key, amount, operation.queue);
  }
}

/** Gives back the shares of an operation that ended without effect. */
export function dropClaims({ sql }: Store, { key, claims }: Operation): void {
  for (const { pool, member } of claims) sql('DELETE FROM claims WHERE pool = ? AND member = ? AND key = ?').run(pool, member, key);
}

/** A queue judged good no longer counts as in commissioning; its site leaves the pool with its last such queue. */
export function dropJudgedQueue({ sql }: Store, queue: string): void {
  sql(`DELETE FROM claims WHERE pool IN ${commissioningPools} AND queue = ?`).run(queue);
}

/** A site with a queue rolled back is in commissioning no more. */
export function dropRolledBackSite({ sql }: Store, site: string): void {
  sql(`DELETE FROM claims WHERE pool IN ${commissioningPools} AND member = ?`).run(site);
}
