import { describe, expect, it } from 'vitest';
import { brokeroffIntent, containersIntent, offIntent } from '../../../src/planning/requested/changes.js';
import type { Intent } from '../../../src/planning/requested/carry.js';
import { flipIntent } from '../../../src/planning/requested/flip.js';
import { assess } from '../../../src/planning/situation.js';
import type { History } from '../../../src/model/history.js';
import type { Inventory } from '../../../src/model/inventory.js';
import type { OpenOperation, Operation } from '../../../src/model/operation.js';
import type { GridView } from '../../../src/model/plan.js';
import { aCampaign, anInventory, anOs, aRetirement, aSite } from '../../inventory/builders.js';
import {
  aChange,
  aHistory,
  aManualRule,
  aMigratedRecord,
  anOutage,
  aQueueHistory,
  aRecord,
  aRequest,
  aView,
  dayMs,
  flipped,
  monday,
} from '../builders.js';

interface Case {
  readonly inventory?: Inventory;
  readonly view?: GridView;
  readonly history?: History;
  readonly nowMs?: number;
}

function situationOf({ inventory = anInventory(), view = aView(), history = aHistory(), nowMs = monday }: Case) {
  return assess(inventory, view, history, nowMs);
}

function flip(wanted: readonly string[], given: Case = {}, version = '2'): Intent {
  return flipIntent(situationOf(given), wanted, { version, reason: 'as agreed', early: true });
}

function keys({ operations }: Intent): readonly string[] {
  return operations.map(({ key }) => key);
}

function sentences({ refusals }: Intent): readonly string[] {
  return refusals.map(({ sentence }) => sentence);
}

const twoSites = anInventory({
  sites: [
    aSite('NET2', {
      atlas_sites: ['BU', 'HU'],
      queues: { BU_Q: {}, HU_Q: {}, HU_TEST: {}, HU_OUT: { exclude: 'benchmarks' }, HU_SPECIAL: {}, HU_OLD: {} },
    }),
    aSite('OSCER'),
  ],
  retirements: [aRetirement('HU_OLD'), aRetirement('ELSEWHERE')],
});
const twoSitesView = aView([
  aRecord('BU_Q', { atlas_site: 'BU', nickname: 'BU_Q-condor' }),
  aRecord('HU_Q', { atlas_site: 'HU' }),
  aRecord('HU_SPECIAL', { atlas_site: 'HU', type: 'special' }),
  aRecord('HU_NEW', { atlas_site: 'HU' }),
  aRecord('OSCER'),
]);
const two: Case = { inventory: twoSites, view: twoSitesView };

