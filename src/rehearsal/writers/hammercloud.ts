import { hourMs } from '../../model/dates.js';
import { placeOf } from '../jobs/chance.js';
import { longestTestMs, testTemplates } from '../jobs/one-job.js';
import { everydayTestFailures, testJobs } from '../jobs/tests.js';
import { workplaceOf } from '../jobs/workplace.js';
import { readThreats, threatens, type Threat } from '../jobs/troubles.js';
import { nodesOf } from '../jobs/load.js';
import { allQueues, changeRule, findQueue, parseRecord, type StoredQueue } from '../world/queues.js';
import { row, rows, type World } from '../world/world.js';
import { comments, hammerCloudWord, isExcludable, windowMs } from './hammercloud-rules.js';
import { nextTick, writer } from './writer.js';

/** How often it looks is not public. */
const periodMs = 30 * 60_000;
/** No exclusion without so many failed tests. */
const fewestFailures = 3;

export function nextHammerCloudMs(world: World, nowMs: number, untilMs: number): number | null {
  const due = nextTick(nowMs, periodMs);
  return world.writers.HammerCloud && due <= untilMs ? due : null;
}

/** Looks at the queues that it may exclude and that have failed tests, and at those that it has excluded. */
export function letHammerCloudAct(world: World, nowMs: number): void {
  if (!world.writers.HammerCloud || nowMs % periodMs !== 0) return;
  for (const name of [...suspects(world, nowMs), ...excluded(world)]) consider(world, name, nowMs);
}

function consider(world: World, name: string, nowMs: number): void {
  const queue = findQueue(world, name);
  if (!queue) return;
  const { status, comment, hc_param: mode } = parseRecord(queue);
  const value = hammerCloudWord({
    name,
    mode: typeof mode === 'string' ? mode : null,
    status: String(status),
    comment: String(comment),
    results: testJobs(workplaceOf(world, queue), { fromMs: nowMs - windowMs, toMs: nowMs }).map(
      ({ template, failure }) => ({ template, hasFailed: failure !== null }),
    ),
    templates: testTemplates,
    excludedMs: lastExclusionMs(world, name),
    nowMs,
  });
  if (value !== null)
    changeRule(world, queue, 'hammercloud', { value, reason: comments[value], expires: null }, writer('HammerCloud'));
}

function excluded(world: World): readonly string[] {
  const found = rows(
    world,
    "SELECT queue FROM rule WHERE probe = 'hammercloud' AND value = 'TEST' ORDER BY queue",
  ) as readonly { queue: string }[];
  return found.map(({ queue }) => queue);
}

function lastExclusionMs(world: World, queue: string): number | null {
  const { at } = row(
    world,
    "SELECT max(at) AS at FROM journal WHERE queue = ? AND what = 'rule hammercloud' AND agent = ? AND new LIKE '%TEST%'",
    queue,
    writer('HammerCloud').agent,
  ) as { at: number | null };
  return at;
}

/** A queue that may be excluded, as far as it can be told without reading its past. */
interface Watched {
  readonly place: number;
  readonly nodes: number;
  readonly isOnline: boolean;
  readonly threats: readonly Threat[];
}

/** What is known of a world's queues, up to a line of its journal. */
interface Known {
  readonly lastLine: number;
  readonly troubles: number;
  readonly queues: Map<string, Watched>;
  /** By hour: the queues whose tests of that hour fail as on any day, and how many. */
  readonly failures: Map<number, ReadonlyMap<string, number>>;
}

/** Kept between looks: a grid has many queues, and few of them have failed tests. */
const knownOf = new WeakMap<World, Known>();

