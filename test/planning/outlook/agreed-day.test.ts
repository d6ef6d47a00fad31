import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, localDate } from '../../../src/model/dates.js';
import type { RequestFact } from '../../../src/model/history.js';
import type { Inventory, Site } from '../../../src/model/inventory.js';
import type { Campaign } from '../../../src/model/campaign.js';
import { agreeOn, type DayAnswer } from '../../../src/planning/outlook/agreed-day.js';
import { draft, plan, type Draft } from '../../../src/planning/plan.js';
import { aCampaign, anInventory, aSite } from '../../inventory/builders.js';
import { aHistory, aRecord, aRequest, aView, dayMs, flipped, monday } from '../builders.js';

const friday = '2019-08-02T08:00:00.000Z';
const replied: Partial<RequestFact> = { state: 'replied', since: friday, reason: 'we prefer 2019-08-09' };

function campaignOf(
  sites: readonly Site[],
  campaign: Partial<Campaign> = {},
): { inventory: Inventory; draftWith: (requests: readonly RequestFact[], nowMs?: number) => Draft } {
  const inventory = anInventory({
    sites,
    campaign: {
      pace: [{ from: null, to: null, sites_per_day: 1, because: null }],
      requests: { ...aCampaign().requests, channel: 'ggus', lead_days: 0 },
      freezes: [{ from: '2019-08-14', to: '2019-08-15', because: 'power stop' }],
      ...campaign,
    },
  });
  const view = aView(sites.flatMap(({ queues }) => Object.keys(queues).map((queue) => aRecord(queue))));
  return { inventory, draftWith: (requests, nowMs = monday) => draft(inventory, view, aHistory({ requests }), nowMs) };
}

function answerOf(site: string, on: string, asked: string | null = null): DayAnswer {
  const since = new Date(monday).toISOString();
  return { request: { ...aRequest(site, { state: 'accepted', since, by: 'maria' }), on }, asked };
}

const four = ['ALPHA', 'BETA', 'GAMMA', 'OSCER'].map((name) => aSite(name));

