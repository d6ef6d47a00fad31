import { describe, expect, it } from 'vitest';
import { plan } from '../../src/campaign/plan.js';
import { anInventory, aRetirement, aSite } from '../inventory/builders.js';
import { aHistory, aRecord, aRequest, aView, monday } from './builders.js';

describe('plan', () => {
  it('flips a site that was asked in time', () => {
    const answer = plan(anInventory(), aView(), aHistory({ requests: [aRequest()] }), monday);
    expect(answer.operations.map(({ key }) => key)).toEqual(['pilot2/OSCER/flip#0']);
    expect(answer.waves).toEqual([{ date: '2019-08-05', sites: ['OSCER'] }]);
  });

  it('asks a site that was not asked, and flips it when the lead time is over', () => {
    const answer = plan(anInventory(), aView(), aHistory(), monday);
    expect(answer.operations.map(({ key }) => key)).toEqual(['pilot2/OSCER/migration#1']);
    expect(answer.waves).toEqual([{ date: '2019-08-08', sites: ['OSCER'] }]);
  });

  it('sets a retirement that is due brokeroff', () => {
    const inventory = anInventory({ retirements: [aRetirement('OLD')], sites: [aSite('OSCER', { queues: { OSCER: {}, OLD: {} } })] });
    const answer = plan(inventory, aView([aRecord(), aRecord('OLD')]), aHistory(), monday);
    expect(answer.operations[0]).toMatchObject({ key: 'pilot2/OLD/brokeroff#0', before: { manual_rule: '' }, after: { manual_rule: 'BROKEROFF' } });
  });
});
