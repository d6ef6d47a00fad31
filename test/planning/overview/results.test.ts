import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/planning/plan.js';
import { brokeroffResult, nextResult } from '../../../src/planning/overview/results.js';
import { statusOf } from '../../../src/planning/overview/status.js';
import { anInventory, anOs, aRetirement, aSite } from '../../inventory/builders.js';
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
  flipped,
  monday,
} from '../builders.js';

const noRequests = { channel: 'ggus', lead_days: 0, remind_days: 5, template: 'migration' } as const;
const retiringQueues = ['DUE', 'LATER', 'GONE', 'OFF', 'DRAINED'];
const inventory = anInventory({
  sites: [
    aSite('LEAVING', { queues: { DUE: {} } }),
    aSite('BACK'),
    aSite('WATCHED'),
    aSite('ON'),
    aSite('BARE'),
    aSite('SWITCHED_OFF'),
    aSite('PARTLY', { queues: { P1: {}, P2: {} } }),
    aSite('BLOCKED', { os: anOs('sl6') }),
    aSite('ASKED'),
    aSite('ACCEPTED'),
    aSite('FRESH', { slots: 9000 }),
  ],
  retirements: [
    aRetirement('DUE'),
    aRetirement('LATER', { on: '2019-08-15', data: 'moved' }),
    ...['GONE', 'OFF', 'DRAINED', 'NOBODY'].map((queue) => aRetirement(queue)),
  ],
});
const view = aView(
  [
    ...retiringQueues.map((queue) => aRecord(queue, { status: queue === 'DUE' ? 'online' : 'brokeroff' })),
    ...['BACK', 'BLOCKED', 'ASKED', 'ACCEPTED', 'FRESH', 'P2'].map((queue) => aRecord(queue)),
    ...['WATCHED', 'ON', 'P1'].map((queue) => aMigratedRecord(queue)),
    ...['BARE', 'SWITCHED_OFF'].map((queue) => aMigratedRecord(queue, { container_type: '' })),
  ],
  {
    rules: new Map([
      ['GONE', [aManualRule()]],
      ['OFF', [aManualRule('OFFLINE')]],
      ['DRAINED', [aManualRule()]],
    ]),
    activity: new Map([
      ['GONE', { activated: 3, running: 1 }],
      ['DRAINED', { activated: 0, running: 0 }],
    ]),
  },
);
const off = aChange({
  key: 'pilot2/SWITCHED_OFF/containers-off#1',
  kind: 'containers-off',
  before: { container_type: 'singularity:pilot' },
  after: { container_type: '' },
});
const history = aHistory({
  queues: {
    BACK: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }),
    WATCHED: flipped({ verdict: aVerdict('container fault', { queue: 'WATCHED' }) }),
    SWITCHED_OFF: flipped({ settled: 2, containers: off, verdict: aVerdict('good', { generation: 2 }) }),
  },
  requests: [
    aRequest('ASKED'),
    aRequest('ACCEPTED', { state: 'accepted' }),
    aRequest('BLOCKED'),
    aRequest('BACK', { step: 'roll-back', since: '2019-08-03T08:00:00.000Z' }),
    aRequest('SWITCHED_OFF', { step: 'containers-off-notice', since: '2019-08-03T08:00:00.000Z' }),
  ],
});
const today = plan(inventory, view, history, monday);

describe('the status', () => {
  it('counts stages, containers and retirements', () => {
    expect(statusOf(today)).toEqual({
      campaign: 'pilot2',
      asOf: '2019-08-05T06:00:00.000Z',
      sites: {
        total: 11,
        leaving: 1,
        rolledBack: 1,
        commissioning: 1,
        migrated: 3,
        partly: 1,
        blocked: 1,
        ready: 3,
        requested: 1,
        accepted: 1,
      },
      containers: { awaiting: 1, on: 1, off: 1 },
      retirement: { due: 1, scheduled: 1, brokeroff: 3, drained: 1 },
    });
  });

  it('adds up', () => {
    const { total, leaving, rolledBack, commissioning, migrated, partly, blocked, ready } = statusOf(today).sites;
    expect(leaving + rolledBack + commissioning + migrated + partly + blocked + ready).toBe(total);
  });

  it('does not know what is drained without a monitor', () => {
    expect(statusOf(plan(inventory, { ...view, activity: null }, history, monday)).retirement.drained).toBeNull();
  });
});

