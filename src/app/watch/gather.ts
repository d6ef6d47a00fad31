import { hourMs } from '../../model/dates.js';
import { compared, addJob, seeRunning, watched, type Evidence, type Watch } from '../../commissioning/jobs/evidence.js';
import type { Monitor } from '../../grid/ports.js';
import type { QueueRecord } from '../../model/record.js';

/** History reaches back until so many jobs are known, or so far. */
const enoughHistory = 400;
const firstHistoryMs = 6 * hourMs;
const longestHistoryMs = 56 * 24 * hourMs;
/** Queues of the same cloud, and of others, that are compared with. */
const peersInCloud = 4;
const peersElsewhere = 4;

/** What was read of queues under watch by earlier looks of this process: only what is new is asked for again. */
export type WatchMemory = Map<string, Gathered>;

interface Gathered {
  readonly evidence: Evidence;
  /** Jobs that ended before are folded in. */
  readToMs: number;
}

interface GatherInput {
  readonly nowMs: number;
  readonly memory: WatchMemory;
  readonly traits: readonly string[];
}

/** What queues that work alike have in common beside the cloud. */
export function traitsOf(record: QueueRecord | null): readonly string[] {
  return record === null ? [] : [record.type, record.capability, record.resource_type];
}

/** Reads the jobs of one queue under watch, before its change and after, and folds them into counts. */
export async function gather(
  monitor: Monitor,
  watch: Watch,
  { nowMs, memory, traits }: GatherInput,
): Promise<Evidence> {
  const name = `${watch.queue}#${watch.generation}${watch.isLate === true ? ` from ${watch.effectiveMs}` : ''}`;
  const known = memory.get(name) ?? (await begin(monitor, watch, traits));
  seeRunning(known.evidence, []);
  // Forgotten until all is folded in: after a look that was cut off the next begins anew, or jobs would count twice.
  memory.delete(name);
  if (nowMs > known.readToMs) await fold(monitor, watch.queue, known.evidence, known.readToMs, nowMs);
  known.readToMs = Math.max(known.readToMs, nowMs);
  memory.set(name, known);
  return known.evidence;
}

/** Reads which jobs of a queue under watch run now. */
export async function gatherRunning(monitor: Monitor, evidence: Evidence, watch: Watch, nowMs: number): Promise<void> {
  const running: unknown[] = [];
  for await (const jobs of monitor.running(watch.queue, { fromMs: watch.changedMs, toMs: nowMs }))
    running.push(...jobs);
  seeRunning(evidence, running);
}

async function begin(monitor: Monitor, watch: Watch, traits: readonly string[]): Promise<Gathered> {
  const evidence = watched(watch, traits);
  let toMs = watch.changedMs;
  for (
    let lengthMs = firstHistoryMs;
    evidence.before.jobs < enoughHistory && watch.changedMs - toMs < longestHistoryMs;
    lengthMs *= 2
  ) {
    const fromMs = Math.max(toMs - lengthMs, watch.changedMs - longestHistoryMs);
    await fold(monitor, watch.queue, evidence, fromMs, toMs);
    toMs = fromMs;
  }
  // Jobs of the old pilot that were running at the change are history when they end.
  return { evidence, readToMs: watch.isLate === true ? watch.effectiveMs : watch.changedMs };
}

async function fold(monitor: Monitor, queue: string, evidence: Evidence, fromMs: number, toMs: number): Promise<void> {
  for await (const jobs of monitor.jobs(queue, { fromMs, toMs })) for (const job of jobs) addJob(evidence, job);
}

/** Reads what some other queues did in the same hours: shows an outage, or a broken task, that hits everybody. */
export async function gatherPeers(
  monitor: Monitor,
  watches: readonly Watch[],
  records: ReadonlyMap<string, QueueRecord>,
  nowMs: number,
): Promise<readonly Evidence[]> {
  const since = Math.min(...watches.map(({ effectiveMs }) => effectiveMs));
  return Promise.all(
    peersOf(watches, records).map(async (record) => {
      const { panda_resource: queue, cloud } = record;
      const evidence = compared(cloud, traitsOf(record));
      await fold(monitor, queue, evidence, since - firstHistoryMs, nowMs);
      return evidence;
    }),
  );
}

/** A small sample in the order of names, the same for everybody: of as many sites as there are, since a site has downtimes of its own. */
function peersOf(watches: readonly Watch[], records: ReadonlyMap<string, QueueRecord>): readonly QueueRecord[] {
  const under = new Set(watches.map(({ queue }) => queue));
  const clouds = new Set(watches.map(({ cloud }) => cloud));
  const serving = [...records.values()]
    .filter(({ panda_resource: queue, status, type }) => status === 'online' && type !== 'special' && !under.has(queue))
    .sort((one, other) => (one.panda_resource < other.panda_resource ? -1 : 1));
  const near = [...clouds].flatMap((cloud) =>
    siteBySite(serving.filter((record) => record.cloud === cloud)).slice(0, peersInCloud),
  );
  const far = new Map(serving.filter(({ cloud }) => !clouds.has(cloud)).map((record) => [record.cloud, record]));
  return [...near, ...[...far.values()].slice(0, peersElsewhere)];
}

/** The first queue of every site, then every site's second one, and so on. */
function siteBySite(records: readonly QueueRecord[]): readonly QueueRecord[] {
  const seen = new Map<string, number>();
  const ranked = records.map((record) => {
    const rank = seen.get(record.atlas_site) ?? 0;
    seen.set(record.atlas_site, rank + 1);
    return { record, rank };
  });
  return ranked.sort((one, other) => one.rank - other.rank).map(({ record }) => record);
}
