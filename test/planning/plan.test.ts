import { describe, expect, it } from 'vitest';
import { plan } from '../../src/planning/plan.js';
import { editWaves } from '../../src/cli/args/edit-waves.js';
import type { OpenOperation, Operation } from '../../src/model/operation.js';
import type { Plan } from '../../src/model/plan.js';
import { aCampaign, anInventory, anOs, aRetirement, aSite } from '../inventory/builders.js';
import {
  aChange,
  aHistory,
  aManualRule,
  aMigratedRecord,
  anOutage,
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

const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const sites = names.map((name) => aSite(name));
const records = names.map((name) => aRecord(name));
const allAsked = aHistory({ requests: names.map((name) => aRequest(name)) });
const oneADay = { pace: [{ from: null, to: null, sites_per_day: 1, because: null }] };

function keys({ operations }: Plan): readonly string[] {
  return operations.map(({ key }) => key);
}

function waves({ waves: all }: Plan): readonly string[] {
  return all.map(({ date, sites: of }) => `${date} ${of.join(' ')}`);
}

function open(operation: Operation, overrides: Partial<OpenOperation> = {}): OpenOperation {
  return {
    operation,
    state: 'acting',
    attempt: 1,
    sentAt: '2019-08-05T05:55:00.000Z',
    actor: 'anna',
    holder: 'anna@desk 1',
    since: '2019-08-05T05:55:00.000Z',
    ...overrides,
  };
}

describe('the waves', () => {
  it('keep the pace, today first', () => {
    expect(waves(plan(anInventory({ sites }), aView(records), allAsked, monday))).toEqual([
      '2019-08-05 A B C D E',
      '2019-08-06 F G H',
    ]);
  });

  it("follow canaries, the operators' list, the date of readiness, size and name", () => {
    const some = [
      aSite('LATE', { ready_on: '2019-07-01' }),
      aSite('LARGE', { slots: 5000 }),
      aSite('SMALL', { slots: 100 }),
      aSite('ALSO_SMALL', { slots: 100 }),
      aSite('LISTED', { slots: 9000 }),
      aSite('CANARY', { slots: 9000 }),
    ];
    const campaign = { ...oneADay, order: ['LISTED', 'CANARY'], ramp: { canaries: ['CANARY'], steps: [] } };
    const history = aHistory({ requests: some.map(({ name }) => aRequest(name)) });
    const { waves: all } = plan(
      anInventory({ sites: some, campaign }),
      aView(some.map(({ name }) => aRecord(name))),
      history,
      monday,
    );
    expect(all.flatMap(({ sites: of }) => of)).toEqual(['CANARY', 'LISTED', 'ALSO_SMALL', 'SMALL', 'LARGE', 'LATE']);
  });

  it('say for every site why it goes no earlier', () => {
    const some = [aSite('A'), aSite('B'), aSite('C', { ready_on: '2019-08-20' }), aSite('D')];
    const history = aHistory({ requests: ['A', 'B', 'C'].map((name) => aRequest(name)) });
    const answer = plan(anInventory({ sites: some, campaign: oneADay }), aView(records.slice(0, 4)), history, monday);
    expect(answer.sites.map(({ date, why }) => [date, why])).toEqual([
      ['2019-08-05', null],
      ['2019-08-06', 'the days before are closed or taken; today 1 site: the pace of 1 a day'],
      ['2019-08-20', 'C is ready from 2019-08-20 on'],
      ['2019-08-08', 'no request sent yet, 3 days ahead'],
    ]);
  });

  it('wait where today is closed', () => {
    const answer = plan(anInventory({ sites: [aSite('A')] }), aView([aRecord('A')]), allAsked, monday - 2 * dayMs);
    expect(keys(answer)).toEqual([]);
    expect(waves(answer)).toEqual(['2019-08-05 A']);
  });

  it('leave out outages and holidays of the country', () => {
    const campaign = { ...oneADay, holidays: [{ on: '2019-08-06', country: 'US' }] };
    const view = aView([aRecord('A')], { downtimes: [anOutage('A', '2019-08-05T04:00:00Z', '2019-08-05T20:00:00Z')] });
    expect(waves(plan(anInventory({ sites: [aSite('A')], campaign }), view, allAsked, monday))).toEqual([
      '2019-08-07 A',
    ]);
  });

  it('hold large sites back while the ramp is low', () => {
    const campaign = {
      ramp: {
        canaries: [],
        steps: [
          { days: 1, slots: 100 },
          { days: 3, slots: 1000 },
        ],
      },
    };
    const some = [aSite('A', { slots: 100 }), aSite('B', { slots: 1000 }), aSite('C', { slots: 2000 })];
    const started = { ...allAsked, claims: new Map([['sites/2019-08-02', new Map([['X', 1]])]]) };
    expect(waves(plan(anInventory({ sites: some, campaign }), aView(records), allAsked, monday))).toEqual([
      '2019-08-05 A',
      '2019-08-06 B',
      '2019-08-08 C',
    ]);
    expect(waves(plan(anInventory({ sites: some, campaign }), aView(records), started, monday))).toEqual([
      '2019-08-05 A B',
      '2019-08-07 C',
    ]);
  });

  it('put a site after the one it waits for', () => {
    const some = [aSite('A', { after: ['B'] }), aSite('B')];
    expect(waves(plan(anInventory({ sites: some }), aView(records), allAsked, monday))).toEqual([
      '2019-08-05 B',
      '2019-08-06 A',
    ]);
  });

  it('keep a site on the day that an operator fixed', () => {
    const answer = plan(anInventory({ sites: [aSite('A'), aSite('B')] }), aView(records), allAsked, monday, {
      edit: (problem) => editWaves(problem, { pins: new Map([['A', '2019-08-09']]) }),
    });
    expect(waves(answer)).toEqual(['2019-08-05 B', '2019-08-09 A']);
  });

  it('end on a date that the bound does not pass', () => {
    const answer = plan(anInventory({ sites, campaign: oneADay }), aView(records), allAsked, monday);
    expect(answer.finish).toBe('2019-08-14');
    expect(answer.bound).toEqual({ date: '2019-08-14', reason: '8 sites at the full pace of the calendar.' });
  });

  it('are bounded by the site that is ready last', () => {
    const answer = plan(
      anInventory({ sites: [aSite('A', { ready_on: '2019-08-20' })] }),
      aView(records),
      allAsked,
      monday,
    );
    expect(answer.bound).toEqual({ date: '2019-08-20', reason: 'A goes no earlier: A is ready from 2019-08-20 on.' });
  });

  it('are none where nothing is left, or the calendar never opens', () => {
    expect(plan(anInventory({ sites: [] }), aView([]), aHistory(), monday)).toMatchObject({
      waves: [],
      finish: null,
      bound: { date: null, reason: 'No site is left to plan.' },
    });
    const never = plan(
      anInventory({ sites: [aSite('A')], campaign: { working_days: [] } }),
      aView(records),
      allAsked,
      monday,
    );
    expect(never).toMatchObject({ waves: [], bound: { date: null, reason: 'The calendar has no room for them.' } });
    expect(never.unplanned.map(({ site }) => site)).toEqual(['A']);
  });
});

describe('a site without a wave', () => {
  function unplanned(...given: Parameters<typeof plan>) {
    return plan(...given).unplanned.map(({ reason }) => reason);
  }

  it('is blocked by what does not clear by itself', () => {
    expect(
      unplanned(anInventory({ sites: [aSite('A', { os: anOs('sl6') })] }), aView(records), allAsked, monday),
    ).toEqual(['A has os sl6 (site reply, 2019-06-01); centos7 is needed.']);
  });

  it('was rolled back', () => {
    const history = aHistory({ queues: { A: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }) } });
    expect(unplanned(anInventory({ sites: [aSite('A')] }), aView(records), history, monday)).toEqual([
      'rolled back: `migrate flip A --to 2` flips it again when the reason is gone',
    ]);
  });

  it('has a verdict against it', () => {
    const history = aHistory({
      queues: { A: flipped({ verdict: aVerdict('site fault', { queue: 'A', reason: 'Storage is down.' }) }) },
    });
    const inventory = anInventory({ sites: [aSite('A', { queues: { A: {}, B: {} } })] });
    expect(unplanned(inventory, aView([aMigratedRecord('A'), aRecord('B')]), history, monday)).toEqual([
      'A: site fault: Storage is down.',
    ]);
  });

  it('has a mail that nobody knows to have arrived', () => {
    const history = aHistory({ requests: [aRequest('A', { state: 'unconfirmed' })] });
    const answer = plan(anInventory({ sites: [aSite('A')] }), aView(records), history, monday);
    expect(answer.unplanned[0]?.reason).toContain("the request's mail is unconfirmed");
    expect(keys(answer)).toEqual([]);
  });

  it('cannot be asked', () => {
    const answer = plan(anInventory({ sites: [aSite('A', { contact: null })] }), aView(records), aHistory(), monday);
    expect(answer.unplanned[0]?.reason).toContain('A has no `contact`');
    expect(keys(answer)).toEqual([]);
  });
});