describe('what comes next', () => {
  it('is remedies, then the waves in their order, then the other tracks', () => {
    const { next, operations } = nextResult(today);
    expect(next.map(({ site, date, operations: of }) => [site, date, of.map(({ kind }) => kind)])).toEqual([
      ['WATCHED', null, ['containers-off']],
      ['ACCEPTED', '2019-08-05', ['flip']],
      ['ASKED', '2019-08-05', ['flip']],
      ['PARTLY', '2019-08-08', ['request']],
      ['FRESH', '2019-08-08', ['request']],
      ['LEAVING', null, ['request', 'brokeroff']],
      ['BARE', null, ['containers-on']],
    ]);
    expect(operations).toEqual(today.operations);
  });

  it('gives the reason of the stage for a wave, else that of the operations', () => {
    const because = new Map(nextResult(today).next.map((entry) => [entry.site, entry.reason]));
    expect(because.get('ASKED')).toContain('request sent on 2019-08-01');
    expect(because.get('BARE')).toContain('Runs the new pilot without containers');
  });

  it('has stage and request of each site', () => {
    expect(nextResult(today).next[2]).toMatchObject({
      site: 'ASKED',
      stage: 'ready',
      request: { state: 'sent', ref: '#4711' },
    });
  });

  it.each([
    ['pilot', ['ACCEPTED', 'ASKED', 'PARTLY', 'FRESH']],
    ['containers', ['WATCHED', 'BARE']],
    ['retirement', ['LEAVING']],
  ] as const)('can be narrowed to the %s track', (track, expected) => {
    const narrowed = nextResult(today, { track });
    expect(narrowed.next.map(({ site }) => site)).toEqual(expected);
    expect(narrowed.operations.every(({ site }) => (expected as readonly string[]).includes(site))).toBe(true);
  });

  it('can be narrowed to sites, and to a number of them', () => {
    expect(nextResult(today, { sites: new Set(['FRESH']) }).operations.map(({ key }) => key)).toEqual([
      'pilot2/FRESH/migration#1',
    ]);
    expect(nextResult(today, { count: 2 }).next.map(({ site }) => site)).toEqual(['WATCHED', 'ACCEPTED']);
  });

  it('counts sites with work due, whoever comes first', () => {
    const left = { ...today, operations: today.operations.filter(({ kind }) => kind === 'brokeroff') };
    expect(nextResult(left, { count: 1 }).operations.map(({ site }) => site)).toEqual(['LEAVING']);
  });

  it('says why there is nothing to do', () => {
    const closed = anInventory({
      sites: [aSite('READY'), aSite('BACK')],
      campaign: { pace: [{ from: null, to: null, sites_per_day: 0, because: null }], requests: noRequests },
    });
    const past = aHistory({
      queues: { BACK: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }) },
      requests: [aRequest('BACK', { step: 'roll-back', since: '2019-08-03T08:00:00.000Z' })],
    });
    const still = plan(closed, aView([aRecord('READY'), aRecord('BACK')]), past, monday);
    expect(still.window).toEqual({ closed: { reason: 'the pace of 0 a day', until: null }, closes: null });
    expect(nextResult(still).idle).toEqual([
      '2019-08-05 takes no site: the pace of 0 a day; no later day within ten years has room.',
      'Back at the old pilot: BACK; `migrate flip` flips them again.',
    ]);
    expect(nextResult(still, { sites: new Set(['BACK']) }).idle[0]).toMatch(/^BACK \(rolledBack\): rolled back/);
    expect(nextResult(today).idle).toEqual([]);
  });

  it('says until when a freeze lasts, and names a lasting fault of a site that is asked for', () => {
    const frozen = anInventory({
      sites: [aSite('READY'), aSite('FAULTY')],
      campaign: { freezes: [{ from: '2019-08-01', to: '2019-08-09', because: 'reprocessing' }], requests: noRequests },
    });
    const verdict = aVerdict('site fault', { queue: 'FAULTY', ends: 'never', reason: 'disks are full.' });
    const past = aHistory({ queues: { FAULTY: aQueueHistory({ verdict }) } });
    const still = plan(frozen, aView([aRecord('READY'), aRecord('FAULTY')]), past, monday);
    expect(still.window).toMatchObject({ closed: { until: '2019-08-12' }, closes: null });
    expect(nextResult(still).idle[1]).toBe('The next wave is on 2019-08-12: READY.');
    expect(nextResult(still, { sites: new Set(['FAULTY']) }).idle).toEqual([
      'FAULTY (ready): FAULTY: site fault: disks are full.',
    ]);
  });

  it('names the ATLAS site of a retiring queue that no site lists', () => {
    const alone = plan(
      anInventory({ sites: [], retirements: [aRetirement('DUE')] }),
      aView([aRecord('DUE', { atlas_site: 'S' })]),
      aHistory(),
      monday,
    );
    expect(nextResult(alone).next).toMatchObject([
      { site: 'S', stage: 'leaving', reason: 'Retires at once: SL6 ends.' },
    ]);
  });
});

describe('a batch of retirements', () => {
  function queues(date: string) {
    return brokeroffResult(today, today.retirements, date).queues.map(({ queue }) => queue);
  }

  it('has those due by its date, and those without a date that are still to do', () => {
    expect(queues('2019-08-05')).toEqual(['DUE', 'NOBODY']);
    expect(queues('2019-08-15')).toEqual(['DUE', 'LATER', 'NOBODY']);
  });

  it('says of each what the contract asks for', () => {
    expect(brokeroffResult(today, today.retirements, '2019-08-15').queues[1]).toEqual({
      queue: 'LATER',
      site: 'LATER',
      on: '2019-08-15',
      status: 'brokeroff',
      alone: false,
      reason: 'SL6 ends',
      data: 'moved',
      warnings: [],
    });
  });
});
