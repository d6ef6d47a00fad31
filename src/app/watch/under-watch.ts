import { hourMs } from '../../model/dates.js';
import { verdictInForce } from '../../planning/verdicts/verdicts.js';
import type { Watch } from '../../commissioning/jobs/evidence.js';
import type { History, QueueHistory, Verdict } from '../../model/history.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { isFault } from '../../model/facts/verdicts.js';

/** A queue whose last change is not judged to the end yet. */
export interface UnderWatch {
  readonly site: string;
  readonly watch: Watch;
  readonly record: QueueRecord | null;
  /** The test's verdict on this very change, where one was given. */
  readonly verdict: Verdict | null;
}

/** A change that was judged at its deadline or later, and is a week older, is no longer looked at: people have seen to it. */
const longestAfterDeadlineMs = 7 * 24 * hourMs;

/**
 * Queues under watch: flipped by this ledger, adopted shortly after somebody else's flip, or with
 * containers switched since; without a good verdict on the change, in the inventory's order.
 */
export function queuesUnderWatch(
  { campaign, sites }: Inventory,
  records: ReadonlyMap<string, QueueRecord>,
  history: History,
  nowMs: number,
): readonly UnderWatch[] {
  if (!campaign.pilot) return [];
  const { to } = campaign.pilot;
  const { margin_minutes: margin, deadline_hours: deadline } = campaign.commissioning;
  return sites.flatMap(({ name: site, queues }) =>
    Object.keys(queues).flatMap((queue): UnderWatch[] => {
      const past = history.queues.get(queue) ?? null;
      const change = past && lastChange(past);
      const verdict = verdictInForce(past, nowMs);
      if (!past || !change || isJudged(verdict)) return [];
      const dueMs = change.effectiveMs + deadline * hourMs;
      const isOld = nowMs > dueMs + longestAfterDeadlineMs;
      if (isOld && verdict !== null && (isFault(verdict.verdict) || Date.parse(verdict.at) >= dueMs)) return [];
      const record = records.get(queue) ?? null;
      const { nodesFollowMs, ...when } = change;
      const watch = {
        queue,
        cloud: record?.cloud ?? '',
        to,
        marginMs: Math.max(margin * 60_000, nodesFollowMs),
        generation: past.settled,
        ...when,
      };
      return [{ site, watch, record, verdict }];
    }),
  );
}

/**
 * Queues of the campaign whose watch is over, and how many of them ended with a fault: what those under
 * watch now are judged together with (docs/commissioning.md#many-queues).
 */
export function watchedBefore(
  { sites }: Inventory,
  { queues }: History,
  under: readonly UnderWatch[],
): { readonly hypotheses: number; readonly discoveries: number } {
  const present = new Set(under.map(({ watch }) => watch.queue));
  const kinds = sites
    .flatMap((site) => Object.keys(site.queues))
    .flatMap((queue) => (present.has(queue) ? [] : (queues.get(queue)?.verdict?.verdict ?? [])));
  return { hypotheses: kinds.length, discoveries: kinds.filter(isFault).length };
}

/** Good verdicts end a watch, and so does an operator's word of any kind, as long as it is in force. */
function isJudged(verdict: Verdict | null): boolean {
  return verdict !== null && (verdict.verdict === 'good' || verdict.by !== 'commissioning');
}

type Change = Pick<Watch, 'measure' | 'changedMs' | 'effectiveMs'> & {
  /** From the effect until every node follows, where the jobs themselves do not tell which record they ran by. */
  readonly nodesFollowMs: number;
};

/** Nodes cache the record for so long (docs/grid.md#the-flip): after containers were switched, jobs there still run as before. */
const nodeCacheMs = 3 * hourMs;

/** What is judged: the last change of the pilot or the containers. A way back is not watched: the old pilot is known. */
export function lastChange({ pilot, containers, adopted }: QueueHistory): Change | null {
  if (pilot?.kind === 'rollback') return null;
  const settled = [pilot, containers].filter((change) => change !== null);
  const last = settled.sort((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  if (last) {
    // A flip that was not found good yet is judged against the old pilot, whatever was switched since.
    const measure = pilot && (last === pilot || last.kind === 'containers-off') ? 'old pilot' : 'same pilot';
    return {
      measure,
      changedMs: Date.parse(last.at),
      effectiveMs: Date.parse(last.effectiveAt),
      nodesFollowMs: last === containers ? nodeCacheMs : 0,
    };
  }
  if (!adopted?.underWatch || adopted.changedAt === null) return null;
  const changedMs = Date.parse(adopted.changedAt);
  return { measure: 'old pilot', changedMs, effectiveMs: changedMs + effectOfOthersMs, nodesFollowMs: 0 };
}

/** A change acts after 20 to 30 minutes (docs/grid.md#the-flip); of a change that others made only its time is known. */
const effectOfOthersMs = 30 * 60_000;
