import type { Instant } from '../../model/dates.js';
import type { Actor, Ledger } from '../../ledger/port.js';
import type { WatchedQueue } from './watch.js';

/** Notes in the ledger the verdicts that are new. */
export async function noteNews(
  watched: readonly WatchedQueue[],
  ledger: Ledger,
  actor: Actor,
  at: Instant,
): Promise<void> {
  await Promise.all(
    watched.flatMap(({ site, news }) =>
      news === null ? [] : [ledger.note({ what: 'verdict', site, verdict: news }, actor, at)],
    ),
  );
}
