import type { Case, JournalChange, JournalEntry, Preexisting, StartRecord } from '../../src/referee/case.js';
import type { Site } from '../../src/model/inventory.js';
import type { Campaign } from '../../src/model/campaign.js';
import { aCampaign, anInventory, aRetirement, aSite } from '../inventory/builders.js';

export const monday = Date.parse('2019-09-02T09:00:00+02:00');
const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export function aStart(fields: Partial<StartRecord> = {}): StartRecord {
  return {
    atlas_site: 'A',
    cloud: 'IT',
    country: 'Italy',
    tier_level: 2,
    type: 'production',
    state: 'ACTIVE',
    status: 'online',
    pilot_version: '1',
    pilot_manager: 'Harvester',
    container_type: '',
    manual: null,
    ...fields,
  };
}

let lastId = 0;

function nextId(): number {
  lastId += 1;
  return lastId;
}

/** An effective write of the program: the received write, and the changes it made. */
export function ourWrite(
  key: string,
  queue: string,
  changes: Record<string, readonly [string, string]>,
  at = monday,
): JournalEntry[] {
  const shared = { at, by: 'operator', request: key, agent: 'migrate/test', queue };
  const attributes = Object.fromEntries(Object.entries(changes).map(([what, [, now]]) => [what, now]));
  const write = nextId();
  return [
    {
      kind: 'write',
      id: write,
      ...shared,
      what: 'set_attributes',
      new: JSON.stringify({ attributes }),
      fate: 'effective',
    },
    ...Object.entries(changes).map(([what, [old, now]]): JournalChange => ({
      kind: 'change',
      id: nextId(),
      ...shared,
      what,
      old,
      new: now,
      write,
    })),
  ];
}

export function ourFlip(queue: string, at = monday): JournalEntry[] {
  return ourWrite(`pilot2/${queue}/flip#0`, queue, { pilot_version: ['1', '2'] }, at);
}

export function theirChange(queue: string, what: string, old: string, now: string, at = monday): JournalChange {
  return {
    kind: 'change',
    id: nextId(),
    at,
    by: 'colleague',
    request: '',
    agent: 'web form',
    queue,
    what,
    old,
    new: now,
    write: null,
  };
}

export function rule(value: string): string {
  return JSON.stringify({ value, reason: 'test', expiration: null });
}

export const atOnce = { channel: 'ggus', lead_days: 0, remind_days: 5, template: 'migration-request' } as const;

/** Sites A, B, C with one queue each (qA, qB, qC), ready on every rule; 5 sites a day, no lead time. */
export function aCase(
  journal: readonly JournalEntry[],
  {
    campaign = {},
    sites = {},
    start = {},
    retirements = [],
    preexisting = {},
    done = [],
  }: {
    campaign?: Partial<Campaign>;
    sites?: Partial<Record<'A' | 'B' | 'C', Partial<Site>>>;
    start?: Record<string, Partial<StartRecord>>;
    retirements?: readonly Parameters<typeof aRetirement>[];
    preexisting?: Partial<Preexisting>;
    done?: readonly string[];
  } = {},
): Case {
  const inventory = anInventory({
    campaign: aCampaign({
      requests: atOnce,
      pace: [{ from: null, to: null, sites_per_day: 5, because: null }],
      ...campaign,
    }),
    sites: (['A', 'B', 'C'] as const).map((name) =>
      aSite(name, { slots: 100, queues: { [`q${name}`]: {} }, ...sites[name] }),
    ),
    retirements: retirements.map((given) => aRetirement(...given)),
  });
  const records = new Map(
    ['A', 'B', 'C'].map((name) => [`q${name}`, aStart({ atlas_site: name, ...start[`q${name}`] })]),
  );
  for (const [queue, fields] of Object.entries(start)) if (!records.has(queue)) records.set(queue, aStart(fields));
  return {
    inventory,
    start: records,
    preexisting: { tickets: [], downtimes: [], ...preexisting },
    journal,
    done,
    ourAgent: 'migrate/',
  };
}
