import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockersOf } from '../../src/planning/readiness/readiness.js';
import { assess, isMigrated, type SiteFacts, type Situation } from '../../src/planning/situation.js';
import { containersOf, stageOf } from '../../src/planning/stages.js';
import { inCommissioning } from '../../src/planning/situation.js';
import type { History, QueueHistory } from '../../src/model/history.js';
import type { OpenOperation } from '../../src/model/operation.js';
import type { QueueEntry, Retirement, Site } from '../../src/model/inventory.js';
import type { Campaign } from '../../src/model/campaign.js';
import { stages } from '../../src/model/plan.js';
import type { QueueRecord } from '../../src/model/record.js';
import { anInventory, anOs, aRetirement, aSite } from '../inventory/builders.js';
import {
  aChange,
  aHistory,
  aMigratedRecord,
  anOpenFlip,
  aQueueHistory,
  aRecord,
  aRequest,
  aVerdict,
  aView,
  flipped,
  monday,
} from './builders.js';

interface Case {
  readonly site?: Partial<Site>;
  readonly campaign?: Partial<Campaign>;
  readonly retirements?: readonly Retirement[];
  readonly records?: readonly QueueRecord[];
  readonly history?: History;
}

function situationOf({
  site = {},
  campaign = {},
  retirements = [],
  records = [aRecord()],
  history = aHistory(),
}: Case): Situation {
  const queues = Object.fromEntries(records.map(({ panda_resource }) => [panda_resource, {}]));
  return assess(
    anInventory({ sites: [aSite('OSCER', { queues, ...site })], campaign, retirements }),
    aView(records),
    history,
    monday,
  );
}

function only({ sites }: Situation): SiteFacts {
  const [facts] = sites;
  if (!facts) throw new Error('no site');
  return facts;
}

function stage(given: Case) {
  const situation = situationOf(given);
  const facts = only(situation);
  return stageOf(facts, blockersOf(facts, situation), situation);
}

function containers(given: Case) {
  const situation = situationOf(given);
  return containersOf(only(situation), stage(given).stage, situation);
}

function withHistory(history: QueueHistory, records: readonly QueueRecord[] = [aMigratedRecord()]): Case {
  return { records, history: aHistory({ queues: { OSCER: history } }) };
}

describe('the queues that count', () => {
  const away: [string, Partial<QueueRecord>, QueueEntry][] = [
    ['OSCER_TEST', {}, {}],
    ['OSCER_TEST_SL7', {}, {}],
    ['OSCER-TEST', {}, {}],
    ['SPECIAL', { type: 'special' }, {}],
    ['OURS', {}, { type: 'special' }],
    ['OUT', {}, { exclude: 'benchmarks' }],
  ];

  it.each(away)('are not %s', (queue, record, entry) => {
    expect(stage({ site: { queues: { [queue]: entry } }, records: [aRecord(queue, record)] }).stage).toBe('leaving');
  });

  it('are those whose type the inventory corrects', () => {
    expect(
      stage({ site: { queues: { Q: { type: 'production' } } }, records: [aRecord('Q', { type: 'special' })] }).stage,
    ).toBe('ready');
  });

  it('do not retire', () => {
    expect(stage({ retirements: [aRetirement('OSCER')] })).toEqual({
      stage: 'leaving',
      reason: 'No queue takes part: OSCER retires.',
    });
  });
});