describe("today's flips", () => {
  it('take all queues of a site together, with its claims', () => {
    const inventory = anInventory({
      sites: [aSite('A', { queues: { A1: {}, A2: {}, A3: {} } })],
      campaign: { limits: { ...aCampaign().limits, per_cloud_per_day: 2 } },
    });
    const { operations } = plan(
      inventory,
      aView([aRecord('A1'), aMigratedRecord('A2'), aRecord('A3', { pilot_version: 'current' })]),
      allAsked,
      monday,
    );
    expect(
      operations.map(({ key, before, claims }) => [key, before['pilot_version'], claims.map(({ pool }) => pool)]),
    ).toEqual([
      ['pilot2/A1/flip#0', '1', ['sites/2019-08-05', 'cloud/US/2019-08-05']],
      ['pilot2/A3/flip#0', 'current', ['sites/2019-08-05', 'cloud/US/2019-08-05']],
    ]);
  });

  it('of a site with queues in two clouds take their share of both, and neither has more than it may', () => {
    const inventory = anInventory({
      sites: [aSite('A', { queues: { A1: {}, A2: {} } }), aSite('B')],
      campaign: {
        limits: { ...aCampaign().limits, per_cloud_per_day: 1 },
        budgets: { wave: null, cloud: 3, campaign: null },
      },
    });
    const view = aView([aRecord('A1'), aRecord('A2', { cloud: 'CA' }), aRecord('B', { cloud: 'CA' })]);
    const { operations, waves } = plan(inventory, view, allAsked, monday);
    expect(operations.map(({ key }) => key)).toEqual(['pilot2/A1/flip#0', 'pilot2/A2/flip#0']);
    for (const { cloud, alsoIn, claims } of operations) {
      expect([cloud, alsoIn]).toEqual(['US', ['CA']]);
      expect(claims.map(({ pool }) => pool)).toEqual([
        'sites/2019-08-05',
        'cloud/US/2019-08-05',
        'cloud/CA/2019-08-05',
        'failures/cloud=US',
        'failures/cloud=CA',
      ]);
    }
    expect(waves.map(({ sites }) => sites)).toEqual([['A'], ['B']]);
  });

  it('say why', () => {
    expect(plan(anInventory(), aView(), aHistory({ requests: [aRequest()] }), monday).operations[0]?.reason).toBe(
      'os centos7 (site reply, 2019-06-01); request sent on 2019-08-01.',
    );
  });

  it('never touch a queue beyond the new version', () => {
    const inventory = anInventory({ sites: [aSite('A', { queues: { A1: {}, A2: {} } })] });
    expect(
      keys(plan(inventory, aView([aRecord('A1'), aRecord('A2', { pilot_version: '3.12.4.1' })]), allAsked, monday)),
    ).toEqual(['pilot2/A1/flip#0']);
  });

  it('are done within the pace, also when others went today', () => {
    const history = { ...allAsked, claims: new Map([['sites/2019-08-05', new Map([['X', 1]])]]) };
    const answer = plan(
      anInventory({ sites: [...sites, aSite('X')], campaign: oneADay }),
      aView([...records, aMigratedRecord('X')]),
      history,
      monday,
    );
    expect(keys(answer).filter((key) => key.includes('flip'))).toEqual([]);
    expect(answer.waves[0]?.date).toBe('2019-08-06');
  });

  it('finish the site that was begun today, beyond the pace', () => {
    const inventory = anInventory({
      sites: [aSite('A', { queues: { A1: {}, A2: {} } }), aSite('B')],
      campaign: oneADay,
    });
    const first = plan(inventory, aView([aRecord('A1'), aRecord('A2'), aRecord('B')]), allAsked, monday);
    const [flip] = first.operations;
    if (!flip) throw new Error('no operation');
    const { view, history } = carriedOut(flip, aView([aRecord('A1'), aRecord('A2'), aRecord('B')]), allAsked, monday);
    const second = plan(inventory, view, history, monday);
    expect(keys(second)).toEqual(['pilot2/A2/flip#0']);
    expect(second.sites[0]).toMatchObject({ stage: 'commissioning', date: '2019-08-05' });
  });

  it('do not follow a roll back of the same day', () => {
    const back = aQueueHistory({
      settled: 2,
      pilot: aChange({ key: 'pilot2/OSCER/rollback#1', kind: 'rollback', day: '2019-08-05' }),
    });
    const history = aHistory({
      queues: { OSCER: back },
      requests: [aRequest()],
      claims: { 'sites/2019-08-05': { OSCER: 1 } },
    });
    expect(plan(anInventory(), aView(), history, monday)).toMatchObject({
      operations: [{ key: 'pilot2/OSCER/roll-back#1' }],
      sites: [{ stage: 'rolledBack', date: null }],
    });
  });

  it('leave the rest of a site alone while a verdict speaks against it', () => {
    const inventory = anInventory({ sites: [aSite('S', { queues: { A: {}, B: {} } })] });
    const fault = flipped({ verdict: aVerdict('site fault', { queue: 'A' }) });
    const history = aHistory({ queues: { A: fault }, claims: { 'sites/2019-08-05': { S: 1 } } });
    expect(keys(plan(inventory, aView([aMigratedRecord('A'), aRecord('B')]), history, monday))).toEqual([]);
  });

  it('begin with the site that was begun on an earlier day, without asking it again', () => {
    const inventory = anInventory({
      sites: [aSite('B'), aSite('A', { queues: { A1: {}, A2: {} } })],
      campaign: { ...oneADay, order: ['B'] },
    });
    const history = aHistory({ queues: { A1: flipped() }, requests: [aRequest('B')] });
    expect(keys(plan(inventory, aView([aMigratedRecord('A1'), aRecord('A2'), aRecord('B')]), history, monday))).toEqual(
      ['pilot2/A2/flip#0'],
    );
  });

  it('keep the limit of sites in commissioning', () => {
    const campaign = {
      limits: { ...aCampaign().limits, in_commissioning: 1 },
      commissioning: { ...aCampaign().commissioning, expected_days: 2 },
    };
    const history = aHistory({
      queues: { A: flipped() },
      requests: [aRequest('B')],
      claims: { in_commissioning: { A: 1 } },
    });
    const answer = plan(
      anInventory({ sites: [aSite('A'), aSite('B')], campaign }),
      aView([aMigratedRecord('A'), aRecord('B')]),
      history,
      monday,
    );
    expect(waves(answer)).toEqual(['2019-08-06 B']);
  });
});