describe('an operator names', () => {
  it('a site, an ATLAS site, or a queue', () => {
    expect(keys(flip(['NET2'], two))).toEqual(['pilot2/BU_Q/flip#0', 'pilot2/HU_Q/flip#0']);
    expect(keys(flip(['HU'], two))).toEqual(['pilot2/HU_Q/flip#0']);
    expect(keys(flip(['BU_Q'], two))).toEqual(['pilot2/BU_Q/flip#0']);
  });

  it('the same queue twice, and means it once', () => {
    expect(keys(flip(['BU_Q', 'NET2', 'HU_Q'], two))).toEqual(['pilot2/BU_Q/flip#0', 'pilot2/HU_Q/flip#0']);
  });

  it.each([
    ['NET', 'Neither a site nor a queue of the inventory is named NET.', 'Did you mean NET2?'],
    ['BU_Q-condor', 'Neither a site nor a queue of the inventory is named BU_Q-condor.', 'It is the nickname of BU_Q.'],
    [
      'SOMETHING',
      'Neither a site nor a queue of the inventory is named SOMETHING.',
      'Look the name up in the inventory.',
    ],
    ['HU_NEW', 'HU_NEW is in the catalogue, but not in the inventory.', 'List it under its site first.'],
    ['HU_OLD', 'HU_OLD retires.', 'Take it out of `retirements` first.'],
    ['ELSEWHERE', 'ELSEWHERE retires.', 'Take it out of `retirements` first.'],
    ['HU_OUT', 'HU_OUT is excluded: benchmarks.', 'Take `exclude` out of the inventory first.'],
    ['HU_TEST', 'HU_TEST is a test queue: it takes no part in the campaign.', 'Change it in the catalogue by hand.'],
    [
      'HU_SPECIAL',
      'HU_SPECIAL is a special queue: it takes no part in the campaign.',
      'Change it in the catalogue by hand.',
    ],
  ])('%s in vain', (subject, sentence, advice) => {
    expect(flip([subject], two)).toEqual({
      operations: [],
      already: [],
      refusals: [{ subject, sentence, advice, ...(sentence.startsWith('Neither') && { isUnknown: true }) }],
    });
  });

  it.each([
    ['OSCER was not asked beforehand.', []],
    ['OSCER was promised time until 2019-08-08.', [aRequest('OSCER', { since: '2019-08-05T08:00:00.000Z' })]],
    ['Whether OSCER was asked is not known.', [aRequest('OSCER', { state: 'unconfirmed' })]],
    [null, [aRequest('OSCER', { since: '2019-08-01T08:00:00.000Z' })]],
    [null, [aRequest('OSCER', { state: 'accepted' })]],
  ])('a site, and is told what the order goes ahead of: %s', (caveat, requests) => {
    const { operations } = flip(['OSCER'], { history: aHistory({ requests }) });
    expect(operations[0]?.reason).toBe(caveat === null ? 'as agreed' : `as agreed. ${caveat}`);
  });

  it('a site without queues that count in vain', () => {
    expect(
      sentences(flip(['X'], { inventory: anInventory({ sites: [aSite('X', { queues: { X_TEST: {} } })] }) })),
    ).toEqual(['No queue of X takes part in the campaign.']);
  });
});

