import { describe, expect, it } from 'vitest';
import { overdueSites, siteSources, type SiteSources } from '../../../src/planning/overview/cell-sources.js';
import { plan } from '../../../src/planning/plan.js';
import { assess } from '../../../src/planning/situation.js';
import type { History } from '../../../src/model/history.js';
import type { GridView } from '../../../src/model/plan.js';
import { anInventory, aSite } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, aRecord, aRequest, aView, flipped, monday } from '../builders.js';

function sourcesOf(view: GridView, history: History = aHistory(), nowMs = monday): SiteSources {
  const inventory = anInventory({ sites: [aSite('OSCER', { cloud: 'US' })] });
  const situation = assess(inventory, view, history, nowMs);
  const [site] = plan(inventory, view, history, nowMs).sites;
  const facts = situation.siteOf.get('OSCER');
  if (!site || !facts) throw new Error('no site');
  return siteSources(site, facts, situation, overdueSites(situation));
}

const changed = '2019-07-30T10:00:00.000Z';
const record = aRecord('OSCER', { last_modified: changed });
const asked = aHistory({ requests: [aRequest('OSCER', { since: '2019-08-01T08:00:00.000Z' })] });

describe('a cell has its source, when it was read and since when it is so', () => {
  it('the catalogue for the stage, the inventory for what people wrote there', () => {
    const { stage, cloud, tier, day } = sourcesOf(aView([record]));
    const read = { readAt: new Date(monday).toISOString(), stale: null };
    expect(stage).toEqual({ source: 'catalogue', since: changed, ...read });
    expect(cloud).toEqual({ source: 'inventory', since: null, ...read });
    expect(tier).toEqual({ source: 'catalogue', since: null, ...read });
    expect(day).toEqual({ source: 'plan', since: null, ...read });
  });

  it('the helpdesk for the request, since the site was asked', () => {
    expect(sourcesOf(aView([record], { requests: [] }), asked).request).toMatchObject({
      source: 'helpdesk',
      since: '2019-08-01T08:00:00.000Z',
      stale: null,
    });
  });

  it('the ledger for a site under watch, since its flip', () => {
    const past = aHistory({ queues: { OSCER: flipped() } });
    expect(sourcesOf(aView([aMigratedRecord()]), past).stage).toMatchObject({
      source: 'ledger',
      since: '2019-08-02T08:00:00.000Z',
      stale: null,
    });
  });
});

describe('a cell is stale', () => {
  it('where the helpdesk is silent: the ledger remembers the request', () => {
    expect(sourcesOf(aView([record], { requests: null }), asked).request).toMatchObject({
      source: 'ledger',
      stale: 'the helpdesk could not be read',
    });
  });

  it('where the ticket of this site alone cannot be read', () => {
    const unreadRequests = new Map([['OSCER', 'ticket 7 is gone']]);
    const { request } = sourcesOf(aView([record], { requests: [], unreadRequests }), asked);
    expect(request).toMatchObject({ source: 'ledger', stale: 'ticket 7 is gone' });
  });

  it('where the catalogue does not know a queue', () => {
    expect(sourcesOf(aView([])).containers.stale).toBe('the catalogue does not know OSCER');
  });

  it('where a verdict is overdue', () => {
    const past = aHistory({ queues: { OSCER: flipped() } });
    const { stage } = sourcesOf(aView([aMigratedRecord()]), past, monday + 10 * 86_400_000);
    expect(stage.stale).toBe('nobody has looked at its jobs since the verdict was due');
  });
});
