import { describe, expect, it } from 'vitest';
import type { History } from '../../../src/model/history.js';
import type { Operation } from '../../../src/model/operation.js';
import { plan } from '../../../src/planning/plan.js';
import { requestIntent } from '../../../src/planning/requested/requests.js';
import { assess } from '../../../src/planning/situation.js';
import { anInventory, aRetirement, aSite } from '../../inventory/builders.js';
import {
  aChange,
  aHistory,
  aManualRule,
  aQueueHistory,
  aRecord,
  aRequest,
  aVerdict,
  aView,
  monday,
} from '../builders.js';

const fault = aVerdict('pilot fault', { reason: '71 of 123 jobs failed (57.7 %; before 4.4 %)' });
const back = aChange({ key: 'pilot2/OSCER/rollback#1', kind: 'rollback', at: '2019-08-04T08:00:00.000Z' });

function rolledBack(overrides: Partial<Parameters<typeof aQueueHistory>[0]> = {}): History {
  return aHistory({ queues: { OSCER: aQueueHistory({ settled: 2, pilot: back, verdict: fault, ...overrides }) } });
}

function notices(
  history: History,
  {
    inventory = anInventory(),
    view = aView([aRecord()]),
  }: { inventory?: ReturnType<typeof anInventory>; view?: ReturnType<typeof aView> } = {},
): readonly Operation[] {
  return plan(inventory, view, history, monday).operations.filter(
    ({ kind, key }) => kind === 'request' && !key.includes('/migration#'),
  );
}

describe('a site that went back after a verdict', () => {
  it('is told of it, with the verdict and its counts', () => {
    expect(notices(rolledBack())).toMatchObject([
      {
        key: 'pilot2/OSCER/roll-back#1',
        before: { request: 'none', queues: 'OSCER', changed: '2019-08-04', verdict: 'pilot fault' },
        reason: 'pilot fault: 71 of 123 jobs failed (57.7 %; before 4.4 %).',
      },
    ]);
  });

  it('is told the same by an order, to which an operator may add', () => {
    const situation = assess(anInventory(), aView([aRecord()]), rolledBack(), monday);
    const order = { sites: ['OSCER'], step: 'roll-back', again: false };
    const reasonOf = (reason: string | null): string | undefined =>
      requestIntent(situation, { ...order, reason }).operations[0]?.reason;
    expect(reasonOf(null)).toBe('pilot fault: 71 of 123 jobs failed (57.7 %; before 4.4 %).');
    expect(reasonOf('Logs are attached')).toBe(
      'pilot fault: 71 of 123 jobs failed (57.7 %; before 4.4 %). Logs are attached.',
    );
  });

  it("is told the operator's reason where no verdict asked for it", () => {
    const byHand = rolledBack({ verdict: null, pilot: { ...back, reason: 'Fails without containers too' } });
    expect(notices(byHand)).toMatchObject([{ reason: 'Fails without containers too.' }]);
    const judgedLater = rolledBack({ verdict: { ...fault, generation: 2, at: '2019-08-04T09:00:00.000Z' } });
    expect(notices(judgedLater)).toMatchObject([{ reason: 'An operator decided it.' }]);
  });

  it('is told once, and of the next time again', () => {
    const told = (since: string): History => ({
      ...rolledBack(),
      sites: aHistory({ requests: [aRequest('OSCER', { step: 'roll-back', since })] }).sites,
    });
    expect(notices(told('2019-08-04T09:00:00.000Z'))).toEqual([]);
    expect(notices(told('2019-07-20T09:00:00.000Z'))).toMatchObject([{ key: 'pilot2/OSCER/roll-back#2' }]);
  });

  it('is not told of what is long past, nor by mail without an address', () => {
    expect(notices(rolledBack({ pilot: { ...back, at: '2019-07-20T08:00:00.000Z' } }))).toEqual([]);
    const mail = anInventory({
      sites: [aSite('OSCER', { contact: null })],
      campaign: { requests: { channel: 'mail', lead_days: 3, remind_days: 5, template: 'migration-request' } },
    });
    expect(notices(rolledBack(), { inventory: mail })).toEqual([]);
  });

  it('hears of each queue where the reasons differ', () => {
    const inventory = anInventory({ sites: [aSite('OSCER', { queues: { A: {}, B: {} } })] });
    const history = aHistory({
      queues: {
        A: aQueueHistory({ settled: 2, pilot: back, verdict: { ...fault, queue: 'A' } }),
        B: aQueueHistory({ settled: 2, pilot: { ...back, reason: 'Together with A' } }),
      },
    });
    expect(notices(history, { inventory, view: aView([aRecord('A'), aRecord('B')]) })[0]?.reason).toBe(
      'A: pilot fault: 71 of 123 jobs failed (57.7 %; before 4.4 %). B: Together with A.',
    );
  });
});