describe('a flip by order', () => {
  it('claims its share', () => {
    expect(flip(['OSCER']).operations).toMatchObject([
      {
        key: 'pilot2/OSCER/flip#0',
        reason: 'as agreed. OSCER was not asked beforehand.',
        claims: [{ pool: 'sites/2019-08-05', member: 'OSCER', limit: 5 }],
      },
    ]);
  });

  it('says that what is done is done', () => {
    expect(flip(['OSCER'], { view: aView([aMigratedRecord()]) })).toEqual({
      operations: [],
      already: [
        {
          key: 'pilot2/OSCER/flip#0',
          queue: 'OSCER',
          site: 'OSCER',
          kind: 'flip',
          outcome: 'already',
          message: "OSCER is at '2' already.",
        },
      ],
      refusals: [],
    });
  });

  it('is refused where readiness stands against it', () => {
    const inventory = anInventory({ sites: [aSite('OSCER', { os: anOs('sl6') })] });
    expect(flip(['OSCER'], { inventory }).refusals).toEqual([
      {
        subject: 'OSCER',
        sentence: 'OSCER has os sl6 (site reply, 2019-06-01); centos7 is needed.',
        advice: 'When the site has moved, write its new `os` with the evidence into the inventory.',
      },
    ]);
  });

  it('asks the queues that were named only', () => {
    const inventory = anInventory({ sites: [aSite('S', { queues: { A: {}, B: { os: anOs('sl6') } } })] });
    const view = aView([aRecord('A'), aRecord('B')]);
    expect(keys(flip(['A'], { inventory, view }))).toEqual(['pilot2/A/flip#0']);
    expect(flip(['S'], { inventory, view }).operations).toEqual([]);
  });

  it('flips again what somebody set back, or what was rolled back', () => {
    expect(keys(flip(['OSCER'], { history: aHistory({ queues: { OSCER: flipped() } }) }))).toEqual([
      'pilot2/OSCER/flip#1',
    ]);
    const back = aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback', key: 'pilot2/OSCER/rollback#1' }) });
    expect(keys(flip(['OSCER'], { history: aHistory({ queues: { OSCER: back } }) }))).toEqual(['pilot2/OSCER/flip#2']);
  });

  it('takes note of one that was rolled back and that somebody flipped by hand', () => {
    const back = aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback', key: 'pilot2/OSCER/rollback#1' }) });
    expect(
      flip(['OSCER'], { view: aView([aMigratedRecord()]), history: aHistory({ queues: { OSCER: back } }) }).operations,
    ).toMatchObject([{ key: 'pilot2/OSCER/flip#2', before: { pilot_version: '2' }, after: { pilot_version: '2' } }]);
  });

  it('keeps pace and limits over all sites that were named', () => {
    const pace = [{ from: null, to: null, sites_per_day: 1, because: 'vacation period' }];
    const given = { inventory: { ...twoSites, campaign: aCampaign({ pace }) }, view: twoSitesView };
    const answer = flip(['NET2', 'OSCER'], given);
    expect(keys(answer)).toEqual(['pilot2/BU_Q/flip#0', 'pilot2/HU_Q/flip#0']);
    expect(sentences(answer)).toEqual(['2019-08-05 takes 1 and has them: vacation period.']);
  });

  it('is refused at a weekend, in an outage, on a holiday of the country, beyond a limit', () => {
    expect(sentences(flip(['OSCER'], { nowMs: monday - dayMs }))).toEqual([
      '2019-08-04 takes no site: 2019-08-04 is a Sunday, not a working day.',
    ]);
    const view = aView([aRecord()], { downtimes: [anOutage('OSCER', '2019-08-05T04:00:00Z', '2019-08-05T20:00:00Z')] });
    expect(sentences(flip(['OSCER'], { view }))[0]).toContain('OSCER has a downtime of OSCER');
    const holiday = anInventory({ campaign: { holidays: [{ on: '2019-08-05', country: 'US' }] } });
    expect(sentences(flip(['OSCER'], { inventory: holiday }))).toEqual(['2019-08-05 is a holiday in USA.']);
    const limited = anInventory({ campaign: { limits: { ...aCampaign().limits, slots_per_day: 100 } } });
    expect(sentences(flip(['OSCER'], { inventory: limited }))).toEqual([
      'The limit of 100 for slots/2019-08-05 leaves no room.',
    ]);
  });

  it('is refused for a pilot that the campaign does not know', () => {
    expect(flip(['OSCER'], {}, '3').refusals).toEqual([
      { subject: '3', sentence: 'Campaign pilot2 knows no pilot 3.', advice: 'Its pilots: 1 and 2.' },
    ]);
    expect(flip(['OSCER'], { inventory: anInventory({ campaign: { pilot: null } }) }).refusals[0]?.advice).toBe(
      'Its pilots: none.',
    );
  });

  it('is refused for a queue that the catalogue lost', () => {
    const given = { inventory: anInventory(), view: aView([]) };
    expect(sentences(flip(['OSCER'], given))).toEqual(['The catalogue does not know OSCER.']);
    expect(sentences(flip(['OSCER'], given, '1'))).toEqual(['The catalogue does not know OSCER.']);
  });
});

describe('a roll back by order', () => {
  const migrated = { view: aView([aMigratedRecord()]) };

  it('restores what stood before the flip, without asking pace or readiness', () => {
    const given = {
      ...migrated,
      history: aHistory({ queues: { OSCER: flipped() } }),
      inventory: anInventory({ sites: [aSite('OSCER', { os: anOs('sl6') })] }),
      nowMs: monday - dayMs,
    };
    expect(flip(['OSCER'], given, '1').operations).toMatchObject([
      {
        key: 'pilot2/OSCER/rollback#1',
        after: { pilot_version: '1', container_type: 'singularity:wrapper' },
        claims: [],
      },
    ]);
  });

  it('asks for the values where nobody stored them', () => {
    expect(flip(['OSCER'], migrated, '1').refusals[0]).toMatchObject({
      advice: expect.stringContaining('--value') as string,
    });
    const values = { pilot_version: '1', container_type: '' };
    expect(
      flipIntent(situationOf(migrated), ['OSCER'], { version: '1', reason: 'as agreed', values }).operations,
    ).toMatchObject([{ after: values, reason: 'as agreed' }]);
  });
});

