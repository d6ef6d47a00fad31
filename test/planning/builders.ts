import { instant, localDate } from '../../src/model/dates.js';
import type { History, QueueHistory, RequestFact, Verdict } from '../../src/model/history.js';
import type { OpenOperation, Operation, SettledChange } from '../../src/model/operation.js';
import type { GridView } from '../../src/model/plan.js';
import type { Downtime, QueueRecord, StatusRule } from '../../src/model/record.js';

/** Monday, 5 August 2019, 08:00 in Zurich. */
export const monday = Date.parse('2019-08-05T06:00:00Z');
export const dayMs = 86_400_000;

/** An online CentOS7 production queue on Pilot 1 with the wrapper's containers; ATLAS site of its own name. */
export function aRecord(queue = 'OSCER', overrides: Partial<QueueRecord> = {}): QueueRecord {
  return {
    panda_resource: queue,
    nickname: queue,
    atlas_site: queue,
    rc_site: queue,
    cloud: 'US',
    country: 'USA',
    tier_level: 2,
    type: 'production',
    capability: 'score',
    resource_type: 'GRID',
    state: 'ACTIVE',
    status: 'online',
    comment: '',
    pilot_version: '1',
    pilot_manager: 'Harvester',
    container_type: 'singularity:wrapper',
    container_options: '',
    catchall: '',
    hc_param: 'AutoExclusion',
    cmtconfig: 'x86_64-centos7-gcc8-opt',
    compute_elements: [],
    storages: [],
    last_modified: '2019-07-01T00:00:00.000Z',
    ...overrides,
  };
}

/** A queue on Pilot 2 with its containers on. */
export function aMigratedRecord(queue = 'OSCER', overrides: Partial<QueueRecord> = {}): QueueRecord {
  return aRecord(queue, { pilot_version: '2', container_type: 'singularity:pilot', ...overrides });
}

/** A grid of these queues; no rules, downtimes, requests; no monitor. */
export function aView(records: readonly QueueRecord[] = [aRecord()], overrides: Partial<GridView> = {}): GridView {
  return {
    records: new Map(records.map((record) => [record.panda_resource, record])),
    rules: new Map(),
    downtimes: [],
    activity: null,
    requests: [],
    ...overrides,
  };
}

export function aManualRule(value = 'BROKEROFF', overrides: Partial<StatusRule> = {}): StatusRule {
  return { probe: 'manual', value, reason: 'anna: no manpower', expiration: null, updated: null, ...overrides };
}

export function anOutage(atlasSite: string, start: string, end: string): Downtime {
  return { atlas_site: atlasSite, start, end, severity: 'OUTAGE', description: 'power cut' };
}

export function aRequest(site = 'OSCER', overrides: Partial<RequestFact> = {}): RequestFact {
  return {
    site,
    step: 'migration',
    round: 1,
    state: 'sent',
    since: '2019-08-01T08:00:00.000Z',
    ref: '#4711',
    by: 'anna',
    reason: null,
    ...overrides,
  };
}

/** A past in which every site of `requests` was asked, and the queues have these histories. */
export function aHistory(
  past: {
    queues?: Readonly<Record<string, QueueHistory>>;
    requests?: readonly RequestFact[];
    openRequests?: readonly OpenOperation[];
    pauses?: History['pauses'];
    verdicts?: History['verdicts'];
    lifts?: History['lifts'];
    claims?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  } = {},
): History {
  const sites = new Map<string, { requests: RequestFact[] }>();
  for (const fact of past.requests ?? []) {
    sites.set(fact.site, { requests: [...(sites.get(fact.site)?.requests ?? []), fact] });
  }
  const claims = Object.entries(past.claims ?? {}).map(
    ([pool, members]) => [pool, new Map(Object.entries(members))] as const,
  );
  return {
    queues: new Map(Object.entries(past.queues ?? {})),
    sites,
    pauses: past.pauses ?? [],
    verdicts: past.verdicts ?? [],
    lifts: past.lifts ?? [],
    openRequests: new Map((past.openRequests ?? []).map((open) => [open.operation.key, open])),
    claims: new Map(claims),
  };
}