describe('requests', () => {
  it('go when waiting for the next working day would break the lead time', () => {
    const campaign = { ...oneADay, requests: { ...aCampaign().requests, lead_days: 3 } };
    const some = names.map((name) => aSite(name));
    const asks = (nowMs: number) =>
      keys(plan(anInventory({ sites: some, campaign }), aView(records), aHistory(), nowMs)).filter((key) =>
        key.includes('migration'),
      );
    expect(asks(monday)).toEqual(['pilot2/A/migration#1']);
    const friday = monday + 4 * dayMs;
    expect(asks(friday)).toEqual(['pilot2/A/migration#1', 'pilot2/B/migration#1', 'pilot2/C/migration#1']);
  });

  it('go on the day of the flip, before it, where no lead time is asked', () => {
    const campaign = { requests: { ...aCampaign().requests, lead_days: 0 } };
    expect(keys(plan(anInventory({ campaign }), aView(), aHistory(), monday))).toEqual([
      'pilot2/OSCER/migration#1',
      'pilot2/OSCER/flip#0',
    ]);
  });

  it('are not repeated', () => {
    expect(
      keys(
        plan(
          anInventory(),
          aView(),
          aHistory({ requests: [aRequest('OSCER', { since: '2019-08-04T08:00:00.000Z' })] }),
          monday,
        ),
      ),
    ).toEqual([]);
  });

  it('are looked for again at a helpdesk that can be read', () => {
    const campaign = { requests: { ...aCampaign().requests, channel: 'ggus' as const } };
    const history = aHistory({ requests: [aRequest('OSCER', { state: 'unconfirmed', round: 2 })] });
    expect(keys(plan(anInventory({ campaign }), aView(), history, monday))).toEqual(['pilot2/OSCER/migration#2']);
  });

  it('count when they are found at the helpdesk, and are to be noted', () => {
    const strange = aRequest('NOWHERE');
    const answer = plan(anInventory(), aView([aRecord()], { requests: [aRequest(), strange] }), aHistory(), monday);
    expect(keys(answer)).toEqual(['pilot2/OSCER/flip#0']);
    expect(answer.foundRequests).toEqual([aRequest()]);
    expect(answer.warnings).toEqual(['A request for NOWHERE was found (#4711), which the inventory does not know.']);
  });

  it('wait while the site is held', () => {
    const held = aSite('A', { hold: { because: 'cooling', until: '2019-08-07', by: null } });
    const answer = plan(anInventory({ sites: [held] }), aView(records), aHistory(), monday);
    expect(keys(answer)).toEqual([]);
    expect(waves(answer)).toEqual(['2019-08-12 A']);
  });

  it('that were accepted let a site go at once', () => {
    const history = aHistory({
      requests: [aRequest('OSCER', { state: 'accepted', since: '2019-08-05T05:00:00.000Z' })],
    });
    expect(keys(plan(anInventory(), aView(), history, monday))).toEqual(['pilot2/OSCER/flip#0']);
  });
});