describe('a site that accepts for a day', () => {
  it('has its price stated beforehand, and gets the very days stated', () => {
    const { draftWith } = campaignOf(four);
    const before = [aRequest('OSCER', replied)];
    const found = agreeOn(draftWith(before), [answerOf('OSCER', '2019-08-16')]);
    if (found.is !== 'cost') throw new Error('refused');
    expect(found.comparison.finish).toEqual({ before: '2019-08-07', after: '2019-08-16' });
    // Thursday, Friday, Monday, Tuesday, and Friday after the freeze.
    expect(found.workingDays).toBe(5);
    expect(found.sites).toEqual([{ site: 'OSCER', on: '2019-08-16', before: null, after: '2019-08-16', waits: null }]);
    expect(found.anyDay).toEqual({ finish: '2019-08-08', days: ['2019-08-08'] });
    const noted = draftWith([answerOf('OSCER', '2019-08-16').request]);
    expect(noted.waves.waves).toEqual(found.after.waves.waves);
    expect(noted.plan.sites.find(({ site }) => site === 'OSCER')).toMatchObject({
      date: '2019-08-16',
      why: 'accepted for 2019-08-16',
      request: { state: 'accepted', on: '2019-08-16' },
    });
  });

  it('takes the day of others, who move', () => {
    const { draftWith } = campaignOf(four);
    const found = agreeOn(draftWith([]), [answerOf('OSCER', '2019-08-06')]);
    if (found.is !== 'cost') throw new Error('refused');
    expect(found.comparison.finish).toEqual({ before: '2019-08-08', after: '2019-08-08' });
    expect(found.workingDays).toBe(0);
    expect(found.comparison.moved).toEqual([
      { site: 'OSCER', before: '2019-08-08', after: '2019-08-06' },
      { site: 'BETA', before: '2019-08-06', after: '2019-08-07' },
      { site: 'GAMMA', before: '2019-08-07', after: '2019-08-08' },
    ]);
  });

  it('is not flipped before, although the day is near and there is room', () => {
    const { draftWith } = campaignOf([aSite('OSCER')]);
    const agreed = [answerOf('OSCER', '2019-08-07').request];
    for (const [days, kinds] of [
      [0, []],
      [1, []],
      [2, ['flip']],
    ] as const)
      expect(
        draftWith(agreed, monday + days * dayMs).plan.operations.flatMap(({ kind }) => (kind === 'flip' ? kind : [])),
      ).toEqual(kinds);
  });

  it('goes on the first day after it where the calendar closed it later, or it has passed', () => {
    const agreed = [answerOf('OSCER', '2019-08-07').request];
    const closed = campaignOf([aSite('OSCER')], {
      freezes: [{ from: '2019-08-07', to: '2019-08-08', because: 'fire' }],
    });
    expect(closed.draftWith(agreed).waves.finish).toBe('2019-08-09');
    const late = campaignOf([aSite('OSCER')]);
    expect(late.draftWith(agreed, monday + 3 * dayMs).waves.finish).toBe('2019-08-08');
  });

  it('goes on the first day with room where others are promised the same day and the pace was lowered since', () => {
    const { draftWith } = campaignOf(four);
    const both = ['ALPHA', 'OSCER'].map((site) => answerOf(site, '2019-08-07').request);
    const { waves } = draftWith(both);
    expect(waves.unplanned).toEqual([]);
    expect(waves.dayOf.get('ALPHA')).toBe(dayNumber('2019-08-07'));
    expect(waves.dayOf.get('OSCER')).toBeGreaterThan(dayNumber('2019-08-07'));
  });

  it.each([
    ['a weekend', '2019-08-10', '2019-08-10 is a Saturday, not a working day', '2019-08-09 and 2019-08-12'],
    ['a freeze', '2019-08-14', 'freeze from 2019-08-14 to 2019-08-15: power stop', '2019-08-13 and 2019-08-16'],
    ['the past', '2019-08-02', '2019-08-02 is over', '2019-08-05'],
  ])('is refused %s, with the nearest days', (_what, on, why, near) => {
    const { draftWith } = campaignOf(four);
    const found = agreeOn(draftWith([]), [answerOf('OSCER', on)]);
    expect(found).toMatchObject({ is: 'refused', refusals: [{ sentence: `OSCER cannot go on ${on}: ${why}.` }] });
    expect(found.is === 'refused' && found.refusals[0]?.advice).toContain(near);
  });

  it.each(['2099-01-01', '2021-08-04'])(
    'is refused %s, which lies further ahead than plans look, with the last day that it can have',
    (on) => {
      const { draftWith } = campaignOf(four);
      expect(agreeOn(draftWith([]), [answerOf('OSCER', on)])).toMatchObject({
        refusals: [
          {
            sentence: `OSCER cannot go on ${on}: plans look 730 days ahead, and the last day that can be promised is 2021-08-03.`,
            advice: 'The nearest possible day is 2021-08-03.',
          },
        ],
      });
      expect(agreeOn(draftWith([]), [answerOf('OSCER', '2021-08-03')])).toMatchObject({ is: 'cost' });
    },
  );

  it('is refused long after the last day and long before today with days that it can have', () => {
    const { draftWith } = campaignOf(four);
    expect(agreeOn(draftWith([]), [answerOf('OSCER', '2001-01-01')])).toMatchObject({
      refusals: [{ advice: 'The nearest possible day is 2019-08-05.' }],
    });
  });

  it('is refused where no day is left nearby with the days that were looked at, and no more', () => {
    const { draftWith } = campaignOf(four, {
      freezes: [{ from: '2019-08-05', to: '2020-08-05', because: 'rebuilding' }],
    });
    expect(agreeOn(draftWith([]), [answerOf('OSCER', '2019-08-20')])).toMatchObject({
      refusals: [
        {
          advice:
            'No day from 2019-08-05 to 2019-11-18 is possible either. `migrate plan --explain OSCER` says what stands against its days.',
        },
      ],
    });
  });

  it('that has begun is not given other days', () => {
    const { inventory } = campaignOf([aSite('OSCER', { queues: { A: {}, B: {} } })]);
    const history = aHistory({ queues: { A: flipped() } });
    const begun = draft(inventory, aView([aRecord('A', { pilot_version: '2' }), aRecord('B')]), history, monday);
    expect(agreeOn(begun, [answerOf('OSCER', '2019-08-09')])).toMatchObject({
      refusals: [
        {
          sentence: 'OSCER cannot go on 2019-08-09: its flips have begun.',
          advice: 'No other day is possible either.',
        },
      ],
    });
  });

  it('is refused a day within its lead time, another than its pin, one that is promised, and one before it is ready', () => {
    const led = campaignOf(four, { requests: { ...aCampaign().requests, lead_days: 3 } });
    const found = agreeOn(led.draftWith([]), [answerOf('OSCER', '2019-08-06', '2019-08-05')]);
    expect(found).toMatchObject({
      refusals: [
        {
          sentence: 'OSCER cannot go on 2019-08-06: it was asked on 2019-08-05, and sites have 3 days from there.',
          advice: 'The nearest possible day is 2019-08-08.',
        },
      ],
    });
    const pinned = campaignOf([aSite('OSCER', { pin: '2019-08-07' })]);
    expect(agreeOn(pinned.draftWith([]), [answerOf('OSCER', '2019-08-08')])).toMatchObject({
      refusals: [{ sentence: 'OSCER cannot go on 2019-08-08: the inventory pins it to 2019-08-07.' }],
    });
    const { draftWith } = campaignOf(four);
    const taken = agreeOn(draftWith([answerOf('OSCER', '2019-08-07').request]), [answerOf('ALPHA', '2019-08-07')]);
    expect(taken).toMatchObject({
      refusals: [{ subject: 'ALPHA', advice: 'The nearest possible days are 2019-08-06 and 2019-08-08.' }],
    });
    const unready = campaignOf([aSite('OSCER', { ready_on: '2019-08-09' })]);
    expect(agreeOn(unready.draftWith([]), [answerOf('OSCER', '2019-08-07')])).toMatchObject({
      refusals: [{ sentence: 'OSCER cannot go on 2019-08-07: OSCER is ready from 2019-08-09 on.' }],
    });
  });

  it('that something else stands against is told so, and goes then once it is cleared', () => {
    const { draftWith } = campaignOf([aSite('OSCER', { os: null }), aSite('BETA')]);
    const found = agreeOn(draftWith([]), [answerOf('OSCER', '2019-08-07')]);
    expect(found).toMatchObject({
      is: 'cost',
      sites: [{ after: null, waits: 'The operating system of OSCER is not known; centos7 is needed.' }],
    });
  });

  it('that has begun, or has nothing left, is asked for no day', () => {
    const { inventory } = campaignOf([aSite('OSCER', { queues: { OSCER: {}, OSCER_2: {} } })]);
    const view = aView([aRecord('OSCER', { pilot_version: '2' }), aRecord('OSCER_2')]);
    const begun = draft(inventory, view, aHistory({ queues: { OSCER: flipped() } }), monday);
    expect(agreeOn(begun, [answerOf('OSCER', '2019-08-07')])).toMatchObject({
      refusals: [{ sentence: 'OSCER cannot go on 2019-08-07: its flips have begun.' }],
    });
  });
});

