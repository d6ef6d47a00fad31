import { cpuSentence } from '../../commissioning/cpu.js';
import { failsMore } from '../../commissioning/decision.js';
import { leastHistory } from '../../commissioning/history.js';
import { withEarlierAlarm } from '../../commissioning/earlier-alarm.js';
import { judgeAll, type Judgement } from '../../commissioning/verdict.js';
import type { Monitor } from '../../grid/ports.js';
import { instant } from '../../model/dates.js';
import type { History, Verdict } from '../../model/history.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { gather, gatherPeers, traitsOf, type WatchMemory } from './gather.js';
import { queuesUnderWatch, type UnderWatch } from './under-watch.js';

/** A judged queue; `news` is the verdict to be noted, null where nothing is new or the watch goes on. */
export interface WatchedQueue {
  readonly site: string;
  readonly judgement: Judgement;
  readonly news: Verdict | null;
}

export interface WatchInput {
  readonly inventory: Inventory;
  readonly records: ReadonlyMap<string, QueueRecord>;
  readonly history: History;
  readonly nowMs: number;
}

export interface WatchOptions {
  /** Queues; absent: all that are under watch. */
  readonly chosen?: ReadonlySet<string>;
  /** Kept between looks. */
  readonly memory?: WatchMemory;
}

/**
 * Reads the jobs of all queues under watch, or of the chosen ones, once, and judges them together
 * (docs/commissioning.md#the-test). Other queues are asked for only where something looks wrong or history
 * is short: the monitor is to be asked gently (docs/grid.md#jobs). Rejects with a `GridFailure`.
 */
export async function watchQueues(
  monitor: Monitor,
  input: WatchInput,
  { chosen, memory = new Map() }: WatchOptions = {},
): Promise<readonly WatchedQueue[]> {
  const { inventory, records, history, nowMs } = input;
  const under = queuesUnderWatch(inventory, records, history, nowMs).filter(
    ({ watch }) => chosen?.has(watch.queue) ?? true,
  );
  if (under.length === 0) return [];
  const evidences = await Promise.all(
    under.map(({ watch, record }) => gather(monitor, watch, { nowMs, memory, traits: traitsOf(record) })),
  );
  const { campaign } = inventory;
  const containersOn = campaign.containers?.on ?? null;
  const recordOf = new Map(under.map(({ watch, record }) => [watch.queue, record]));
  const judge = (all: typeof evidences): readonly Judgement[] =>
    judgeAll(
      all,
      ({ queue }) => ({ nowMs, record: recordOf.get(queue) ?? null, containersOn }),
      campaign.commissioning,
    );

  const first = judge(evidences);
  const needsPeers = first.some(
    (judgement) =>
      judgement.alarm !== null || failsMore(judgement) || (judgement.jobs > 0 && judgement.historyJobs < leastHistory),
  );
  const judgements = needsPeers
    ? judge([
        ...evidences,
        ...(await gatherPeers(
          monitor,
          under.map(({ watch }) => watch),
          records,
          nowMs,
        )),
      ])
    : first;
  return judgements.flatMap((found, index) => {
    const queue = under[index];
    if (!queue) return [];
    const judgement = withEarlierAlarm(found, queue.verdict, campaign.commissioning);
    return [{ site: queue.site, judgement, news: newsOf(judgement, queue, nowMs) }];
  });
}

/** A final decision that was not noted for this change yet. It is tied to the generation that was judged. */
function newsOf(
  { isFinal, verdict, reason, action, queue, generation, cpu }: Judgement,
  under: UnderWatch,
  nowMs: number,
): Verdict | null {
  if (!isFinal || under.verdict?.verdict === verdict) return null;
  const flagged = cpu
    .filter(({ isFlagged }) => isFlagged)
    .map((found) => `${cpuSentence(found)}: for the site and the pilot's authors.`);
  const sentence = [reason, ...flagged, ...(action === null ? [] : [action])].join(' ');
  return { queue, generation, verdict, reason: sentence, at: instant(nowMs), by: 'commissioning', ends: null };
}