describe('remedies', () => {
  it('come before everything else', () => {
    const inventory = anInventory({ sites: [aSite('A'), aSite('B')] });
    const history = aHistory({
      queues: { B: flipped({ verdict: aVerdict('container fault') }) },
      requests: [aRequest('A')],
    });
    expect(keys(plan(inventory, aView([aRecord('A'), aMigratedRecord('B')]), history, monday))).toEqual([
      'pilot2/B/containers-off#1',
      'pilot2/A/flip#0',
    ]);
  });

  it('are words where nothing can be changed', () => {
    const history = aHistory({ queues: { OSCER: flipped({ verdict: aVerdict('site fault') }) } });
    expect(plan(anInventory(), aView([aMigratedRecord()]), history, monday).warnings[0]).toContain('OSCER: site fault');
  });

  it('wait for what is open', () => {
    const off = plan(
      anInventory(),
      aView([aMigratedRecord()]),
      aHistory({ queues: { OSCER: flipped({ verdict: aVerdict('container fault') }) } }),
      monday,
    ).operations[0];
    if (!off) throw new Error('no operation');
    const history = aHistory({ queues: { OSCER: flipped({ verdict: aVerdict('container fault'), open: open(off) }) } });
    const answer = plan(anInventory(), aView([aMigratedRecord()]), history, monday);
    expect(answer.operations).toEqual([off]);
    expect(answer.warnings[0]).toContain('It waits for pilot2/OSCER/containers-off#1.');
  });
});