/** Online queues that may have failed tests enough. */
function suspects(world: World, nowMs: number): readonly string[] {
  const known = refreshed(world);
  const hours = hoursBefore(nowMs);
  const failures = hours.map((hour) => everydayFailures(world, known, hour));
  for (const hour of known.failures.keys()) if (!hours.includes(hour)) known.failures.delete(hour);
  const isThreatened = ({ threats }: Watched): boolean =>
    threats.some(({ fromMs, toMs }) => fromMs < nowMs && toMs > nowMs - windowMs - longestTestMs);
  return [...known.queues].flatMap(([name, queue]) => {
    if (!queue.isOnline) return [];
    const count = failures.reduce((sum, ofHour) => sum + (ofHour.get(name) ?? 0), 0);
    return count >= fewestFailures || isThreatened(queue) ? [name] : [];
  });
}

/** The hours in which tests started that count now. */
function hoursBefore(nowMs: number): readonly number[] {
  const last = Math.floor(nowMs / hourMs);
  return Array.from({ length: windowMs / hourMs + 2 }, (_, back) => last - back);
}

function everydayFailures({ seed }: World, { queues, failures }: Known, hour: number): ReadonlyMap<string, number> {
  const counted = failures.get(hour);
  if (counted) return counted;
  const found = new Map<string, number>();
  for (const [name, { place, nodes }] of queues) {
    const count = everydayTestFailures({ seed, place, nodes }, hour);
    if (count > 0) found.set(name, count);
  }
  failures.set(hour, found);
  return found;
}

/** Reads again what the journal names since the last look; everything where troubles came up or queues came and went. */
function refreshed(world: World): Known {
  const { lastLine, troubles } = row(
    world,
    'SELECT (SELECT max(id) FROM journal) AS lastLine, (SELECT sum(id + length(trouble)) FROM trouble) AS troubles',
  ) as { lastLine: number | null; troubles: number | null };
  const before = knownOf.get(world);
  if (before?.troubles !== (troubles ?? 0)) return keep(world, { lastLine: lastLine ?? 0, troubles: troubles ?? 0 });
  if (before.lastLine === (lastLine ?? 0)) return before;
  const changes = rows(
    world,
    "SELECT DISTINCT queue, what = 'queue' AS isNamed FROM journal WHERE id > ? AND kind = 'change'",
    before.lastLine,
  ) as readonly { queue: string; isNamed: number }[];
  if (changes.some(({ isNamed }) => isNamed === 1))
    return keep(world, { lastLine: lastLine ?? 0, troubles: troubles ?? 0 });
  const threats = readThreats(world);
  for (const { queue: name } of changes) {
    const queue = findQueue(world, name);
    if (queue) note(before.queues, world, queue, threats);
  }
  const after = { ...before, lastLine: lastLine ?? 0 };
  knownOf.set(world, after);
  return after;
}

function keep(world: World, upTo: Pick<Known, 'lastLine' | 'troubles'>): Known {
  const queues = new Map<string, Watched>();
  const threats = readThreats(world);
  for (const queue of allQueues(world, null)) note(queues, world, queue, threats);
  const known = { ...upTo, queues, failures: new Map() };
  knownOf.set(world, known);
  return known;
}

function note(queues: Map<string, Watched>, { writers }: World, queue: StoredQueue, threats: readonly Threat[]): void {
  const { name, cloud } = queue;
  const record = parseRecord(queue);
  const mode = record['hc_param'];
  const isOurs = isExcludable({ name, mode: typeof mode === 'string' ? mode : null });
  if (!isOurs || writers.HammerCloud?.except.includes(name)) {
    queues.delete(name);
    return;
  }
  queues.set(name, {
    place: placeOf(name),
    nodes: nodesOf(queue),
    isOnline: record['status'] === 'online',
    threats: threats
      .filter(canHitTests)
      .filter((threat) => threatens(threat, { name, cloud, atlasSite: String(record['atlas_site']), record })),
  });
}

/** HammerCloud's jobs are of no user's task, and what they burn is not looked at. */
function canHitTests({ trouble: { kind } }: Threat): boolean {
  return kind !== 'broken task' && kind !== 'cpu';
}