describe('of the texts that tell a site', () => {
  it('one is due, in the ticket of its request, until its day is over or it was told', () => {
    const { draftWith } = campaignOf([aSite('OSCER')]);
    const agreed = answerOf('OSCER', '2019-08-07').request;
    const textsOf = (requests: readonly RequestFact[], days = 0): readonly string[] =>
      draftWith(requests, monday + days * dayMs).plan.operations.flatMap(({ kind, key, before }) =>
        kind === 'request' ? [`${key} ${before['on'] ?? ''} ${before['ref'] ?? ''}`] : [],
      );
    expect(textsOf([agreed])).toEqual(['pilot2/OSCER/agreed-day#1 2019-08-07 #4711']);
    expect(textsOf([agreed], 3)).toEqual([]);
    const told = aRequest('OSCER', { step: 'agreed-day', on: '2019-08-07' });
    expect(textsOf([agreed, told])).toEqual([]);
    const other = { ...agreed, on: '2019-08-08' };
    expect(textsOf([other, told])).toEqual(['pilot2/OSCER/agreed-day#2 2019-08-08 #4711']);
  });
});

/** Small campaigns with limits, chains, holidays, and a site that answers with any day of the next four weeks. */
const someCampaign = fc.record({
  sites: fc.array(
    fc.record({
      slots: fc.integer({ min: 0, max: 3000 }),
      after: fc.boolean(),
      cloud: fc.constantFrom('US', 'CA'),
      ready_on: fc.constantFrom(null, '2019-08-08'),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  pace: fc.integer({ min: 1, max: 3 }),
  perCloud: fc.constantFrom(null, 1, 2),
  leadDays: fc.integer({ min: 0, max: 3 }),
  who: fc.nat(),
  inDays: fc.integer({ min: -1, max: 27 }),
  state: fc.constantFrom('sent', 'replied'),
});

describe('whatever the campaign', () => {
  it('the plan with an answer is the one that was stated, and a day that is refused has nearest days that are not', () => {
    fc.assert(
      fc.property(someCampaign, ({ sites, pace, perCloud, leadDays, who, inDays, state }) => {
        const { inventory, draftWith } = campaignOf(
          sites.map(({ after, ...site }, index) =>
            aSite(`S${index}`, { ...site, after: after && index > 0 ? [`S${index - 1}`] : [] }),
          ),
          {
            pace: [{ from: null, to: null, sites_per_day: pace, because: null }],
            limits: { ...aCampaign().limits, per_cloud_per_day: perCloud },
            requests: { ...aCampaign().requests, channel: 'ggus', lead_days: leadDays },
          },
        );
        const site = `S${who % sites.length}`;
        const on = addDays(localDate(monday, inventory.campaign.timezone), inDays);
        const known = [aRequest(site, { state, since: friday })];
        const found = agreeOn(draftWith(known), [answerOf(site, on)]);
        if (found.is === 'cost') {
          // An hour later, from what is noted alone.
          const noted = draftWith([answerOf(site, on).request], monday + 3_600_000);
          expect(noted.waves.waves).toEqual(found.after.waves.waves);
          expect(noted.waves.finish).toBe(found.comparison.finish.after);
          expect(noted.waves.dayOf.get(site)).toBe(dayNumber(on));
          return;
        }
        for (const near of found.refusals[0]?.advice.match(/\d{4}-\d{2}-\d{2}/g) ?? [])
          expect(agreeOn(draftWith(known), [answerOf(site, near)])).toMatchObject({ is: 'cost' });
      }),
      { numRuns: 12 },
    );
  });
});

it('a ticket that is closed after a day was agreed keeps the day', () => {
  const agreed = answerOf('OSCER', '2019-08-07').request;
  const closed = aRequest('OSCER', { state: 'solved', since: '2019-08-05T07:00:00.000Z', by: 'ggus' });
  const { inventory } = campaignOf([aSite('OSCER')]);
  const view = aView([aRecord('OSCER')], { requests: [closed] });
  const later = plan(inventory, view, aHistory({ requests: [agreed] }), monday + 2 * 3_600_000);
  expect(later.foundRequests).toMatchObject([{ state: 'solved', on: '2019-08-07' }]);
  expect(later.sites[0]?.date).toBe('2019-08-07');
});