describe('containers by order', () => {
  const on = { view: aView([aMigratedRecord('OSCER', { cmtconfig: 'x86_64-slc6-gcc62-opt' })]) };

  it('go off with the reason given, and the caveat for SL6 platforms', () => {
    const [off] = containersIntent(situationOf(on), ['OSCER'], 'off', 'Jobs fail with 1340.').operations;
    expect(off).toMatchObject({ key: 'pilot2/OSCER/containers-off#0', after: { container_type: '' }, claims: [] });
    expect(off?.reason).toMatch(/^Jobs fail with 1340\. OSCER also takes SL6-platform work/);
  });

  it('come on for the first time within the pace', () => {
    const view = aView([aMigratedRecord('OSCER', { container_type: '' })]);
    expect(containersIntent(situationOf({ view }), ['OSCER'], 'on', 'ready').operations).toMatchObject([
      { claims: [{ pool: 'containers/2019-08-05' }] },
    ]);
    expect(
      sentences(containersIntent(situationOf({ view, nowMs: monday - dayMs }), ['OSCER'], 'on', 'ready'))[0],
    ).toContain('2019-08-04 takes no site');
  });

  it('come back at any time where this ledger took them off', () => {
    const off = aChange({
      key: 'pilot2/OSCER/containers-off#1',
      kind: 'containers-off',
      before: { container_type: 'singularity:pilot ' },
      after: { container_type: '' },
    });
    const given = {
      view: aView([aMigratedRecord('OSCER', { container_type: '' })]),
      history: aHistory({ queues: { OSCER: flipped({ settled: 2, containers: off }) } }),
      nowMs: monday - dayMs,
    };
    expect(containersIntent(situationOf(given), ['OSCER'], 'on', 'fixed').operations).toMatchObject([
      { after: { container_type: 'singularity:pilot ' }, claims: [] },
    ]);
  });

  it('are refused without the operating system that they need', () => {
    const inventory = anInventory({ sites: [aSite('OSCER', { os: anOs('sl6') })] });
    expect(sentences(containersIntent(situationOf({ inventory }), ['OSCER'], 'on', 'ready'))).toEqual([
      'OSCER is not known to run centos7, which containers need.',
    ]);
  });

  it('are refused in a campaign without a container track', () => {
    const inventory = anInventory({ campaign: { containers: null } });
    expect(sentences(containersIntent(situationOf({ inventory }), ['OSCER'], 'off', 'x'))).toEqual([
      'Campaign pilot2 has no container track.',
    ]);
  });
});

