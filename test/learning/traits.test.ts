import { describe, expect, it } from 'vitest';
import { traitsOf } from '../../src/learning/traits.js';
import { anOs, aSite } from '../inventory/builders.js';
import { aChange, aMigratedRecord, aQueueHistory, aRecord, flipped } from '../planning/builders.js';
import type { QueueHistory } from '../../src/model/history.js';
import type { Site } from '../../src/model/inventory.js';
import type { QueueRecord } from '../../src/model/record.js';

function names(record: QueueRecord | null, site: Partial<Site> = {}, history: QueueHistory | null = null) {
  return [
    ...traitsOf({ site: aSite('OSCER', site), cloud: 'US', tier: 2, queues: [{ entry: {}, record, history }] }).keys(),
  ];
}

const detail = {
  elements: [
    { flavour: 'CREAM-CE', state: 'ACTIVE' },
    { flavour: 'ARC-CE', state: 'DISABLED' },
  ],
  copytools: ['rucio', 'LSM'],
  corecount: 1,
  workflow: '',
  cvmfs: true,
};

describe('the traits of a site', () => {
  it('are what its records, the inventory and the evidence say', () => {
    const record = aRecord('OSCER', { detail, container_options: ' -B  /cvmfs ' });
    expect(names(record, { os: anOs('centos7', 'site reply: CentOS 7.4'), traits: { singularity: '2.6' } })).toEqual([
      'cloud US',
      'tier 2',
      'singularity 2.6',
      'os centos7',
      'os version centos 7.4',
      'pilot manager Harvester',
      'resource type GRID',
      'container options -B /cvmfs',
      'container tool singularity',
      'compute element CREAM-CE',
      'copy tool rucio',
      'copy tool lsm',
    ]);
  });

  it('leave out what nobody knows', () => {
    expect(traitsOf({ site: aSite('X', { os: null }), cloud: '', tier: null, queues: [] }).size).toBe(0);
    expect(names(null, { os: { ...anOs(), hint: true } })).toEqual(['cloud US', 'tier 2']);
  });

  it('stay the same through the flip and the remedies of it', () => {
    const before = names(aRecord());
    expect(names(aMigratedRecord(), {}, flipped())).toEqual(before);
    const bare = aQueueHistory({
      settled: 2,
      pilot: aChange(),
      containers: aChange({
        kind: 'containers-off',
        before: { container_type: 'singularity:pilot' },
        after: { container_type: '' },
      }),
    });
    expect(names(aMigratedRecord('OSCER', { container_type: '' }), {}, bare)).toEqual(before);
  });
});
