import { describe, expect, it } from 'vitest';
import { blockersOf, sl6Caveat } from '../../../src/planning/readiness/readiness.js';
import { osReady } from '../../../src/planning/readiness/ready-when.js';
import { assess } from '../../../src/planning/situation.js';
import type { Site } from '../../../src/model/inventory.js';
import type { Campaign } from '../../../src/model/campaign.js';
import type { GridView } from '../../../src/model/plan.js';
import type { History } from '../../../src/model/history.js';
import type { QueueRecord } from '../../../src/model/record.js';
import { anInventory, anOs, aSite } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, aRecord, aRequest, aView, flipped, monday } from '../builders.js';

interface Case {
  readonly site?: Partial<Site>;
  readonly others?: readonly Site[];
  readonly campaign?: Partial<Campaign>;
  readonly records?: readonly QueueRecord[];
  readonly view?: Partial<GridView>;
  readonly history?: History;
}

function situationOf({
  site,
  others = [],
  campaign = {},
  records = [aRecord()],
  view = {},
  history = aHistory(),
}: Case) {
  return assess(
    anInventory({ sites: [aSite('OSCER', site), ...others], campaign }),
    aView(records, view),
    history,
    monday,
  );
}

function blockers(given: Case) {
  const situation = situationOf(given);
  const [facts] = situation.sites;
  return facts ? blockersOf(facts, situation) : [];
}

describe('a ready site', () => {
  it('is blocked by nothing', () => {
    expect(blockers({})).toEqual([]);
  });

  it('is not asked about queues that are at the new version', () => {
    expect(blockers({ records: [aMigratedRecord('OSCER', { pilot_manager: 'APF', state: 'DISABLED' })] })).toEqual([]);
  });
});

describe('ready_when', () => {
  it('names the operating system with its evidence', () => {
    expect(blockers({ site: { os: { is: 'sl6', evidence: 'site reply', on: '2019-07-30' } } })).toEqual([
      {
        rule: 'os',
        sentence: 'OSCER has os sl6 (site reply, 2019-07-30); centos7 is needed.',
        advice: 'When the site has moved, write its new `os` with the evidence into the inventory.',
        clears: null,
      },
    ]);
  });

  it('says that nobody knows the operating system', () => {
    expect(blockers({ site: { os: null } })[0]?.sentence).toBe(
      'The operating system of OSCER is not known; centos7 is needed.',
    );
  });

  it("takes the queue's own operating system before its site's", () => {
    const queues = { A: { os: anOs('sl6') }, B: {} };
    expect(blockers({ site: { queues }, records: [aRecord('A'), aRecord('B')] })[0]?.sentence).toBe(
      'A has os sl6 (site reply, 2019-06-01); centos7 is needed.',
    );
  });

  it('takes any of several values, in any case', () => {
    expect(blockers({ campaign: { ready_when: { os: ['EL9', 'CentOS7'] } } })).toEqual([]);
  });

  it('asks any field of the catalogue, queue by queue', () => {
    const ready_when = { resource_type: ['GRID'] };
    const records = [aRecord('A'), aRecord('B', { resource_type: 'HPC' }), aRecord('C', { resource_type: 'HPC' })];
    expect(blockers({ campaign: { ready_when }, site: { queues: { A: {}, B: {}, C: {} } }, records })).toEqual([
      {
        rule: 'resource_type',
        sentence: "resource_type of B and C is 'HPC'; GRID is needed.",
        advice: 'Have resource_type set in the catalogue first.',
        clears: null,
      },
    ]);
  });

  it('tells of a pilot manager that does not obey what to do', () => {
    expect(blockers({ records: [aRecord('OSCER', { pilot_manager: 'APF' })] })).toEqual([
      {
        rule: 'pilot_manager',
        sentence: "pilot_manager of OSCER is 'APF'; Harvester is needed.",
        advice:
          'APF submits its own pilots whatever pilot_version says: a flip would change nothing. Have the queue moved to Harvester first.',
        clears: null,
      },
    ]);
  });

  it.each(['APF', 'aCT', 'local', 'harvester', ''])('or not, %j is never flipped', (pilot_manager) => {
    expect(
      blockers({ campaign: { ready_when: {} }, records: [aRecord('OSCER', { pilot_manager })] }).map(
        ({ rule }) => rule,
      ),
    ).toEqual(['pilot_manager']);
  });
});