describe('what is open', () => {
  const [flip] = plan(anInventory(), aView(), aHistory({ requests: [aRequest()] }), monday).operations;
  if (!flip) throw new Error('no operation');

  it('is carried on where something may have been sent', () => {
    const sent = { ...flip, reason: 'as it was intended' };
    const history = aHistory({
      queues: { OSCER: aQueueHistory({ open: open(sent) }) },
      requests: [aRequest()],
      claims: { 'sites/2019-08-05': { OSCER: 1 } },
    });
    expect(plan(anInventory(), aView(), history, monday).operations).toEqual([sent]);
  });

  it('takes its place in the pace of the day on which it may land', () => {
    const history = aHistory({ queues: { OSCER: aQueueHistory({ open: open(flip) }) }, requests: [aRequest('B')] });
    const inventory = anInventory({ sites: [aSite('OSCER'), aSite('B')], campaign: oneADay });
    const answer = plan(inventory, aView([aRecord(), aRecord('B')]), history, monday + dayMs);
    expect(keys(answer)).toEqual(['pilot2/OSCER/flip#0']);
    expect(waves(answer)).toEqual(['2019-08-07 B']);
  });

  it('is thought out afresh where nothing was sent', () => {
    const intended = open({ ...flip, reason: 'as it was intended' }, { state: 'intended', sentAt: null });
    const history = aHistory({ queues: { OSCER: aQueueHistory({ open: intended }) }, requests: [aRequest()] });
    expect(plan(anInventory(), aView(), history, monday).operations).toEqual([flip]);
    expect(plan(anInventory(), aView(), history, monday - dayMs).operations).toEqual([]);
  });

  it('is carried on where an operator ordered it and nothing was sent', () => {
    const rollback: Operation = {
      ...flip,
      key: 'pilot2/OSCER/rollback#1',
      kind: 'rollback',
      queue: 'OSCER',
      before: flip.after,
      after: flip.before,
      claims: [],
    };
    const history = aHistory({
      queues: { OSCER: flipped({ open: open(rollback, { state: 'intended', sentAt: null }) }) },
    });
    expect(keys(plan(anInventory(), aView([aMigratedRecord()]), history, monday))).toEqual(['pilot2/OSCER/rollback#1']);
  });
});

