import type { History } from '../model/history.js';
import type { Operation } from '../model/operation.js';
import { sentence } from '../model/text/sentences.js';
import { scopesOf } from '../model/scopes.js';
import { isFailurePool, scopeOfPool } from '../model/keys/pools.js';

/** What goes on, and for each scope that has stopped a sentence with what ends it. */
export interface Stops {
  readonly going: readonly Operation[];
  readonly warnings: readonly string[];
}

/** Leaves out what a pause or a used-up budget of failures stops; the ledger decides again. What is open is carried on. */
export function withoutStopped(operations: readonly Operation[], history: History): Stops {
  const stopped = new Map<string, number>();
  const going = operations.filter((operation) => {
    const why = isOpen(operation, history) ? null : (paused(operation, history) ?? usedUp(operation, history));
    if (why !== null) stopped.set(why, (stopped.get(why) ?? 0) + 1);
    return why === null;
  });
  return {
    going,
    warnings: [...stopped].map(
      ([why, left]) => `${why} So ${left === 1 ? 'an operation' : `${left} operations`} wait.`,
    ),
  };
}

function isOpen({ key, queue }: Operation, { queues, openRequests }: History): boolean {
  return openRequests.has(key) || (queue !== null && queues.get(queue)?.open?.operation.key === key);
}

/** Who has paused something that belongs to these scopes, since when and why, and what ends it; null: nobody. */
export function paused(of: Parameters<typeof scopesOf>[0], { pauses }: Pick<History, 'pauses'>): string | null {
  const scopes = scopesOf(of);
  const pause = pauses.find(({ scope }) => scopes.includes(scope));
  if (!pause) return null;
  const { scope, by, at, reason } = pause;
  return `${scope} is paused by ${by} since ${at}: ${sentence(reason)} \`migrate resume --scope ${scope} --reason TEXT\` ends it.`;
}

function usedUp({ claims, subject }: Operation, history: History): string | null {
  for (const { pool, limit } of claims) {
    if (!isFailurePool(pool)) continue;
    const members = new Set(history.claims.get(pool)?.keys());
    members.delete(subject);
    if (members.size < limit) continue;
    const scope = scopeOfPool(pool);
    return `The budget of ${limit} failures for ${scope} is used up. When you know why, \`migrate resume --scope ${scope} --reason TEXT\`.`;
  }
  return null;
}