describe('the stage of a site', () => {
  it("is leaving without queues, and the catalogue's are named", () => {
    expect(stage({ site: { queues: {} } }).reason).toBe('OSCER lists no queue; the catalogue has OSCER there.');
    expect(stage({ site: { queues: {} }, records: [] }).reason).toBe('OSCER lists no queue.');
    const out = { SPECIAL: {}, X_TEST: {}, OUT: { exclude: 'benchmarks' } };
    expect(stage({ site: { queues: out }, records: [aRecord('SPECIAL', { type: 'special' })] }).reason).toBe(
      'No queue takes part: SPECIAL is special, X_TEST is a test queue and OUT is excluded (benchmarks).',
    );
  });

  it('is ready with evidence, request or none', () => {
    expect(stage({})).toEqual({ stage: 'ready', reason: 'os centos7 (site reply, 2019-06-01); no request sent yet.' });
    expect(stage({ history: aHistory({ requests: [aRequest()] }) }).reason).toContain('request sent on 2019-08-01');
    expect(stage({ site: { os: null }, campaign: { ready_when: {} } }).reason).toContain(
      'No readiness rule stands against it',
    );
  });

  it('is blocked with the reasons', () => {
    expect(stage({ site: { os: anOs('sl6'), hold: { because: 'cooling', until: null, by: null } } })).toEqual({
      stage: 'blocked',
      reason: 'OSCER has os sl6 (site reply, 2019-06-01); centos7 is needed. OSCER is held: cooling.',
    });
  });

  it('is partly while some queues are left', () => {
    expect(stage({ records: [aMigratedRecord('A'), aRecord('B')] })).toEqual({
      stage: 'partly',
      reason: '1 of 2 queues has the new pilot, B has not.',
    });
    expect(stage({ records: [aMigratedRecord('A'), aRecord('B', { state: 'DISABLED' })] }).reason).toContain(
      'The record of B is DISABLED.',
    );
  });

  it('is migrated with all queues at the new version', () => {
    expect(stage({ records: [aMigratedRecord()] })).toEqual({ stage: 'migrated', reason: "OSCER is at '2'." });
    expect(stage({ records: [aMigratedRecord('A'), aMigratedRecord('B')] }).reason).toBe("All 2 queues are at '2'.");
  });

  it('is not migrated by a queue beyond the new version, which the campaign may count as done', () => {
    const beyond = aRecord('B', { pilot_version: '3.1' });
    expect(stage({ records: [aMigratedRecord('A'), beyond] })).toEqual({
      stage: 'partly',
      reason: "1 of 2 queues has the new pilot, B has not. B is at '3.1', beyond '2': it is never touched.",
    });
    expect(stage({ records: [beyond] }).stage).toBe('blocked');
    expect(stage({ records: [beyond], campaign: { pilot: { from: '1', to: '2', at: ['2', '3.*'] } } })).toEqual({
      stage: 'migrated',
      reason: "B is at '2' or what counts as it (B at '3.1').",
    });
  });

  it('goes for its other queues while one is beyond', () => {
    expect(stage({ records: [aRecord('A'), aRecord('B', { pilot_version: '3.1' })] }).stage).toBe('ready');
  });

  it('is migrated for a queue adopted lately, with a word on the watch', () => {
    const adopted = {
      queue: 'OSCER',
      site: 'OSCER',
      at: '2019-08-05T06:00:00.000Z',
      changedAt: '2019-08-04T06:00:00.000Z',
      underWatch: true,
    };
    expect(stage(withHistory(aQueueHistory({ adopted })))).toEqual({
      stage: 'migrated',
      reason: "OSCER is at '2'. OSCER changed lately without this ledger: under watch.",
    });
  });

  it('is migrated where the campaign has no pilot track', () => {
    expect(stage({ campaign: { pilot: null } })).toEqual({
      stage: 'migrated',
      reason: 'The campaign has no pilot track.',
    });
  });

  it('is rolledBack when the last settled flip went back', () => {
    const back = aChange({ key: 'pilot2/OSCER/rollback#1', kind: 'rollback', day: '2019-08-03' });
    expect(stage(withHistory(aQueueHistory({ settled: 2, pilot: back }), [aRecord()]))).toEqual({
      stage: 'rolledBack',
      reason:
        'OSCER went back to the old pilot on 2019-08-03. When the cause is gone, `migrate flip OSCER --to 2` brings it on again.',
    });
  });
});

describe('commissioning', () => {
  it('lasts while a flip of this ledger has no good verdict', () => {
    expect(stage(withHistory(flipped()))).toEqual({
      stage: 'commissioning',
      reason: 'OSCER was flipped on 2019-08-02 and has no good verdict yet.',
    });
    expect(stage(withHistory(flipped({ verdict: aVerdict() }))).stage).toBe('migrated');
  });

  it('says what the verdict in force is', () => {
    expect(
      stage(withHistory(flipped({ verdict: aVerdict('site fault', { reason: 'Storage is down.' }) }))).reason,
    ).toContain('; site fault: Storage is down.');
  });

  it('is not ended by a verdict from before the flip', () => {
    expect(
      stage(
        withHistory(
          flipped({
            settled: 3,
            pilot: aChange({ key: 'pilot2/OSCER/flip#2' }),
            verdict: aVerdict('good', { generation: 1 }),
          }),
        ),
      ).stage,
    ).toBe('commissioning');
  });

  it('stays ended when containers are switched after the good verdict', () => {
    const history = flipped({
      settled: 2,
      containers: aChange({ key: 'pilot2/OSCER/containers-off#1', kind: 'containers-off' }),
      verdict: aVerdict(),
    });
    expect(stage(withHistory(history)).stage).toBe('migrated');
  });

  it('is ended for good, for a day, or until the next change, as the operator said', () => {
    const later = { settled: 5, pilot: aChange({ key: 'pilot2/OSCER/flip#4' }) };
    const forADay = (at: string) => flipped({ verdict: aVerdict('good', { ends: { at } }) });
    expect(stage(withHistory(flipped({ ...later, verdict: aVerdict('good', { ends: 'never' }) }))).stage).toBe(
      'migrated',
    );
    expect(
      stage(withHistory(flipped({ ...later, verdict: aVerdict('good', { ends: 'at the next change' }) }))).stage,
    ).toBe('commissioning');
    expect(stage(withHistory(forADay('2019-08-06T00:00:00.000Z'))).stage).toBe('migrated');
    expect(stage(withHistory(forADay('2019-08-05T00:00:00.000Z'))).stage).toBe('commissioning');
  });

  it('begins when a flip may have reached the catalogue', () => {
    const open: OpenOperation = { ...anOpenFlip('2019-08-05T05:59:00.000Z'), state: 'acting' };
    expect(stage(withHistory(aQueueHistory({ open })))).toEqual({
      stage: 'commissioning',
      reason: 'The flip of OSCER is not confirmed yet.',
    });
    expect(
      stage(withHistory(aQueueHistory({ open: { ...open, state: 'intended', sentAt: null } }), [aRecord()])).stage,
    ).toBe('ready');
    const both = aHistory({
      queues: {
        OSCER: flipped(),
        ANALY_OSCER: aQueueHistory({
          open: { ...open, operation: { ...open.operation, kind: 'flip', queue: 'ANALY_OSCER' } },
        }),
      },
    });
    expect(stage({ records: [aMigratedRecord(), aRecord('ANALY_OSCER')], history: both }).reason).toBe(
      'The flip of ANALY_OSCER is not confirmed yet.',
    );
  });
});

