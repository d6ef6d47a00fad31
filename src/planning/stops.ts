import { dayNumber, instant, localDate } from '../model/dates.js';
import type { History, Pause } from '../model/history.js';
import type { Operation } from '../model/operation.js';
import { names, sentence } from '../model/text/sentences.js';
import { endOf, isStoppedBy } from '../model/facts/pauses.js';
import type { Situation } from './situation.js';
import { isFailurePool, scopeOfPool } from '../model/keys/pools.js';

/** What goes on, and for each scope that has stopped a sentence with what ends it. */
export interface Stops {
  readonly going: readonly Operation[];
  readonly warnings: readonly string[];
}

/** Leaves out what a pause or a used-up budget of failures stops; the ledger decides again. What is open is carried on. */
export function withoutStopped(
  operations: readonly Operation[],
  { history, nowMs, inventory }: Pick<Situation, 'history' | 'nowMs' | 'inventory'>,
): Stops {
  const { timezone } = inventory.campaign;
  const stopped = new Map<string, number>();
  const going = operations.filter((operation) => {
    if (isOpen(operation, history)) return true;
    const pause = pauseOf(operation, history, nowMs);
    const why = pause ? pausedSentence(pause, timezone) : usedUp(operation, history);
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

/** The pause that stops an operation now, of several the one that lasts longest; null: none. */
export function pauseOf(
  operation: Pick<Operation, 'site' | 'cloud' | 'alsoIn' | 'kind'>,
  { pauses }: Pick<History, 'pauses'>,
  nowMs: number,
): Pause | null {
  // Asked of every site, and mostly nothing is paused.
  if (pauses.length === 0) return null;
  const at = instant(nowMs);
  const stopping = pauses.filter((pause) => isStoppedBy(pause, operation, at));
  return stopping.reduce<Pause | null>((one, other) => (one && endOf(one) >= endOf(other) ? one : other), null);
}

/** Who has paused it, since when and why, and what ends it. */
export function pausedSentence({ scope, by, at, reason, until, except = [] }: Pause, timezone: string): string {
  const spared = except.length === 0 ? '' : `It spares ${names(except)}. `;
  const end = until == null ? '' : `It ends on ${localDate(Date.parse(until), timezone)} by itself; `;
  const command = `\`migrate resume --scope ${scope} --reason TEXT\` ends it${until == null ? '' : ' before'}.`;
  return `${scope} is paused by ${by} since ${at}: ${sentence(reason)} ${spared}${end}${command}`;
}

/** The first day on which a pause no longer holds; null: it has no end. */
export function dayAfterPause({ until }: Pick<Pause, 'until'>, timezone: string): number | null {
  return until == null ? null : dayNumber(localDate(Date.parse(until), timezone));
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