describe('an open operation', () => {
  const [flipping] = flip(['OSCER']).operations;
  if (!flipping) throw new Error('no operation');

  function open(operation: Operation, overrides: Partial<OpenOperation> = {}): History {
    const unconfirmed: OpenOperation = {
      operation,
      state: 'unconfirmed',
      attempt: 1,
      sentAt: '2019-08-05T05:30:00.000Z',
      actor: 'anna',
      holder: 'anna@desk 1',
      since: '2019-08-05T05:30:00.000Z',
    };
    return aHistory({ queues: { OSCER: aQueueHistory({ open: { ...unconfirmed, ...overrides } }) } });
  }

  it('of the same kind is carried on as it is', () => {
    expect(flip(['OSCER'], { history: open(flipping) }).operations).toEqual([flipping]);
  });

  it('gives way to containers off when the in-flight window has passed, wherever its write has come to', () => {
    const [off] = containersIntent(situationOf({ history: open(flipping) }), ['OSCER'], 'off', 'Jobs fail.').operations;
    expect(off).toMatchObject({
      key: 'pilot2/OSCER/containers-off#1',
      supersedes: 'pilot2/OSCER/flip#0',
      before: { container_type: 'singularity:wrapper' },
      orBefore: { container_type: 'singularity:pilot' },
      after: { container_type: '' },
    });
  });

  it('gives way to its own roll back', () => {
    expect(flip(['OSCER'], { history: open(flipping) }, '1').operations).toMatchObject([
      {
        key: 'pilot2/OSCER/rollback#1',
        supersedes: 'pilot2/OSCER/flip#0',
        before: flipping.before,
        orBefore: flipping.after,
        after: flipping.before,
      },
    ]);
  });

  it('gives way to nothing while it may be in flight', () => {
    const history = open(flipping, { sentAt: '2019-08-05T05:55:00.000Z' });
    expect(containersIntent(situationOf({ history }), ['OSCER'], 'off', 'Jobs fail.').refusals).toEqual([
      {
        subject: 'OSCER',
        sentence: 'pilot2/OSCER/flip#0 was sent at 2019-08-05T05:55:00.000Z and may still be in flight.',
        advice: 'Try again after 2019-08-05T06:05:00.000Z.',
      },
    ]);
  });

  it('gives way at once where nothing was sent', () => {
    expect(
      keys(
        containersIntent(
          situationOf({ history: open(flipping, { state: 'intended', sentAt: null }) }),
          ['OSCER'],
          'off',
          'x',
        ),
      ),
    ).toEqual(['pilot2/OSCER/containers-off#1']);
  });

  it('of containers or status counts as settled in what replaces it', () => {
    const off: Operation = {
      ...flipping,
      key: 'pilot2/OSCER/containers-off#0',
      kind: 'containers-off',
      queue: 'OSCER',
      before: { container_type: 'singularity:pilot ' },
      after: { container_type: '' },
    };
    const given = {
      view: aView([aMigratedRecord('OSCER', { container_type: 'singularity:pilot ' })]),
      history: open(off),
    };
    expect(containersIntent(situationOf(given), ['OSCER'], 'on', 'x').operations).toMatchObject([
      {
        supersedes: 'pilot2/OSCER/containers-off#0',
        orBefore: { container_type: '' },
        after: { container_type: 'singularity:pilot ' },
      },
    ]);
    const brokeroff: Operation = {
      ...flipping,
      key: 'pilot2/OSCER/brokeroff#0',
      kind: 'brokeroff',
      queue: 'OSCER',
      before: { manual_rule: '' },
      after: { manual_rule: 'BROKEROFF' },
    };
    expect(
      containersIntent(
        situationOf({ view: aView([aMigratedRecord()]), history: open(brokeroff) }),
        ['OSCER'],
        'off',
        'x',
      ).operations,
    ).toMatchObject([
      {
        supersedes: 'pilot2/OSCER/brokeroff#0',
        before: { container_type: 'singularity:pilot' },
        after: { container_type: '' },
      },
    ]);
  });

  it('that leaves nothing to do is not replaced', () => {
    const off: Operation = {
      ...flipping,
      key: 'pilot2/OSCER/containers-off#0',
      kind: 'containers-off',
      queue: 'OSCER',
      before: { container_type: '' },
      after: { container_type: '' },
    };
    expect(flip(['OSCER'], { view: aView([aMigratedRecord()]), history: open(off) }).already).toMatchObject([
      { outcome: 'already' },
    ]);
  });
});