describe('containers on', () => {
  const bare = names.map((name) => aMigratedRecord(name, { container_type: '' }));

  it('for the sites that wait for them, within a pace of their own', () => {
    const inventory = anInventory({ sites, campaign: { ...oneADay, order: ['C'] } });
    const { operations } = plan(inventory, aView(bare), aHistory(), monday);
    expect(operations).toMatchObject([
      {
        key: 'pilot2/C/containers-on#0',
        after: { container_type: 'singularity:pilot' },
        reason: 'Runs the new pilot without containers and is ready for them: os centos7 (site reply, 2019-06-01).',
        claims: [{ pool: 'containers/2019-08-05', member: 'C', amount: 1, limit: 1 }],
      },
    ]);
    const taken = aHistory({ claims: { 'containers/2019-08-05': { X: 1 } } });
    expect(plan(inventory, aView(bare), taken, monday).operations).toEqual([]);
  });

  it('not at a weekend, in an outage, on a holiday there, or while the site is held', () => {
    const held = [aSite('A', { hold: { because: 'cooling', until: null, by: null } })];
    expect(keys(plan(anInventory({ sites }), aView(bare), aHistory(), monday - dayMs))).toEqual([]);
    expect(keys(plan(anInventory({ sites: held }), aView(bare), aHistory(), monday))).toEqual([]);
    expect(
      keys(
        plan(
          anInventory({ sites, campaign: { holidays: [{ on: '2019-08-05', country: 'US' }] } }),
          aView(bare),
          aHistory(),
          monday,
        ),
      ),
    ).toEqual([]);
    const outage = aView(bare, { downtimes: [anOutage('A', '2019-08-05T04:00:00Z', '2019-08-05T20:00:00Z')] });
    expect(keys(plan(anInventory({ sites: [aSite('A')] }), outage, aHistory(), monday))).toEqual([]);
  });

  it('not where they were taken off, or a verdict speaks against it', () => {
    const off = aChange({
      key: 'pilot2/A/containers-off#1',
      kind: 'containers-off',
      before: { container_type: 'singularity:pilot' },
      after: { container_type: '' },
    });
    const taken = aHistory({
      queues: { A: flipped({ settled: 2, containers: off, verdict: aVerdict('good', { generation: 2 }) }) },
    });
    expect(keys(plan(anInventory({ sites: [aSite('A')] }), aView(bare), taken, monday))).toEqual([
      'pilot2/A/containers-off-notice#1',
    ]);
    const fault = aHistory({ queues: { A: aQueueHistory({ verdict: aVerdict('site fault', { generation: 0 }) }) } });
    expect(keys(plan(anInventory({ sites: [aSite('A')] }), aView(bare), fault, monday))).toEqual([]);
  });

  it('translate what a containers-only campaign finds', () => {
    const campaign = { pilot: null, containers: { translate: {}, on: 'apptainer:pilot' } };
    const { operations } = plan(anInventory({ campaign }), aView([aMigratedRecord()]), aHistory(), monday);
    expect(operations).toMatchObject([
      { before: { container_type: 'singularity:pilot' }, after: { container_type: 'apptainer:pilot' } },
    ]);
  });
});

