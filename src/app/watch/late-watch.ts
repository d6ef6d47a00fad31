import type { History } from '../../model/history.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { localDate, dayMs } from '../../model/dates.js';
import { canGoBackUntil } from '../../planning/verdicts/rollback-window.js';
import { verdictInForce } from '../../planning/verdicts/verdicts.js';
import type { JudgingPolicy } from '../../commissioning/decision/decision.js';
import { lastChange, type UnderWatch } from './under-watch.js';

/**
 * Queues that were found good and whose site can still go back, with their jobs of the last day: a late fault is found
 * while something can be done about it (docs/commissioning.md#the-roll-back-window).
 */
export function queuesInLateWatch(
  { campaign, sites }: Inventory,
  records: ReadonlyMap<string, QueueRecord>,
  history: History,
  nowMs: number,
): readonly UnderWatch[] {
  const { pilot, timezone } = campaign;
  if (!pilot) return [];
  const today = localDate(nowMs, timezone);
  return sites.flatMap(({ name: site, queues }) =>
    Object.keys(queues).flatMap((queue): UnderWatch[] => {
      const past = history.queues.get(queue) ?? null;
      const until = canGoBackUntil(past, campaign);
      const change = past && lastChange(past);
      const verdict = verdictInForce(past, nowMs);
      if (!past || !change || until === null || today > until || verdict?.verdict !== 'good') return [];
      const record = records.get(queue) ?? null;
      const watch = {
        queue,
        cloud: record?.cloud ?? '',
        to: pilot.to,
        measure: change.measure,
        changedMs: change.changedMs,
        effectiveMs: Math.max(Date.parse(verdict.at), nowMs - dayMs),
        marginMs: 0,
        generation: past.settled,
        isLate: true,
      };
      return [{ site, watch, record, verdict }];
    }),
  );
}

/** Each day of the window is a test of its own: over all of them a good queue is blamed with at most alpha. No day ends in more than an alarm. */
export function latePolicy({ commissioning }: Inventory['campaign']): JudgingPolicy {
  const days = commissioning.rollback_days ?? 1;
  return { ...commissioning, alpha: commissioning.alpha / days, deadline_hours: Number.MAX_SAFE_INTEGER };
}