describe('a batch of retirements', () => {
  const inventory = anInventory({
    sites: [],
    retirements: [
      aRetirement('NOW'),
      aRetirement('THEN', { on: '2019-08-15' }),
      aRetirement('ALONE', { on: '2019-08-15' }),
    ],
  });
  const view = aView([aRecord('NOW'), aRecord('THEN'), aRecord('ALONE', { type: 'analysis' })]);

  function brokeroff(date: string, early = false, history = aHistory()) {
    return brokeroffIntent(situationOf({ inventory, view, history }), date, { early });
  }

  it('holds what is due by its date', () => {
    expect(keys(brokeroff('2019-08-05'))).toEqual(['pilot2/NOW/brokeroff#0']);
  });

  it('is refused before its date, unless early', () => {
    expect(brokeroff('2019-08-15')).toMatchObject({
      operations: [],
      refusals: [{ subject: '2019-08-15', sentence: '2019-08-15 is still to come; today is 2019-08-05.' }],
    });
    expect(keys(brokeroff('2019-08-15', true))).toEqual(['pilot2/NOW/brokeroff#0', 'pilot2/THEN/brokeroff#0']);
  });

  it('shows what is held, with the reason', () => {
    expect(brokeroff('2019-08-15').retirements.map(({ queue, held }) => [queue, held !== undefined])).toEqual([
      ['NOW', false],
      ['THEN', false],
      ['ALONE', true],
    ]);
  });

  it('carries on what is open', () => {
    const [operation] = brokeroff('2019-08-05').operations;
    if (!operation) throw new Error('no operation');
    const sent: OpenOperation = {
      operation: { ...operation, reason: 'as sent' },
      state: 'acting',
      attempt: 1,
      sentAt: '2019-08-05T05:55:00.000Z',
      actor: 'anna',
      holder: 'x',
      since: '2019-08-05T05:55:00.000Z',
    };
    expect(
      brokeroff('2019-08-05', false, aHistory({ queues: { NOW: aQueueHistory({ open: sent }) } })).operations,
    ).toEqual([sent.operation]);
  });
});

describe('off by order', () => {
  const inventory = anInventory({ sites: [], retirements: [aRetirement('A'), aRetirement('B')] });
  const ours = (queue: string) =>
    [queue, [aManualRule('BROKEROFF', { reason: `[pilot2/${queue}/brokeroff#0]` })]] as const;
  const activity = new Map([
    ['A', { activated: 0, running: 0 }],
    ['B', { activated: 1, running: 0 }],
  ]);
  const view = aView([aRecord('A'), aRecord('B')], { rules: new Map([ours('A'), ours('B')]), activity });

  it('takes all drained queues, or those named', () => {
    expect(keys(offIntent(situationOf({ inventory, view }), []))).toEqual(['pilot2/A/off#0']);
    expect(sentences(offIntent(situationOf({ inventory, view }), ['B']))).toEqual([
      'B is not drained: 1 activated or running jobs are left.',
    ]);
  });

  it("leaves alone what is drained by somebody else's rule, unless it is named", () => {
    const theirs = { ...view, rules: new Map([['A', [aManualRule()]]]) };
    expect(offIntent(situationOf({ inventory, view: theirs }), [])).toEqual({
      operations: [],
      already: [],
      refusals: [],
    });
    expect(sentences(offIntent(situationOf({ inventory, view: theirs }), ['A']))[0]).toContain(
      'a manual rule of somebody else',
    );
  });

  it('takes no queue that does not retire', () => {
    expect(sentences(offIntent(situationOf({ inventory, view }), ['C']))).toEqual(['There is no queue C.']);
    expect(sentences(offIntent(situationOf({ inventory, view: aView([aRecord('C')]) }), ['C']))).toEqual([
      'C does not retire.',
    ]);
  });

  it('carries on what is open', () => {
    const [operation] = offIntent(situationOf({ inventory, view }), ['A']).operations;
    if (!operation) throw new Error('no operation');
    const sent: OpenOperation = {
      operation,
      state: 'acting',
      attempt: 1,
      sentAt: '2019-08-05T05:55:00.000Z',
      actor: 'anna',
      holder: 'x',
      since: '2019-08-05T05:55:00.000Z',
    };
    const history = aHistory({ queues: { A: aQueueHistory({ open: sent }) } });
    expect(offIntent(situationOf({ inventory, view, history }), ['A']).operations).toEqual([operation]);
  });
});
