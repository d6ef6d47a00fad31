import { dayMs } from '../model/dates.js';
import type { Inventory } from '../model/inventory.js';
import type { QueueRecord } from '../model/record.js';
import { clouds, everyWriter, guessedCapability, guessedType } from './fresh.js';
import type { Scenario, ScenarioRule } from './scenario.js';
import { queueColumns } from './scenario-queues.js';
import { naiveMicroseconds, parseTime } from './world/times.js';

/** Job slots of a queue whose site says nothing: enough for jobs to be judged by. */
const assumedSlots = 100;

/**
 * A world that begins with the queues of a catalogue dump as they are. What no record of the dump says is filled in
 * as in a fresh world: without a pilot manager or version anywhere nothing could be rehearsed. `start`: ISO 8601.
 */
export function recordsScenario(
  { campaign, sites }: Pick<Inventory, 'campaign' | 'sites'>,
  records: readonly QueueRecord[],
  start: string,
): Scenario {
  const startMs = parseTime(start, 'start of the world');
  const before = new Date(startMs - 30 * dayMs).toISOString();
  const silent = (field: 'pilot_manager' | 'pilot_version' | 'status'): boolean =>
    records.every((record) => record[field] === '');
  const manager = silent('pilot_manager') ? 'Harvester' : null;
  const version = silent('pilot_version') ? (campaign.pilot?.from ?? '') : null;
  const containers = version === null ? null : (Object.keys(campaign.containers?.translate ?? {})[0] ?? '');
  const slotsOf = new Map(
    sites.flatMap((site) => {
      const names = Object.keys(site.queues);
      return names.map((name) => [name, Math.ceil(site.slots / names.length)] as const);
    }),
  );
  const nicknames = new Set<string>();
  const rules: ScenarioRule[] = [];
  const rows = records.map((record, index): Scenario['rows'][number] => {
    const { panda_resource: name } = record;
    const changed = Date.parse(record.last_modified);
    const modified = changed <= startMs ? record.last_modified : before;
    const rule = ruleOf(record, modified);
    if (rule) rules.push(rule);
    return [
      name,
      nicknameOf(record, nicknames),
      record.atlas_site === '' ? name : record.atlas_site,
      [record.rc_site, record.atlas_site, name].find((place) => place !== '') ?? name,
      record.cloud === '' ? (clouds[index % clouds.length] ?? 'CERN') : record.cloud,
      record.country,
      record.tier_level ?? 2,
      record.type === '' ? guessedType(name) : record.type,
      record.capability === '' ? guessedCapability(name) : record.capability,
      record.resource_type === '' ? 'GRID' : record.resource_type,
      record.state === '' ? 'ACTIVE' : record.state,
      record.hc_param === '' ? null : record.hc_param,
      version ?? record.pilot_version,
      manager ?? record.pilot_manager,
      containers ?? record.container_type,
      record.container_options,
      record.catchall,
      record.cmtconfig,
      record.capability.startsWith('mc') ? 8 : 1,
      naiveMicroseconds(Date.parse(modified)),
      slotsOf.get(name) || assumedSlots,
    ];
  });
  return { name: 'fresh', start, columns: queueColumns, rows, rules, tickets: [], writers: everyWriter };
}

/** Caches and lists go by it: each is one queue's. */
function nicknameOf({ panda_resource: name, nickname }: QueueRecord, taken: Set<string>): string {
  const candidates = [nickname, name, `${name}#2`].filter((candidate) => candidate !== '');
  const free = candidates.find((candidate) => !taken.has(candidate)) ?? `${name}#${taken.size}`;
  taken.add(free);
  return free;
}

/** The rule that a status stands for; the comment says which probe set it. */
function ruleOf({ panda_resource: queue, status, comment }: QueueRecord, updated: string): ScenarioRule | null {
  if (status === '' || status === 'online') return null;
  const value = ['test', 'brokeroff', 'paused'].includes(status) ? status.toUpperCase() : 'OFFLINE';
  const probe = /^HC\./.test(comment) ? 'hammercloud' : /Switcher/i.test(comment) ? 'switcher' : 'manual';
  return { queue, probe, value, reason: comment, expiration: null, updated };
}
