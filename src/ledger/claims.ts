import type { Operation } from '../model/operation.js';
import { commissioningPools } from './proof/pools.js';
import type { Store } from './store.js';

const judgedPools = `(${commissioningPools.map((pool) => `'${pool}'`).join(', ')})`;

/**
 * The limit that this operation would exceed, as a sentence, or null. Counted are the distinct
 * members of a pool held by operations that are open or settled; one already counted adds nothing.
 */
export async function overLimit({ get }: Store, { key, claims }: Operation): Promise<string | null> {
  for (const { pool, member, amount, limit } of claims) {
    const { held, taken } = (await get(
      `SELECT (SELECT coalesce(max(amount), 0) FROM claims WHERE pool = ?1 AND member = ?2 AND key <> ?3) AS held,
              (SELECT coalesce(sum(amount), 0) FROM shares WHERE pool = ?1 AND member <> ?2) AS taken`,
      pool,
      member,
      key,
    )) as { held: number; taken: number };
    if (amount > held && taken + amount > limit) {
      return `The limit of ${String(limit)} for ${pool} is reached: ${String(taken + held)} taken, ${member} would add ${String(amount - held)}.`;
    }
  }
  return null;
}

/** Takes the operation's shares, in place of those it held before. */
export async function takeClaims(store: Store, operation: Operation, before: Operation | null): Promise<void> {
  if (before) await dropClaims(store, before);
  const { key, queue, claims } = operation;
  for (const { pool, member, amount } of claims) {
    await store.run(
      `INSERT INTO claims (pool, member, key, amount, queue) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (pool, member, key) DO UPDATE SET amount = excluded.amount, queue = excluded.queue`,
      pool,
      member,
      key,
      amount,
      queue,
    );
    await store.run(
      `INSERT INTO shares (pool, member, amount) VALUES (?, ?, ?)
       ON CONFLICT (pool, member) DO UPDATE SET amount = excluded.amount WHERE shares.amount < excluded.amount`,
      pool,
      member,
      amount,
    );
  }
}

/** Gives back the shares of an operation that ended without effect. */
export async function dropClaims(store: Store, { key, claims }: Operation): Promise<void> {
  for (const { pool, member } of claims) {
    await store.run('DELETE FROM claims WHERE pool = ? AND member = ? AND key = ?', pool, member, key);
    await measureShare(store, pool, member);
  }
}

/** A queue judged good no longer counts as in commissioning; its site leaves the pools with its last such queue. */
export async function dropJudgedQueue(store: Store, queue: string): Promise<void> {
  const held = await store.all(
    `DELETE FROM claims WHERE pool IN ${judgedPools} AND queue = ? RETURNING pool, member`,
    queue,
  );
  for (const { pool, member } of held as { pool: string; member: string }[]) await measureShare(store, pool, member);
}

/** A site with a queue rolled back is in commissioning no more. */
export async function dropRolledBackSite({ run }: Store, site: string): Promise<void> {
  await run(`DELETE FROM claims WHERE pool IN ${judgedPools} AND member = ?`, site);
  await run(`DELETE FROM shares WHERE pool IN ${judgedPools} AND member = ?`, site);
}

/** A member's share is the largest of its claims. */
async function measureShare({ run }: Store, pool: string, member: string): Promise<void> {
  await run('DELETE FROM shares WHERE pool = ? AND member = ?', pool, member);
  await run(
    'INSERT INTO shares (pool, member, amount) SELECT pool, member, max(amount) FROM claims WHERE pool = ? AND member = ? GROUP BY pool, member',
    pool,
    member,
  );
}
