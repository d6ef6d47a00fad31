import { describe, expect, it } from 'vitest';
import { containersIntent, brokeroffIntent } from '../../src/planning/requested/changes.js';
import { flipIntent } from '../../src/planning/requested/flip.js';
import { remindIntent } from '../../src/planning/requested/requests.js';
import { plan } from '../../src/planning/plan.js';
import { assess } from '../../src/planning/situation.js';
import { staleOperations } from '../../src/planning/staleness.js';
import type { History } from '../../src/model/history.js';
import type { Inventory, Site } from '../../src/model/inventory.js';
import type { OpenOperation, Operation } from '../../src/model/operation.js';
import type { GridView } from '../../src/model/plan.js';
import { aCampaign, anInventory, aRetirement, aSite } from '../inventory/builders.js';
import {
  aChange,
  aHistory,
  aManualRule,
  aMigratedRecord,
  aQueueHistory,
  aRecord,
  aRequest,
  aVerdict,
  aView,
  carriedOut,
  dayMs,
  flipped,
  monday,
} from './builders.js';

const inventory = anInventory();
const view = aView();
const asked = aHistory({ requests: [aRequest()] });
const saved = plan(inventory, view, asked, monday);
const [flip] = saved.operations;
if (!flip) throw new Error('no operation');

interface Present {
  readonly inventory?: Inventory;
  readonly view?: GridView;
  readonly history?: History;
  readonly nowMs?: number;
}

function stale(
  present: Present,
  operations: readonly Operation[] = saved.operations,
  campaign = 'pilot2',
): readonly string[] {
  const situation = assess(
    present.inventory ?? inventory,
    present.view ?? view,
    present.history ?? asked,
    present.nowMs ?? monday,
  );
  return staleOperations({ campaign, operations }, situation).map(({ sentence }) => sentence);
}

function withSite(site: Partial<Site>): Present {
  return { inventory: anInventory({ sites: [aSite('OSCER', site)] }) };
}

function opened(operation: Operation): OpenOperation {
  return {
    operation,
    state: 'acting',
    attempt: 1,
    sentAt: '2019-08-05T05:00:00.000Z',
    actor: 'anna',
    holder: 'x',
    since: '2019-08-05T05:00:00.000Z',
  };
}

describe('a saved plan is good', () => {
  it('while nothing it rests on has changed', () => {
    expect(stale({})).toEqual([]);
    expect(stale({ nowMs: monday + 3_600_000 })).toEqual([]);
    expect(stale({ view: aView([aRecord('OSCER', { status: 'test', comment: 'HC.Blacklist.set.test' })]) })).toEqual(
      [],
    );
    expect(stale({ inventory: anInventory({ sites: [aSite(), aSite('NEW')] }) })).toEqual([]);
  });

  it('after it was carried out, wholly or in part', () => {
    const two = anInventory({ sites: [aSite('S', { queues: { A: {}, B: {} } })] });
    const records = aView([aRecord('A'), aRecord('B')]);
    const history = aHistory({ requests: [aRequest('S')] });
    const { operations } = plan(two, records, history, monday);
    const [first] = operations;
    if (!first) throw new Error('no operation');
    expect(stale({ inventory: two, ...carriedOut(first, records, history, monday) }, operations)).toEqual([]);
  });

  it('while it is being carried out', () => {
    expect(
      stale({ history: { ...asked, queues: new Map([['OSCER', aQueueHistory({ open: opened(flip) })]]) } }),
    ).toEqual([]);
  });

  it('where somebody else reached its aim', () => {
    expect(stale({ view: aView([aMigratedRecord()]) })).toEqual([]);
  });
});