export function aQueueHistory(overrides: Partial<QueueHistory> = {}): QueueHistory {
  return {
    settled: 0,
    pilot: null,
    containers: null,
    status: null,
    open: null,
    verdict: null,
    adopted: null,
    ...overrides,
  };
}

/** A change of this ledger, settled `done`; Pilot 1 with the wrapper's containers to Pilot 2 unless told otherwise. */
export function aChange(overrides: Partial<SettledChange> = {}): SettledChange {
  return {
    key: 'pilot2/OSCER/flip#0',
    kind: 'flip',
    before: { pilot_version: '1', container_type: 'singularity:wrapper' },
    after: { pilot_version: '2', container_type: 'singularity:pilot' },
    at: '2019-08-02T08:00:00.000Z',
    effectiveAt: '2019-08-02T08:30:00.000Z',
    day: '2019-08-02',
    actor: 'anna',
    outcome: 'done',
    ...overrides,
  };
}

/** A queue flipped on Friday, 2 August, and not judged yet. */
export function flipped(overrides: Partial<QueueHistory> = {}): QueueHistory {
  return aQueueHistory({ settled: 1, pilot: aChange(), ...overrides });
}

/** A flip of OSCER that has been sent and not confirmed. */
export function anOpenFlip(since: string): OpenOperation {
  const operation: Operation = {
    key: 'pilot2/OSCER/flip#0',
    kind: 'flip',
    subject: 'OSCER',
    site: 'OSCER',
    queue: 'OSCER',
    before: {},
    after: {},
    reason: '',
    claims: [],
    inputsFingerprint: '',
  };
  return { operation, state: 'unconfirmed', attempt: 1, sentAt: since, actor: 'anna', holder: 'anna@desk 1', since };
}

export function aVerdict(verdict: Verdict['verdict'] = 'good', overrides: Partial<Verdict> = {}): Verdict {
  return {
    queue: 'OSCER',
    generation: 1,
    verdict,
    reason: '20 of 20 jobs finished.',
    at: '2019-08-03T08:00:00.000Z',
    by: 'commissioning',
    ends: null,
    ...overrides,
  };
}

/** The world after an operation on a queue was carried out: record, history and claims follow. */
export function carriedOut(
  operation: Operation,
  view: GridView,
  history: History,
  nowMs: number,
): { view: GridView; history: History } {
  const records = new Map(view.records);
  const rules = new Map(view.rules);
  const queues = new Map(history.queues);
  const claims = new Map(history.claims);
  const queue = operation.queue ?? '';
  const record = records.get(queue) ?? aRecord(queue);
  const { manual_rule: value, ...attributes } = operation.after;
  records.set(queue, { ...record, ...attributes });
  if (value !== undefined) rules.set(queue, [aManualRule(value, { reason: `[${operation.key}]` })]);
  for (const { pool, member, amount } of operation.claims)
    claims.set(pool, new Map(claims.get(pool)).set(member, amount));
  const known = queues.get(queue) ?? aQueueHistory();
  const track = {
    flip: 'pilot',
    rollback: 'pilot',
    'containers-off': 'containers',
    'containers-on': 'containers',
    brokeroff: 'status',
    off: 'status',
    online: 'status',
    request: 'status',
  } as const;
  const { key, kind, before, after } = operation;
  const at = instant(nowMs);
  const change = {
    key,
    kind,
    before,
    after,
    at,
    effectiveAt: at,
    day: localDate(nowMs, 'Europe/Zurich'),
    actor: 'anna',
    outcome: 'done',
  } as const;
  queues.set(queue, { ...known, settled: known.settled + 1, open: null, [track[kind]]: change });
  return { view: { ...view, records, rules }, history: { ...history, queues, claims } };
}