describe('the containers of a migrated site', () => {
  const bare = aMigratedRecord('OSCER', { container_type: '' });
  const off = aChange({
    key: 'pilot2/OSCER/containers-off#1',
    kind: 'containers-off',
    before: { container_type: 'singularity:pilot' },
    after: { container_type: '' },
  });

  it('are on where every queue has the pair', () => {
    expect(
      containers({
        records: [aMigratedRecord('A'), aMigratedRecord('B', { container_type: 'docker:job;singularity:pilot' })],
      }),
    ).toBe('on');
  });

  it('are awaited where a queue could have them and has none', () => {
    expect(containers({ records: [aMigratedRecord('A'), { ...bare, panda_resource: 'B' }] })).toBe('awaiting');
  });

  it('are off where this ledger took them off', () => {
    expect(
      containers(
        withHistory(flipped({ settled: 2, containers: off, verdict: aVerdict('good', { generation: 2 }) }), [bare]),
      ),
    ).toBe('off');
  });

  it('are neither where the queue is not ready for them', () => {
    expect(containers({ records: [bare], site: { queues: { OSCER: {} }, os: anOs('sl6') } })).toBeNull();
  });

  it('are no matter before a site is migrated, or without a container track', () => {
    expect(containers({})).toBeNull();
    expect(containers({ records: [bare], campaign: { containers: null } })).toBeNull();
  });
});

describe('any site', () => {
  const record = fc.record({
    pilot_version: fc.constantFrom('1', '2', '', 'current', '3.1'),
    state: fc.constantFrom('ACTIVE', 'DISABLED'),
    type: fc.constantFrom('production', 'analysis', 'special'),
    pilot_manager: fc.constantFrom('Harvester', 'APF'),
  });
  const history = fc.constantFrom(
    null,
    flipped(),
    flipped({ verdict: aVerdict() }),
    flipped({ verdict: aVerdict('pilot fault') }),
    flipped({ pilot: aChange({ kind: 'rollback' }) }),
  );
  const queue = fc.record({
    record: fc.option(record, { freq: 5 }),
    history,
    retires: fc.boolean(),
    excluded: fc.boolean(),
  });
  const site = fc.record({ queues: fc.array(queue, { maxLength: 4 }), ready_on: fc.constantFrom(null, '2019-09-01') });

  it('has exactly one stage: the first of the table whose rule holds', () => {
    fc.assert(
      fc.property(site, ({ queues, ready_on }) => {
        const named = queues.map((queue, index) => ({ ...queue, name: `Q${index}` }));
        const situation = situationOf({
          site: {
            ready_on,
            queues: Object.fromEntries(named.map(({ name, excluded }) => [name, excluded ? { exclude: 'why' } : {}])),
          },
          records: named.flatMap(({ name, record }) => (record ? aRecord(name, record) : [])),
          retirements: named.filter(({ retires }) => retires).map(({ name }) => aRetirement(name)),
          history: aHistory({
            queues: Object.fromEntries(named.flatMap(({ name, history }) => (history ? [[name, history]] : []))),
          }),
        });
        const facts = only(situation);
        const blockers = blockersOf(facts, situation);
        const at = facts.queues.filter(isMigrated).length;
        const rules: Record<(typeof stages)[number], boolean> = {
          leaving: facts.queues.length === 0,
          rolledBack: facts.queues.some(({ history }) => history?.pilot?.kind === 'rollback'),
          commissioning: facts.queues.some((queue) => inCommissioning(queue, monday)),
          migrated: at === facts.queues.length,
          partly: at > 0,
          blocked: blockers.length > 0,
          ready: true,
        };
        const found = stageOf(facts, blockers, situation);
        expect(found.stage).toBe(stages.find((name) => rules[name]));
        expect(found.reason).not.toBe('');
      }),
    );
  });
});