describe('a flip is stale', () => {
  it('on another day', () => {
    expect(stale({ nowMs: monday + dayMs })).toEqual([
      'pilot2/OSCER/flip#0 was planned for 2019-08-05; today is 2019-08-06.',
    ]);
  });

  it('in another campaign', () => {
    expect(stale({}, saved.operations, 'pilot3')).toEqual([
      'The plan belongs to campaign pilot3, the inventory to pilot2.',
    ]);
  });

  it('where another value stands', () => {
    expect(stale({ view: aView([aRecord('OSCER', { container_type: 'docker:job' })]) })[0]).toContain(
      "container_type of OSCER is 'docker:job'",
    );
    expect(stale({ view: aView([]) })).toEqual(['The catalogue does not know OSCER any more.']);
  });

  it('where something else was settled or begun', () => {
    const later = flipped({ settled: 2, pilot: aChange({ key: 'pilot2/OSCER/rollback#1', kind: 'rollback' }) });
    expect(stale({ history: aHistory({ queues: { OSCER: later } }) })).toEqual([
      'OSCER was changed since: pilot2/OSCER/flip#0 was planned, 2 operations are settled now.',
    ]);
    const other = opened({ ...flip, key: 'pilot2/OSCER/containers-off#0', kind: 'containers-off', queue: 'OSCER' });
    expect(stale({ history: aHistory({ queues: { OSCER: aQueueHistory({ open: other }) } }) })).toEqual([
      'OSCER has an open operation: pilot2/OSCER/containers-off#0.',
    ]);
  });

  it('where the inventory changed in what it rests on', () => {
    const changed = ['The inventory changed since in what pilot2/OSCER/flip#0 rests on.'];
    expect(stale(withSite({ slots: 900 }))).toEqual(changed);
    expect(
      stale({
        inventory: anInventory({ campaign: { pace: [{ from: null, to: null, sites_per_day: 4, because: null }] } }),
      }),
    ).toEqual(changed);
    expect(stale(withSite({ queues: { OSCER: { exclude: 'benchmarks' } } }))).toEqual([
      'OSCER takes no part in the inventory any more.',
    ]);
    expect(stale({ inventory: anInventory({ sites: [] }) })).toEqual([
      'OSCER takes no part in the inventory any more.',
    ]);
  });

  it('where readiness no longer holds', () => {
    expect(stale({ view: aView([aRecord('OSCER', { pilot_manager: 'APF' })]) })[0]).toContain(
      "pilot_manager of OSCER is 'APF'",
    );
    expect(stale({ history: aHistory({ requests: [aRequest('OSCER', { state: 'declined' })] }) })[0]).toContain(
      'OSCER declined',
    );
  });
});

const outage = {
  atlas_site: aRecord().atlas_site,
  start: '2019-08-05T06:00:00Z',
  end: '2019-08-07T06:00:00Z',
  severity: 'OUTAGE',
  description: 'power',
};

describe('a flip is judged as `flip` judges it now', () => {
  const presents: Readonly<Record<string, Present>> = {
    'an outage was announced': { view: { ...aView(), downtimes: [outage] } },
    'its queue does not obey': { view: aView([aRecord('OSCER', { pilot_manager: 'APF' })]) },
    'its record is not active': { view: aView([aRecord('OSCER', { state: 'INACTIVE' })]) },
    'it declined': { history: aHistory({ requests: [aRequest('OSCER', { state: 'declined' })] }) },
    'it replied': { history: aHistory({ requests: [aRequest('OSCER', { state: 'replied' })] }) },
    'nobody knows whether it was asked': {
      history: aHistory({ requests: [aRequest('OSCER', { state: 'unconfirmed' })] }),
    },
    'it was not asked': { history: aHistory() },
  };

  it.each(Object.entries(presents))('where %s', (_, present) => {
    const situation = assess(inventory, present.view ?? view, present.history ?? asked, monday);
    const [refusal] = flipIntent(situation, ['OSCER'], { version: '2', reason: 'now' }).refusals;
    expect(refusal?.sentence).toBeTruthy();
    expect(stale(present)).toEqual([refusal?.sentence]);
  });

  it('where neither has anything against it', () => {
    expect(
      flipIntent(assess(inventory, view, asked, monday), ['OSCER'], { version: '2', reason: 'now' }).refusals,
    ).toEqual([]);
    expect(stale({})).toEqual([]);
  });
});

describe('containers on are stale', () => {
  it('where an outage was announced', () => {
    const migrated = aMigratedRecord('OSCER', { container_type: '', container_options: '' });
    const history = aHistory({ queues: { OSCER: flipped() } });
    const { operations } = containersIntent(
      assess(inventory, aView([migrated]), history, monday),
      ['OSCER'],
      'on',
      'now',
    );
    expect(operations.map(({ kind }) => kind)).toEqual(['containers-on']);
    expect(stale({ view: aView([migrated]), history }, operations)).toEqual([]);
    expect(stale({ view: { ...aView([migrated]), downtimes: [outage] }, history }, operations)[0]).toContain(
      'OSCER has a downtime of',
    );
  });
});

describe('a replacement is stale', () => {
  const open = aHistory({ queues: { OSCER: aQueueHistory({ open: opened(flip) }) } });
  const { operations } = containersIntent(assess(inventory, view, open, monday), ['OSCER'], 'off', 'Jobs fail.');

  it('not while what it replaces is open', () => {
    expect(operations).toHaveLength(1);
    expect(stale({ history: open }, operations)).toEqual([]);
  });

  it('when that is open no more', () => {
    expect(stale({ history: aHistory({ queues: { OSCER: flipped() } }) }, operations)).toEqual([
      'pilot2/OSCER/flip#0, which pilot2/OSCER/containers-off#1 was to replace, is not open any more.',
    ]);
  });
});

