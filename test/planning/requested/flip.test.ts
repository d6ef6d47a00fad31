import { describe, expect, it } from 'vitest';
import { goesAheadOf } from '../../../src/planning/requested/ahead.js';
import { flipIntent, type FlipOrder } from '../../../src/planning/requested/flip.js';
import { draft } from '../../../src/planning/plan.js';
import { explainSite } from '../../../src/waves/why/explain.js';
import { nextResult } from '../../../src/planning/overview/results.js';
import { assess } from '../../../src/planning/situation.js';
import type { History } from '../../../src/model/history.js';
import { aCampaign, anInventory, anOs, aSite } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, aRecord, aRequest, aVerdict, aView, flipped, monday } from '../builders.js';

const onePace = { pace: [{ from: null, to: null, sites_per_day: 1, because: 'vacation period' }] };

/** A and B were asked long ago; C was not. One site a day, in this order. */
const inventory = anInventory({
  campaign: aCampaign({ ...onePace, order: ['A', 'B', 'C'] }),
  sites: [aSite('A', { os: anOs() }), aSite('B', { os: anOs() }), aSite('C', { os: anOs() })],
});
const view = aView([aRecord('A'), aRecord('B'), aRecord('C')]);
const asked = aHistory({ requests: ['A', 'B'].map((site) => aRequest(site, { since: '2019-07-29T08:00:00.000Z' })) });

function order(sites: readonly string[], given: Partial<FlipOrder> = {}, history: History = asked) {
  const situation = assess(inventory, view, history, monday);
  return flipIntent(situation, sites, { version: '2', reason: null, ...given });
}

describe('back by hand after the roll-back window', () => {
  const { commissioning } = aCampaign();
  const past = aHistory({ queues: { A: flipped() } });

  it.each([
    [3, { operations: [{ kind: 'rollback' }], refusals: [] }],
    [
      2,
      {
        operations: [],
        refusals: [{ sentence: 'A could go back to the old pilot until 2019-08-04, and that is over.' }],
      },
    ],
  ])('of %i days', (rollbackDays, expected) => {
    const campaign = aCampaign({ commissioning: { ...commissioning, rollback_days: rollbackDays } });
    const situation = assess(
      anInventory({ campaign, sites: [aSite('A')] }),
      aView([aMigratedRecord('A')]),
      past,
      monday,
    );
    expect(flipIntent(situation, ['A'], { version: '1', reason: 'the site asks for it' })).toMatchObject(expected);
  });
});

describe('a flip by hand of a site that has not had its say', () => {
  it('is refused, and says how it is asked and how it goes all the same', () => {
    expect(order(['C'])).toMatchObject({
      operations: [],
      refusals: [
        {
          subject: 'C',
          sentence: 'C was not asked beforehand.',
          advice: 'Ask it first (`migrate request open C`); --early goes ahead all the same.',
        },
      ],
    });
  });

  it('goes with a word for it, which stands in the reason', () => {
    expect(order(['C'], { early: true }).operations).toMatchObject([
      { site: 'C', reason: 'An operator asked for it. C was not asked beforehand.' },
    ]);
  });

  it.each([
    ['sent today', aRequest('C', { since: '2019-08-05T06:00:00.000Z' }), 'C was promised time until 2019-08-08.'],
    ['perhaps sent', aRequest('C', { state: 'unconfirmed' }), 'Whether C was asked is not known.'],
  ])('is refused where the request was %s', (_, request, sentence) => {
    expect(order(['C'], {}, aHistory({ requests: [request] })).refusals).toMatchObject([{ sentence }]);
  });

  it('needs no word where it agreed, where it has had its time, and for the rest of a site that was begun', () => {
    expect(order(['C'], {}, aHistory({ requests: [aRequest('C', { state: 'accepted' })] })).refusals).toEqual([]);
    expect(order(['A']).refusals).toEqual([]);
    const rest = anInventory({ sites: [aSite('C', { os: anOs(), queues: { C1: {}, C2: {} } })] });
    const begun = assess(
      rest,
      aView([aMigratedRecord('C1', { atlas_site: 'C' }), aRecord('C2', { atlas_site: 'C' })]),
      aHistory({ queues: { C1: flipped() } }),
      monday,
    );
    expect(flipIntent(begun, ['C'], { version: '2', reason: null }).operations).toMatchObject([{ queue: 'C2' }]);
  });

  it('needs no word in a campaign that asks nobody', () => {
    const silent = { ...inventory.campaign.requests, channel: 'none' as const };
    const situation = assess(
      { ...inventory, campaign: { ...inventory.campaign, requests: silent } },
      view,
      aHistory(),
      monday,
    );
    const { operations } = flipIntent(situation, ['C'], { version: '2', reason: 'agreed by phone' });
    expect(operations).toMatchObject([{ site: 'C', reason: 'agreed by phone' }]);
  });
});

describe('what a flip by hand goes ahead of', () => {
  it('is the day of the site, and whose place of today it takes', () => {
    const { plan, situation } = draft(inventory, view, asked, monday);
    const { operations } = order(['B']);
    expect(goesAheadOf(operations, plan, situation)).toEqual([
      'B has its day on 2019-08-06: this goes ahead of it.',
      "B takes today's 1 place of A, which then goes on 2019-08-06.",
    ]);
  });

  it("is nothing where the site is today's own", () => {
    const { plan, situation } = draft(inventory, view, asked, monday);
    expect(goesAheadOf(order(['A']).operations, plan, situation)).toEqual([]);
  });

  it('stands in the plan afterwards: who took the place', () => {
    const [flip] = order(['B']).operations;
    const claims = Object.fromEntries(
      (flip?.claims ?? []).map(({ pool, member, amount }) => [pool, { [member]: amount }]),
    );
    const after = draft(
      inventory,
      view,
      aHistory({ requests: [...asked.sites.values()].flatMap((one) => one.requests), claims }),
      monday,
    );
    expect(after.plan.sites.find(({ site }) => site === 'A')?.why).toContain('taken by B');
    expect(nextResult(after.plan).taken).toEqual(['1 place of today is taken by B.']);
    expect(explainSite(after.problem, after.waves, 'A')?.notBefore[0]?.reason).toContain('B went on that day');
  });
});

describe('a way back by hand', () => {
  const back = (history: History, reason: string | null = null) =>
    flipIntent(assess(inventory, aView([aMigratedRecord('A')]), history, monday), ['A'], {
      version: '1',
      reason,
      values: { pilot_version: '1', container_type: '' },
    });
  const withVerdict = (kind: Parameters<typeof aVerdict>[0], reason = 'as before'): History =>
    aHistory({ queues: { A: flipped({ verdict: aVerdict(kind, { queue: 'A', generation: 1, reason }) }) } });

  it('of a good queue needs a reason', () => {
    const good = withVerdict('good');
    expect(back(good)).toMatchObject({
      operations: [],
      refusals: [{ sentence: expect.stringContaining('"good"') as string, advice: 'Say why: --reason TEXT.' }],
    });
    expect(back(good, 'the site asked for it').operations).toMatchObject([{ reason: 'the site asked for it' }]);
  });

  it('after a fault takes the reason of its verdict', () => {
    const fault = withVerdict('pilot fault', '9 of 10 jobs failed.');
    expect(back(fault).operations).toMatchObject([{ reason: 'pilot fault: 9 of 10 jobs failed.' }]);
  });
});
