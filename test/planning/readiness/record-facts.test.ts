import { describe, expect, it } from 'vitest';
import { switchable } from '../../../src/inventory/format/schema/campaign.js';
import type { Campaign } from '../../../src/model/campaign.js';
import type { GridView } from '../../../src/model/plan.js';
import type { QueueRecord, RecordDetail } from '../../../src/model/record.js';
import { blockersOf, readinessOf, readinessRules } from '../../../src/planning/readiness/readiness.js';
import { assess, type SiteFacts, type Situation } from '../../../src/planning/situation.js';
import { anInventory } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, anOutage, aRecord, aView, monday } from '../builders.js';

function aDetail(overrides: Partial<RecordDetail> = {}): RecordDetail {
  return {
    elements: [{ flavour: 'HTCONDOR-CE', state: 'ACTIVE' }],
    copytools: ['rucio'],
    corecount: 1,
    workflow: '',
    cvmfs: true,
    ...overrides,
  };
}

/** A queue that every rule lets pass. */
function aReadyRecord(overrides: Partial<QueueRecord> = {}): QueueRecord {
  return aRecord('OSCER', { hc_param: 'OnlyTest', storages: ['OSCER_DATADISK'], detail: aDetail(), ...overrides });
}

function oscer(
  record: QueueRecord,
  campaign: Partial<Campaign> = {},
  downtimes: ReturnType<typeof anOutage>[] = [],
): readonly [SiteFacts, Situation] {
  const situation = assess(anInventory({ campaign }), aView([record], { downtimes }), aHistory(), monday);
  const facts = situation.siteOf.get('OSCER');
  if (!facts) throw new Error('no OSCER');
  return [facts, situation];
}

/** Rules that do not pass, with their results. */
function told(record: QueueRecord, campaign: Partial<Campaign> = {}): readonly string[] {
  return readinessOf(...oscer(record, campaign)).flatMap(({ rule, result }) =>
    result === 'pass' ? [] : [`${result} ${rule.name}`],
  );
}

describe('the table of readiness', () => {
  it('has a sentence, a source and a name of its own for every rule', () => {
    expect(new Set(readinessRules.map(({ name }) => name)).size).toBe(readinessRules.length);
    for (const { sentence, source } of readinessRules)
      expect([sentence, source]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\w/)]);
  });

  it('can be switched by the campaign, but for what the inventory itself says', () => {
    expect(readinessRules.flatMap(({ name, fixed }) => (fixed ? [] : [name]))).toEqual([...switchable]);
  });

  it('passes a queue that has everything', () => {
    expect(told(aReadyRecord())).toEqual([]);
  });

  it.each<[string, Partial<QueueRecord>]>([
    ['hammercloud', { hc_param: 'AutoExclusion' }],
    ['compute elements', { detail: aDetail({ elements: [{ flavour: 'ARC-CE', state: 'DISABLED' }] }) }],
    ['compute elements', { detail: aDetail({ elements: [{ flavour: 'CREAM-CE', state: 'ACTIVE' }] }) }],
    ['copy tools', { detail: aDetail({ copytools: ['lcgcp', 'dq2'] }) }],
    ['storage', { storages: [] }],
    ['memory monitor', { detail: aDetail({ cvmfs: false }) }],
    ['resource plug-in', { resource_type: 'hpc_special' }],
    ['resource plug-in', { detail: aDetail({ workflow: 'push_edge' }) }],
    ['container options', { container_options: "-B '/cvmfs" }],
    ['container options', { container_options: 'cvmfs' }],
    ['container pairs', { container_type: 'Singularity:pilot' }],
    ['core number', { capability: 'mcore' }],
    ['core number', { capability: 'mcorehimem', detail: aDetail({ corecount: null }) }],
  ])('warns by %s of %j', (rule, overrides) => {
    expect(told(aReadyRecord(overrides))).toEqual([`warn ${rule}`]);
  });

  it('warns of a list of log patterns that is none, and of jobs that failed by large logs', () => {
    const warned = (more: Partial<GridView>): readonly string[] => {
      const [facts, situation] = oscer(aReadyRecord());
      const known = { ...situation, view: { ...situation.view, ...more } };
      return readinessOf(facts, known).flatMap(({ found }) => found.map(({ sentence }) => sentence));
    };
    expect(warned({ logPatterns: { place: '/cvmfs/list', problems: [] } })).toEqual([]);
    expect(warned({ logPatterns: { place: '/cvmfs/list', problems: ['it has no pattern'] } })).toEqual([
      '/cvmfs/list: it has no pattern.',
    ]);
    expect(warned({ largeLogs: new Map([['OSCER', { jobs: 100, large: 2 }]]) })).toEqual([]);
    expect(warned({ largeLogs: new Map([['OSCER', { jobs: 100, large: 3 }]]) })).toEqual([
      '3 of 100 jobs of OSCER failed by large logs within a day.',
    ]);
  });

  it('warns of an outage of today', () => {
    const [facts, situation] = oscer(aReadyRecord(), {}, [
      anOutage('OSCER', '2019-08-05T00:00:00Z', '2019-08-06T00:00:00Z'),
    ]);
    expect(readinessOf(facts, situation).find(({ rule }) => rule.name === 'downtime')?.result).toBe('warn');
  });

  it('says nothing of what a record does not tell', () => {
    expect(told(aRecord('OSCER', { hc_param: '' }))).toEqual([]);
  });

  it('has warnings that stop nothing until the campaign makes them block, or puts them off', () => {
    const record = aReadyRecord({ hc_param: 'AutoExclusion' });
    expect(blockersOf(...oscer(record))).toEqual([]);
    expect(blockersOf(...oscer(record, { readiness: { hammercloud: 'block' } }))).toMatchObject([
      { rule: 'hammercloud' },
    ]);
    expect(told(record, { readiness: { hammercloud: 'off' } })).toEqual([]);
    const local = aReadyRecord({ pilot_manager: 'APF' });
    expect(told(local, { ready_when: {} })).toEqual(['block pilot_manager']);
    expect(told(local, { ready_when: {}, readiness: { pilot_manager: 'warn' } })).toEqual(['warn pilot_manager']);
  });

  it('passes a site with nothing left to flip', () => {
    expect(told(aMigratedRecord('OSCER', { hc_param: 'AutoExclusion' }))).toEqual([]);
  });
});