describe('a roll back is stale', () => {
  const history = aHistory({ queues: { OSCER: flipped() } });
  const { operations } = flipIntent(assess(inventory, aView([aMigratedRecord()]), history, monday), ['OSCER'], {
    version: '1',
    reason: 'as agreed',
  });

  it('not on another day: no pace was counted for it', () => {
    expect(stale({ view: aView([aMigratedRecord()]), history, nowMs: monday + dayMs }, operations)).toEqual([]);
  });
});

describe('a retirement is stale', () => {
  const retiring = anInventory({ sites: [], retirements: [aRetirement('OLD', { on: '2019-08-15' })] });
  const records = aView([
    aRecord('OLD', { type: 'analysis', atlas_site: 'S' }),
    aRecord('NEW', { type: 'analysis', atlas_site: 'S' }),
  ]);
  const { operations } = brokeroffIntent(assess(retiring, records, aHistory(), monday), '2019-08-15', { early: true });
  const present = { inventory: retiring, view: records, history: aHistory() };

  it('not while nothing has changed, also before its date', () => {
    expect(operations).toHaveLength(1);
    expect(stale(present, operations)).toEqual([]);
  });

  it('when its entry is gone or changed', () => {
    expect(stale({ ...present, inventory: anInventory({ sites: [] }) }, operations)).toEqual([
      'OLD is not among the retirements any more.',
    ]);
    const moved = anInventory({ sites: [], retirements: [aRetirement('OLD', { on: '2019-08-16' })] });
    expect(stale({ ...present, inventory: moved }, operations)[0]).toContain('The inventory changed since');
  });

  it('when the queue has become the last of its site', () => {
    expect(
      stale({ ...present, view: aView([aRecord('OLD', { type: 'analysis', atlas_site: 'S' })]) }, operations)[0],
    ).toContain('OLD is the last analysis queue of S in service');
  });

  it('when somebody set another rule', () => {
    const rules = new Map([['OLD', [aManualRule('TEST')]]]);
    expect(stale({ ...present, view: { ...records, rules } }, operations)[0]).toContain(
      "The manual rule is 'TEST by anna: no manpower' at OLD",
    );
  });
});

describe('a request is stale', () => {
  const { operations } = plan(inventory, view, aHistory(), monday);

  it('not while nothing has changed, also when it was sent', () => {
    expect(operations.map(({ kind }) => kind)).toEqual(['request']);
    expect(stale({ history: aHistory() }, operations)).toEqual([]);
    expect(stale({}, operations)).toEqual([]);
  });

  it('when the site was asked again, changed, or is gone', () => {
    expect(stale({ history: aHistory({ requests: [aRequest('OSCER', { round: 2 })] }) }, operations)).toEqual([
      'OSCER was asked again since: round 2.',
    ]);
    expect(stale({ ...withSite({ contact: 'new@oscer.example' }), history: aHistory() }, operations)[0]).toContain(
      'The inventory changed since',
    );
    expect(stale({ inventory: anInventory({ sites: [] }) }, operations)).toEqual([
      'The inventory does not know OSCER any more.',
    ]);
  });

  it('when it reminds of what was answered', () => {
    const later = monday + 30 * dayMs;
    const silent = aHistory({ requests: [aRequest('OSCER', { since: '2019-08-05T05:00:00.000Z' })] });
    const reminders = remindIntent(assess(inventory, view, silent, later), ['OSCER']).operations;
    expect(stale({ history: silent, nowMs: later }, reminders)).toEqual([]);
    const answered = aHistory({ requests: [aRequest('OSCER', { state: 'accepted' })] });
    expect(stale({ history: answered, nowMs: later }, reminders)).toEqual([
      'OSCER is not waited for any more: its request is accepted.',
    ]);
  });
});

it('a roll-back that was planned within its window is stale once the window is over', () => {
  const { commissioning } = aCampaign();
  const within = (days: number): Inventory =>
    anInventory({ campaign: { commissioning: { ...commissioning, rollback_days: days } } });
  const present = {
    view: aView([aMigratedRecord()]),
    history: aHistory({ queues: { OSCER: flipped({ verdict: aVerdict('pilot fault') }) } }),
  };
  const planned = plan(within(3), present.view, present.history, monday).operations;
  expect(planned.map(({ kind }) => kind)).toEqual(['rollback']);
  expect(stale({ ...present, inventory: within(3) }, planned)).toEqual([]);
  expect(stale({ ...present, inventory: within(3), nowMs: monday + dayMs }, planned)).toEqual([
    'OSCER could go back to the old pilot until 2019-08-05, and that is over. Where the old pilot can still be had, give `commissioning.rollback_days` more days in sites.yaml.',
  ]);
});
