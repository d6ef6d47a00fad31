import type { Claim, Operation, OutcomeKind, SettledChange } from '../../model/operation.js';
import { takenElsewhere } from './neighbours.js';
import { bodyOf, rowOf } from './rows.js';
import type { Store } from '../store.js';
import { changeShape, parsedOrNull } from '../stored.js';
import { commissioningPools, isFailurePool, scopeOfPool } from '../../model/keys/pools.js';

const judgedPools = `(${commissioningPools.map((pool) => `'${pool}'`).join(', ')})`;

export interface OverLimit {
  readonly sentence: string;
  /** Room may come when what is in flight ends well. */
  readonly inFlight: boolean;
}

/**
 * The limit that this operation would exceed, or null. Counted are the distinct
 * members of a pool held by operations that are open or settled; one already counted adds nothing.
 */
export async function overLimit(store: Store, { key, claims }: Operation): Promise<OverLimit | null> {
  const { get } = store;
  for (const claim of claims) {
    const { pool, member, amount, limit } = claim;
    if (isFailurePool(pool)) {
      const over = await overBudget(store, key, claim);
      if (over) return over;
      continue;
    }
    const elsewhere = await takenElsewhere(store, claim);
    const { held, taken } = (await get(
      `SELECT (SELECT coalesce(max(amount), 0) FROM claims WHERE pool = ?1 AND member = ?2 AND key <> ?3) AS held,
              (SELECT coalesce(sum(amount), 0) FROM shares WHERE pool = ?1 AND member <> ?2) AS taken`,
      pool,
      member,
      key,
    )) as { held: number; taken: number };
    const others = [...elsewhere].reduce((sum, [other, more]) => (other === member ? sum : sum + more), 0);
    if (amount > held && taken + others + amount > limit) {
      const sentence = `The limit of ${String(limit)} for ${pool} is reached: ${String(taken + others + held)} taken, ${member} would add ${String(amount - held)}.`;
      return { sentence, inFlight: false };
    }
  }
  return null;
}

/** A budget of failures is used up by those that are known, or by them and all that is in flight at its worst. */
async function overBudget({ get }: Store, key: string, { pool, member, limit }: Claim): Promise<OverLimit | null> {
  const { failed, others, flying } = (await get(
    `SELECT count(DISTINCT CASE WHEN o.state = 'ended' THEN c.member END) AS failed,
            count(DISTINCT CASE WHEN o.state = 'ended' AND c.member <> ?2 THEN c.member END) AS others,
            count(DISTINCT CASE WHEN o.state <> 'ended' AND c.member <> ?2 THEN c.member END) AS flying
     FROM claims c JOIN operations o ON o.key = c.key WHERE c.pool = ?1 AND c.key <> ?3 OR c.pool = ?1 AND o.state = 'ended'`,
    pool,
    member,
    key,
  )) as { failed: number; others: number; flying: number };
  const scope = scopeOfPool(pool);
  const budget = `The budget of ${String(limit)} failures for ${scope}`;
  if (failed >= limit)
    return {
      sentence: `${budget} is used up. When you know why, \`migrate resume --scope ${scope} --reason TEXT\`.`,
      inFlight: false,
    };
  if (others + flying + 1 <= limit) return null;
  const sentence = `${budget} might be exceeded: ${String(failed)} failed, and ${String(flying)} in flight are counted at their worst.`;
  return { sentence, inFlight: true };
}

export type Fate = 'of limits' | 'of failures' | 'all';

/** Which shares an operation gives back as it ends: a failure keeps its place in the budgets, what took effect its place in the limits. */
export function givenBack(outcome: OutcomeKind): Fate {
  switch (outcome) {
    case 'done':
    case 'already':
      return 'of failures';
    case 'failed':
    case 'refused':
    case 'conflict':
      return 'of limits';
    default:
      return 'all';
  }
}

export function isGivenBack(pool: string, fate: Fate): boolean {
  return fate === 'all' || isFailurePool(pool) === (fate === 'of failures');
}

/** A change that was judged a fault takes its place among the failures, whatever the budgets say. */
export async function claimFault(store: Store, queue: string): Promise<void> {
  const row = (await store.get('SELECT pilot, containers FROM queues WHERE queue = ?', queue)) as
    { readonly pilot: string | null; readonly containers: string | null } | undefined;
  const place = { table: 'queues', row: queue };
  const key =
    row &&
    judgedChange(
      parsedOrNull(place, 'pilot', row.pilot, changeShape),
      parsedOrNull(place, 'containers', row.containers, changeShape),
    );
  const operation = key && (await rowOf(store, key));
  if (!operation) return;
  const { claims } = bodyOf(operation);
  addClaims(
    store,
    key,
    queue,
    claims.filter(({ pool }) => isFailurePool(pool)),
  );
}

/** The key of the change that a verdict on a queue is about: the newest of its pilot and its containers. */
export function judgedChange(...changes: readonly (SettledChange | null)[]): string | null {
  const settled = changes.filter((change) => change !== null);
  return settled.sort((one, other) => (one.at < other.at ? 1 : -1))[0]?.key ?? null;
}

/** Takes the operation's shares, in place of those it held before. */
export function takeClaims(store: Store, operation: Operation, before: Operation | null): void {
  if (before) dropClaims(store, before, 'all');
  const { key, queue, claims } = operation;
  addClaims(store, key, queue, claims);
}

function addClaims({ send }: Store, key: string, queue: string | null, claims: readonly Claim[]): void {
  for (const { pool, member, amount } of claims) {
    send(
      `INSERT INTO claims (pool, member, key, amount, queue) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (pool, member, key) DO UPDATE SET amount = excluded.amount, queue = excluded.queue`,
      pool,
      member,
      key,
      amount,
      queue,
    );
    send(
      `INSERT INTO shares (pool, member, amount) VALUES (?, ?, ?)
       ON CONFLICT (pool, member) DO UPDATE SET amount = excluded.amount WHERE shares.amount < excluded.amount`,
      pool,
      member,
      amount,
    );
  }
}

/** Gives back shares of an operation. */
export function dropClaims(store: Store, { key, claims }: Operation, fate: Fate): void {
  for (const { pool, member } of claims) {
    if (!isGivenBack(pool, fate)) continue;
    store.send('DELETE FROM claims WHERE pool = ? AND member = ? AND key = ?', pool, member, key);
    measureShare(store, pool, member);
  }
}

/** A queue judged good counts neither as in commissioning nor as a failure; its site leaves the pools with its last such queue. */
export async function dropJudgedQueue(store: Store, queue: string): Promise<void> {
  const held = await store.all(
    `DELETE FROM claims WHERE (pool IN ${judgedPools} OR pool LIKE 'failures/%') AND queue = ? RETURNING pool, member`,
    queue,
  );
  for (const { pool, member } of held as { pool: string; member: string }[]) measureShare(store, pool, member);
}

/** A site with a queue rolled back is in commissioning no more. */
export function dropRolledBackSite({ send }: Store, site: string): void {
  send(`DELETE FROM claims WHERE pool IN ${judgedPools} AND member = ?`, site);
  send(`DELETE FROM shares WHERE pool IN ${judgedPools} AND member = ?`, site);
}

/** A member's share is the largest of its claims. */
export function measureShare({ send }: Store, pool: string, member: string): void {
  send('DELETE FROM shares WHERE pool = ? AND member = ?', pool, member);
  send(
    'INSERT INTO shares (pool, member, amount) SELECT pool, member, max(amount) FROM claims WHERE pool = ? AND member = ? GROUP BY pool, member',
    pool,
    member,
  );
}
