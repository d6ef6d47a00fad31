import { cpuSentence } from '../../commissioning/jobs/cpu.js';
import { failsMore } from '../../commissioning/decision/no-alarm.js';
import { leastHistory } from '../../commissioning/jobs/history.js';
import { withEarlierAlarm } from '../../commissioning/decision/earlier-alarm.js';
import { judgeAll, type Judgement } from '../../commissioning/verdict.js';
import { GridFailure, withAdvice, type Monitor } from '../../grid/ports.js';
import { instant } from '../../model/dates.js';
import type { History, Verdict } from '../../model/history.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { gather, gatherPeers, gatherRunning, traitsOf, type WatchMemory } from './gather.js';
import { latePolicy, queuesInLateWatch } from './late-watch.js';
import { isFault } from '../../model/facts/verdicts.js';
import { queuesUnderWatch, watchedBefore, type UnderWatch } from './under-watch.js';

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
  /** Queues that were found good and can still go back, in place of those under watch. */
  readonly late?: boolean;
  /** Tells of a queue that is not judged this time, and why. */
  readonly notice?: (text: string) => void;
}

/**
 * Reads the jobs of all queues under watch, or of the chosen ones, once, and judges them together
 * (docs/commissioning.md#the-test). Other queues are asked for only where something looks wrong or history
 * is short, and jobs that run only where a queue would be good: the monitor is to be asked gently (docs/grid.md#jobs). A queue whose jobs, or those of the
 * queues it is compared with, cannot be read waits for the next look. Rejects with a `GridFailure` where none can be read.
 */
export async function watchQueues(
  monitor: Monitor,
  input: WatchInput,
  { chosen, memory = new Map(), late = false, notice = () => undefined }: WatchOptions = {},
): Promise<readonly WatchedQueue[]> {
  const { inventory, records, history, nowMs } = input;
  const all = (late ? queuesInLateWatch : queuesUnderWatch)(inventory, records, history, nowMs);
  const under = all.filter(({ watch }) => chosen?.has(watch.queue) ?? true);
  if (under.length === 0) return [];
  const gathered = await Promise.all(
    under.map(({ watch, record }) =>
      orFailure(gather(monitor, watch, { nowMs, memory, traits: traitsOf(record) })).then((found) => ({
        queue: watch.queue,
        found,
      })),
    ),
  );
  const evidences = gathered.flatMap(({ found }) => (found instanceof GridFailure ? [] : [found]));
  for (const { queue, found } of gathered) {
    if (!(found instanceof GridFailure)) continue;
    if (evidences.length === 0) throw found;
    notice(`${queue} is not judged this time: ${withAdvice(found)}`);
  }
  const { campaign } = inventory;
  const containersOn = campaign.containers?.on ?? null;
  const recordOf = new Map(under.map(({ watch, record }) => [watch.queue, record]));
  const policy = late ? latePolicy(campaign) : campaign.commissioning;
  const before = late ? undefined : watchedBefore(inventory, history, all);
  const judge = (read: typeof evidences): readonly Judgement[] =>
    judgeAll(read, ({ queue }) => ({ nowMs, record: recordOf.get(queue) ?? null, containersOn }), policy, before);

  const first = judge(evidences);
  const watches = under.map(({ watch }) => watch);
  const peers = first.some(needsPeers) ? await orFailure(gatherPeers(monitor, watches, records, nowMs)) : [];
  const waiting = peers instanceof GridFailure ? first.filter(needsPeers) : [];
  for (const { queue } of waiting)
    notice(`${queue} is not judged this time: the jobs of the queues it is compared with cannot be read.`);
  const others = peers instanceof GridFailure ? [] : peers;
  const ended = others.length === 0 ? first : judge([...evidences, ...others]);
  const good = late
    ? []
    : ended.filter(({ verdict, queue }) => verdict === 'good' && !waiting.some((one) => one.queue === queue));
  const unread = new Set(waiting.map(({ queue }) => queue));
  await Promise.all(
    evidences.map(async (evidence) => {
      const { watch } = evidence;
      if (!watch || !good.some(({ queue }) => queue === watch.queue)) return;
      const failure = await orFailure(gatherRunning(monitor, evidence, watch, nowMs));
      if (!(failure instanceof GridFailure)) return;
      unread.add(watch.queue);
      notice(`${watch.queue} is not judged this time: which of its jobs run cannot be read. ${withAdvice(failure)}`);
    }),
  );
  const judgements = good.length === 0 ? ended : judge([...evidences, ...others]);
  const underOf = new Map(under.map((one) => [one.watch.queue, one]));
  return judgements.flatMap((found) => {
    const queue = underOf.get(found.queue);
    if (!queue || unread.has(found.queue)) return [];
    const judgement = late ? found : withEarlierAlarm(found, queue.verdict, policy);
    const news = late && !isFault(judgement.verdict) ? null : newsOf(judgement, queue, nowMs);
    return [{ site: queue.site, judgement, news }];
  });
}

/** Something looks wrong or history is short: other queues tell whether it is theirs too, or what is usual. */
function needsPeers(judgement: Judgement): boolean {
  const { alarm, jobs, historyJobs } = judgement;
  return alarm !== null || failsMore(judgement) || (jobs > 0 && historyJobs < leastHistory);
}

/** What the grid did not answer as a value; where a person stops the work, it stops. */
async function orFailure<T>(reading: Promise<T>): Promise<T | GridFailure> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof GridFailure && error.problem !== 'stopped') return error;
    throw error;
  }
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