describe('retirements', () => {
  const inventory = anInventory({
    sites: [aSite('A', { queues: { A: {}, OLD: {} } })],
    retirements: [aRetirement('OLD')],
  });
  const view = aView([aRecord('A'), aRecord('OLD')]);

  it('that are due come before the flips', () => {
    expect(keys(plan(inventory, view, allAsked, monday))).toEqual([
      'pilot2/A/brokeroff-notice#1',
      'pilot2/OLD/brokeroff#0',
      'pilot2/A/flip#0',
    ]);
  });

  it('that were sent are carried on, once', () => {
    const brokeroff = plan(inventory, view, allAsked, monday).operations.find(({ kind }) => kind === 'brokeroff');
    if (!brokeroff) throw new Error('no operation');
    const history = { ...allAsked, queues: new Map([['OLD', aQueueHistory({ open: open(brokeroff) })]]) };
    expect(keys(plan(inventory, view, history, monday)).filter((key) => !key.includes('notice'))).toEqual([
      'pilot2/OLD/brokeroff#0',
      'pilot2/A/flip#0',
    ]);
  });

  it('that are held or unknown are warnings', () => {
    const held = aView([aRecord('A'), aRecord('OLD')], { rules: new Map([['OLD', [aManualRule('TEST')]]]) });
    expect(plan(inventory, held, allAsked, monday).warnings[0]).toContain('OLD has a manual rule of somebody else');
    expect(plan(inventory, aView([aRecord('A')]), allAsked, monday).warnings[0]).toBe(
      'The catalogue does not know OLD.',
    );
  });

  it('that are held are told in one sentence where they are many', () => {
    const queues = ['P', 'Q', 'R', 'S', 'T'];
    const rules = new Map(queues.map((queue) => [queue, [aManualRule('TEST')]]));
    const many = anInventory({ sites: [], retirements: queues.map((queue) => aRetirement(queue)) });
    const { warnings } = plan(
      many,
      aView(
        queues.map((queue) => aRecord(queue)),
        { rules },
      ),
      aHistory(),
      monday,
    );
    expect(warnings).toEqual(['5 retirements are held (P, Q, R and 2 more): `migrate brokeroff --dry-run` says why.']);
  });
});