it('containers off are told after they were switched off', () => {
  const off = aChange({ key: 'pilot2/OSCER/containers-off#1', kind: 'containers-off', at: '2019-08-04T08:00:00.000Z' });
  const history = aHistory({
    queues: {
      OSCER: aQueueHistory({
        settled: 2,
        pilot: aChange(),
        containers: off,
        verdict: { ...fault, verdict: 'container fault' },
      }),
    },
  });
  expect(notices(history)).toMatchObject([
    { key: 'pilot2/OSCER/containers-off-notice#1', before: { verdict: 'container fault' } },
  ]);
});

describe('a retirement', () => {
  const inventory = anInventory({
    sites: [aSite('OSCER', { queues: { OSCER: {}, SOON: {}, LATER: {} } })],
    retirements: [aRetirement('SOON', { on: '2019-08-08' }), aRetirement('LATER', { on: '2019-09-01' })],
    campaign: { requests: { channel: 'ggus', lead_days: 3, remind_days: 5, template: 'migration-request' } },
  });
  const view = aView([aRecord(), aRecord('SOON'), aRecord('LATER')]);

  it('is told the lead days before, all queues of the site at once', () => {
    expect(notices(aHistory(), { inventory, view })).toMatchObject([
      { key: 'pilot2/OSCER/brokeroff-notice#1', before: { queues: 'SOON LATER' } },
    ]);
  });

  it('is told once, not earlier, and not while it is held', () => {
    const told = aHistory({ requests: [aRequest('OSCER', { step: 'brokeroff-notice' })] });
    expect(notices(told, { inventory, view })).toEqual([]);
    const far = { ...inventory, retirements: [aRetirement('LATER', { on: '2019-09-01' })] };
    expect(notices(aHistory(), { inventory: far, view })).toEqual([]);
  });

  it('is told late where its date came before the notice, once, and not where somebody else set it', () => {
    const rules = new Map(['SOON', 'LATER'].map((queue) => [queue, [aManualRule()]]));
    const brokeroff = { status: 'brokeroff' };
    const set = aView([aRecord(), aRecord('SOON', brokeroff), aRecord('LATER', brokeroff)], { rules });
    const status = aChange({ key: 'pilot2/SOON/brokeroff#0', kind: 'brokeroff', at: '2019-08-04T08:00:00.000Z' });
    const queues = { SOON: aQueueHistory({ status }) };
    expect(notices(aHistory({ queues }), { inventory, view: set })).toMatchObject([
      {
        key: 'pilot2/OSCER/brokeroff-notice#1',
        reason: expect.stringContaining('In brokeroff since 2019-08-04: told late.') as string,
      },
    ]);
    const requests = [aRequest('OSCER', { step: 'brokeroff-notice' })];
    expect(notices(aHistory({ queues, requests }), { inventory, view: set })).toEqual([]);
    expect(notices(aHistory(), { inventory, view: set })).toEqual([]);
    const long = { SOON: aQueueHistory({ status: { ...status, at: '2019-07-20T08:00:00.000Z' } }) };
    expect(notices(aHistory({ queues: long }), { inventory, view: set })).toEqual([]);
  });

  it("is told under another key than that of the queue's own change, whose name may be its site's", () => {
    const same = anInventory({ sites: [aSite('OSCER')], retirements: [aRetirement('OSCER')] });
    const keys = plan(same, aView([aRecord()]), aHistory(), monday).operations.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toContain('pilot2/OSCER/brokeroff-notice#1');
  });
});
