import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/planning/plan.js';
import { requestIntent } from '../../../src/planning/requested/requests.js';
import { assess } from '../../../src/planning/situation.js';
import type { History, RequestFact } from '../../../src/model/history.js';
import type { OpenOperation } from '../../../src/model/operation.js';
import { anInventory, aSite } from '../../inventory/builders.js';
import { aChange, aHistory, aQueueHistory, aRecord, aRequest, aView, monday } from '../builders.js';

const since = '2019-08-05T05:30:00.000Z';
const cutOff: OpenOperation = {
  operation: {
    key: 'pilot2/OSCER/migration#1',
    kind: 'request',
    subject: 'OSCER',
    site: 'OSCER',
    queue: null,
    before: { request: 'none' },
    after: { request: 'sent' },
    reason: '',
    claims: [],
    inputsFingerprint: '',
  },
  state: 'acting',
  attempt: 1,
  sentAt: since,
  actor: 'anna',
  holder: 'anna@desk 1',
  since,
};

const campaign = anInventory({
  sites: [aSite('OSCER')],
  campaign: { requests: { channel: 'ggus', lead_days: 3, remind_days: 5, template: 'migration-request' } },
});
const wanted = { sites: ['OSCER'], step: 'migration', again: false, reason: 'An operator asked for it.' };

function asked(found: readonly RequestFact[], history: History): ReturnType<typeof requestIntent> {
  return requestIntent(assess(campaign, { ...aView([aRecord()]), requests: found }, history, monday), wanted);
}

describe('a notice of a change', () => {
  it.each(['roll-back', 'containers-off-notice'])('%s is refused where nothing was changed', (step) => {
    const situation = assess(campaign, aView([aRecord()]), aHistory(), monday);
    const { operations, refusals } = requestIntent(situation, { ...wanted, step });
    expect(operations).toEqual([]);
    expect(refusals).toMatchObject([{ subject: 'OSCER' }]);
  });

  it('goes out where it was', () => {
    const history = aHistory({
      queues: { OSCER: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }) },
    });
    const situation = assess(campaign, aView([aRecord()]), history, monday);
    expect(requestIntent(situation, { ...wanted, step: 'roll-back' }).operations).toHaveLength(1);
  });
});

describe('a request that was cut off after the helpdesk had it', () => {
  it("is carried to its end when it is asked for again, and by today's plan", () => {
    const history = aHistory({ openRequests: [cutOff] });
    expect(asked([aRequest()], history)).toMatchObject({ operations: [cutOff.operation], already: [] });
    const { operations } = plan(campaign, { ...aView([aRecord()]), requests: [aRequest()] }, history, monday);
    expect(operations.map(({ key }) => key)).toContain('pilot2/OSCER/migration#1');
  });

  it('is there already where the ledger knows its end, or never began it', () => {
    expect(asked([aRequest()], aHistory())).toMatchObject({ operations: [], already: [{ outcome: 'already' }] });
  });

  it('of another round is not this one', () => {
    const { operation } = cutOff;
    const second = { ...cutOff, operation: { ...operation, key: 'pilot2/OSCER/migration#2' } };
    expect(asked([aRequest()], aHistory({ openRequests: [second] })).operations).toEqual([]);
  });

  it('is looked for where its site has moved meanwhile, and where nothing may have arrived it is not asked any more', () => {
    const moved = { ...aView([aRecord('OSCER', { pilot_version: '2' })]), requests: [] };
    const askedOf = (open: OpenOperation) =>
      requestIntent(assess(campaign, moved, aHistory({ openRequests: [open] }), monday), wanted);
    expect(askedOf(cutOff).operations).toMatchObject([{ key: cutOff.operation.key, after: { request: 'found' } }]);
    expect(askedOf({ ...cutOff, state: 'intended', sentAt: null })).toMatchObject({
      operations: [],
      refusals: [{ subject: 'OSCER' }],
    });
  });

  it('that the helpdesk does not show is opened under its key as ever', () => {
    expect(asked([], aHistory({ openRequests: [cutOff] })).operations.map(({ key }) => key)).toEqual([
      'pilot2/OSCER/migration#1',
    ]);
  });
});