describe('adoptions', () => {
  function adoptions(record: ReturnType<typeof aRecord>, history = aHistory()) {
    return plan(anInventory(), aView([record]), history, monday).adoptions;
  }

  it('are queues at the new version that this ledger never flipped', () => {
    expect(adoptions(aMigratedRecord())).toEqual([
      {
        queue: 'OSCER',
        site: 'OSCER',
        at: '2019-08-05T06:00:00.000Z',
        changedAt: '2019-07-01T00:00:00.000Z',
        underWatch: false,
      },
    ]);
  });

  it('are under watch where they changed lately', () => {
    expect(adoptions(aMigratedRecord('OSCER', { last_modified: '2019-08-04T00:00:00.000Z' }))[0]?.underWatch).toBe(
      true,
    );
    expect(adoptions(aMigratedRecord('OSCER', { last_modified: '' }))[0]).toMatchObject({
      changedAt: null,
      underWatch: false,
    });
  });

  it('are noted once, and not of our own flips', () => {
    const [adopted] = adoptions(aMigratedRecord());
    if (!adopted) throw new Error('no adoption');
    expect(adoptions(aMigratedRecord(), aHistory({ queues: { OSCER: aQueueHistory({ adopted }) } }))).toEqual([]);
    expect(adoptions(aMigratedRecord(), aHistory({ queues: { OSCER: flipped() } }))).toEqual([]);
    expect(adoptions(aMigratedRecord('OSCER', { pilot_version: '3' }))).toEqual([]);
  });
});

describe('warnings', () => {
  it('name queues of the catalogue that the inventory does not list', () => {
    const view = aView([
      aRecord(),
      aRecord('NEW', { atlas_site: 'OSCER' }),
      aRecord('NEW_TEST', { atlas_site: 'OSCER' }),
    ]);
    expect(plan(anInventory(), view, aHistory(), monday).warnings).toEqual([
      'OSCER: the catalogue also has NEW, not in the inventory: not touched.',
    ]);
  });

  it('stay few', () => {
    const many = Array.from({ length: 25 }, (_, index) => `S${index}`);
    const view = aView(many.flatMap((name) => [aRecord(name), aRecord(`${name}_NEW`, { atlas_site: name })]));
    const { warnings } = plan(anInventory({ sites: many.map((name) => aSite(name)) }), view, aHistory(), monday);
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toBe('The same at 5 more sites.');
  });
});

describe('the plan itself', () => {
  it('is the same for the same input, and has another id when something else would be done', () => {
    const one = plan(anInventory({ sites }), aView(records), allAsked, monday);
    expect(plan(anInventory({ sites }), aView(records), allAsked, monday)).toEqual(one);
    expect(plan(anInventory({ sites }), aView(records), allAsked, monday + 60_000).id).toBe(one.id);
    expect(plan(anInventory({ sites: sites.slice(1) }), aView(records), allAsked, monday).id).not.toBe(one.id);
  });

  it('tells of queues whose record reads as if containers were on, and that run bare', () => {
    const record = aMigratedRecord('OSCER', { container_type: 'singularity:pilot;docker:pilot' });
    expect(plan(anInventory(), aView([record]), aHistory(), monday).warnings).toEqual([
      expect.stringMatching(/^OSCER: container_type is .* takes "docker:pilot", .* runs without a container/),
    ]);
  });

  it('tells so before the flip that would leave a queue like that', () => {
    const record = aRecord('OSCER', { container_type: 'singularity:wrapper;docker:pilot' });
    const flip = plan(anInventory(), aView([record]), aHistory({ requests: [aRequest()] }), monday).operations.find(
      ({ kind }) => kind === 'flip',
    );
    expect(flip).toMatchObject({ after: { container_type: 'singularity:pilot;docker:pilot' } });
    expect(flip?.reason).toContain('After the flip container_type is "singularity:pilot;docker:pilot"');
  });

  it('knows whether drained queues can be told', () => {
    expect(plan(anInventory(), aView(), aHistory(), monday).monitored).toBe(false);
    expect(plan(anInventory(), aView([aRecord()], { activity: new Map() }), aHistory(), monday).monitored).toBe(true);
  });
});