describe('the record', () => {
  it('must be active', () => {
    expect(blockers({ records: [aRecord('OSCER', { state: 'DISABLED' })] })[0]).toMatchObject({
      rule: 'state',
      sentence: 'The record of OSCER is DISABLED.',
    });
  });

  it('must be there, and a renamed one is suggested', () => {
    const given = { site: { queues: { OSCER_SL7: {} } }, records: [aRecord('OSCER_EL7', { atlas_site: 'OSCER' })] };
    expect(blockers(given)).toEqual([
      {
        rule: 'unknown queue',
        sentence: 'The catalogue does not know OSCER_SL7.',
        advice: 'Did you mean OSCER_EL7? Correct the name in the inventory, or take the queue out.',
        clears: null,
      },
    ]);
  });

  it('that somebody set back is not flipped again by itself', () => {
    expect(blockers({ history: aHistory({ queues: { OSCER: flipped() } }) })[0]).toMatchObject({
      rule: 'set back',
      sentence: "OSCER was flipped on 2019-08-02 and is at '1' now: somebody set it back.",
    });
  });
});

describe('what people wrote', () => {
  it('ready_on holds a site until that day, and clears by itself', () => {
    expect(blockers({ site: { ready_on: '2019-08-06' } })).toEqual([
      { rule: 'ready_on', sentence: 'OSCER is ready from 2019-08-06 on.', advice: null, clears: '2019-08-06' },
    ]);
    expect(blockers({ site: { ready_on: '2019-08-05' } })).toEqual([]);
  });

  it('a hold says why, by whom and until when', () => {
    expect(blockers({ site: { hold: { because: 'cooling', until: '2019-08-20', by: 'anna' } } })[0]).toMatchObject({
      rule: 'hold',
      sentence: 'OSCER is held by anna until 2019-08-20: cooling.',
      clears: '2019-08-20',
    });
    expect(blockers({ site: { hold: { because: 'cooling', until: null, by: null } } })[0]).toMatchObject({
      sentence: 'OSCER is held: cooling.',
      clears: null,
    });
    expect(blockers({ site: { hold: { because: 'cooling', until: '2019-08-05', by: null } } })).toEqual([]);
  });
});

describe('a site that goes after another', () => {
  const site = { after: ['TRIUMF'] };
  const others = [aSite('TRIUMF')];

  it('waits while the other is not flipped', () => {
    expect(blockers({ site, others, records: [aRecord(), aRecord('TRIUMF')] })[0]).toMatchObject({
      rule: 'after',
      sentence: 'OSCER goes on a later day than TRIUMF.',
      clears: null,
    });
  });

  it('waits until tomorrow where the other was flipped today', () => {
    const history = aHistory({ queues: { TRIUMF: flipped({ pilot: { ...flippedToday } }) } });
    expect(blockers({ site, others, records: [aRecord(), aMigratedRecord('TRIUMF')], history })[0]).toMatchObject({
      rule: 'after',
      clears: '2019-08-06',
    });
  });

  it('goes when the other was flipped on an earlier day, or by somebody else', () => {
    const records = [aRecord(), aMigratedRecord('TRIUMF')];
    expect(blockers({ site, others, records, history: aHistory({ queues: { TRIUMF: flipped() } }) })).toEqual([]);
    expect(blockers({ site, others, records })).toEqual([]);
  });

  const flippedToday = { ...(flipped().pilot as NonNullable<ReturnType<typeof flipped>['pilot']>), day: '2019-08-05' };
});

describe('a site that declined', () => {
  it('is blocked with its words', () => {
    const history = aHistory({
      requests: [aRequest('OSCER', { state: 'declined', reason: 'no time before September' })],
    });
    expect(blockers({ history })[0]).toMatchObject({
      rule: 'declined',
      sentence: 'OSCER declined on 2019-08-01: no time before September.',
    });
  });
});

describe('containers', () => {
  function ready(given: Case) {
    const situation = situationOf(given);
    return situation.sites.flatMap((facts) => facts.queues.map((queue) => osReady(facts, queue, situation)));
  }

  it('need the operating system that ready_when asks for', () => {
    expect(ready({})).toEqual([true]);
    expect(ready({ site: { os: anOs('sl6') } })).toEqual([false]);
    expect(ready({ site: { os: null } })).toEqual([false]);
  });

  it('need none where ready_when asks for none', () => {
    expect(ready({ site: { os: null }, campaign: { ready_when: {} } })).toEqual([true]);
  });

  it('off: work for SL6 platforms is warned of, where the queue takes it', () => {
    expect(sl6Caveat(aRecord('Q', { cmtconfig: 'x86_64-slc6-gcc62-opt' }))).toContain(
      'SL6-platform work (x86_64-slc6-gcc62-opt)',
    );
    expect(sl6Caveat(aRecord())).toBeNull();
  });
});
