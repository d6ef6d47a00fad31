import { describe, expect, it } from 'vitest';
import type { History, QueueHistory, RequestFact } from '../../../src/model/history.js';
import type { Site } from '../../../src/model/inventory.js';
import type { Campaign } from '../../../src/model/campaign.js';
import type { OpenOperation } from '../../../src/model/operation.js';
import type { GridView } from '../../../src/model/plan.js';
import { draft } from '../../../src/planning/plan.js';
import { daysLost } from '../../../src/planning/turns/days-lost.js';
import { turnsOf, type Happened, type Turn } from '../../../src/planning/turns/turn.js';
import { aCampaign, anInventory, aSite } from '../../inventory/builders.js';
import {
  aHistory,
  aMigratedRecord,
  anOpenFlip,
  aQueueHistory,
  aRecord,
  aRequest,
  aView,
  aVerdict,
  flipped,
  monday,
} from '../builders.js';

const thursday = '2019-08-01T08:00:00.000Z';

interface Past {
  readonly requests?: readonly RequestFact[];
  readonly site?: Partial<Site>;
  readonly queues?: Readonly<Record<string, QueueHistory>>;
  readonly view?: Partial<GridView>;
  readonly migrated?: boolean;
  readonly campaign?: Partial<Campaign>;
  readonly openRequests?: readonly OpenOperation[];
  readonly pauses?: History['pauses'];
  readonly claims?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly events?: readonly Happened[];
  readonly nowMs?: number;
}

/** OSCER alone, on Monday, 5 August. */
function look(past: Past): { readonly turn: Turn | undefined; readonly lost: Readonly<Record<string, number>> } {
  const { site = {}, migrated = false, view = {}, events = [], nowMs = monday, campaign = {}, ...history } = past;
  const inventory = anInventory({
    sites: [aSite('OSCER', site)],
    campaign: { requests: { ...aCampaign().requests, channel: 'ggus', lead_days: 3 }, ...campaign },
  });
  const made = draft(
    inventory,
    aView([migrated ? aMigratedRecord() : aRecord()], view),
    aHistory({ ...history, pauses: history.pauses ?? [] }),
    nowMs,
  );
  const turns = turnsOf(made.plan.sites, made.situation, events);
  return { turn: turns[0], lost: Object.fromEntries(daysLost(events, turns, made.situation)) };
}

const open = anOpenFlip(thursday);
const requestOpen: OpenOperation = {
  ...open,
  operation: { ...open.operation, key: 'pilot2/OSCER/migration#1', kind: 'request', queue: null },
};
const conflict: Happened = {
  at: thursday,
  what: 'settled',
  key: 'pilot2/OSCER/flip#0',
  site: 'OSCER',
  detail: { outcome: 'conflict', message: 'eve set it to 3.' },
};

describe('whose turn it is', () => {
  it.each<readonly [what: string, past: Past, party: Turn['party'], about: string, since: string | null]>([
    [
      'no answer',
      { requests: [aRequest('OSCER', { since: '2019-08-04T08:00:00.000Z' })] },
      'the site',
      'an answer',
      '2019-08-04T08:00:00.000Z',
    ],
    [
      'an answer unread',
      { requests: [aRequest('OSCER', { state: 'replied', since: thursday })] },
      'us',
      'to read',
      thursday,
    ],
    [
      'a no',
      { requests: [aRequest('OSCER', { state: 'declined', since: thursday })] },
      'the site',
      'declined',
      thursday,
    ],
    [
      'a yes, and its day has come',
      { requests: [aRequest('OSCER', { state: 'accepted', since: thursday })] },
      'us',
      'its flip is due',
      '2019-08-04T22:00:00.000Z',
    ],
    [
      'a day agreed',
      { requests: [aRequest('OSCER', { state: 'accepted', since: thursday, on: '2019-08-09' })] },
      'nobody',
      'its day is 2019-08-09',
      thursday,
    ],
    [
      'a request that may have arrived',
      { requests: [aRequest('OSCER', { state: 'unconfirmed', since: thursday })] },
      'the helpdesk',
      'not known',
      thursday,
    ],
    [
      'a request being sent',
      { openRequests: [requestOpen] },
      'the helpdesk',
      'whether the request has arrived',
      thursday,
    ],
    [
      'a helpdesk that is silent',
      { requests: [aRequest('OSCER', { since: thursday })], view: { requests: null } },
      'the helpdesk',
      'cannot be read',
      null,
    ],
    [
      'an unconfirmed flip',
      { queues: { OSCER: aQueueHistory({ open }) } },
      "the catalogue's owners",
      'does not show the flip',
      thursday,
    ],
    [
      'a flip begun',
      { queues: { OSCER: aQueueHistory({ open: { ...open, state: 'intended' } }) } },
      'us',
      'to carry on',
      thursday,
    ],
    ['a conflict', { events: [conflict] }, "the catalogue's owners", 'eve set it to 3.', thursday],
    [
      'the jobs',
      { queues: { OSCER: flipped() }, migrated: true },
      'nobody',
      'its jobs are watched',
      '2019-08-02T08:30:00.000Z',
    ],
    [
      'a verdict overdue',
      { queues: { OSCER: flipped() }, migrated: true, nowMs: monday + 3 * 86_400_000 },
      'us',
      'overdue',
      '2019-08-05T08:30:00.000Z',
    ],
    [
      'a fault of the site',
      { queues: { OSCER: flipped({ verdict: aVerdict('site fault') }) }, migrated: true },
      'the site',
      'to repair',
      '2019-08-03T08:00:00.000Z',
    ],
    ['an operating system', { site: { os: null } }, 'the site', 'is not known', null],
    ['a hold', { site: { hold: { because: 'vacation', until: null, by: 'anna' } } }, 'us', 'vacation', null],
    ['a day of its own', { site: { ready_on: '2019-08-20' } }, 'nobody', 'ready from 2019-08-20', null],
    [
      'a pause',
      { pauses: [{ scope: 'site=OSCER', by: 'anna', at: thursday, reason: 'wait' }] },
      'us',
      'to end the pause',
      thursday,
    ],
  ])('%s', (_what, past, party, about, since) => {
    const { turn } = look(past);
    expect(turn).toMatchObject({ party, since, what: expect.stringContaining(about) as string });
    if (since === null) expect(turn?.days).toBeNull();
  });

  it('somebody makes the change in a web form where the profile says so', () => {
    const inventory = anInventory({ sites: [aSite('OSCER')] });
    const profile = { catalogue: { writer: 'instructions' } } as unknown as (typeof inventory.grid.profiles)[string];
    const withForm = { ...inventory, grid: { ...inventory.grid, use: 'real', profiles: { real: profile } } };
    const history = aHistory({ queues: { OSCER: aQueueHistory({ open: { ...open, state: 'acting' } }) } });
    const { plan, situation } = draft(withForm, aView([aRecord()]), history, monday);
    expect(turnsOf(plan.sites, situation, [])).toMatchObject([
      { party: "the catalogue's owners", what: 'the flip of OSCER in the web form', days: 4 },
    ]);
  });

  it('nobody’s at a site that is finished', () => {
    expect(look({ migrated: true }).turn).toBeUndefined();
  });
});

describe('days lost', () => {
  const told = (state: RequestFact['state'], day: string, more: Partial<RequestFact> = {}): Happened => {
    const fact = aRequest('OSCER', { state, since: `2019-07-${day}T08:00:00.000Z`, ...more });
    return { at: fact.since, what: 'request', key: null, site: 'OSCER', detail: { ...fact } };
  };

  it('count the open days of the campaign on which it was the turn of each', () => {
    // Asked on Monday the 15th, answered on Thursday, read on Tuesday the 23rd, flipped on Friday the 26th.
    const flip: Happened = {
      at: '2019-07-26T08:00:00.000Z',
      what: 'settled',
      key: 'pilot2/OSCER/flip#0',
      site: 'OSCER',
      detail: { outcome: 'done' },
    };
    const events = [told('sent', '15'), told('replied', '18'), told('accepted', '23'), flip];
    const { lost } = look({ events, migrated: true, queues: { OSCER: flipped({ verdict: aVerdict('good') }) } });
    // The site: 16, 17, 18. Us: 19, 22, 23 unread, and 24, 25, 26 until the flip.
    expect(lost).toEqual({ 'the site': 3, us: 6 });
  });

  it('are nobody’s before the day agreed, and none of ours on days whose pace was taken', () => {
    const events = [told('sent', '15'), told('accepted', '16', { on: '2019-07-29' })];
    const requests = [aRequest('OSCER', { state: 'accepted', since: '2019-07-16T08:00:00.000Z', on: '2019-07-29' })];
    // After Monday the 29th: 30, 31, 1, 2, and today.
    expect(look({ events, requests }).lost).toEqual({ 'the site': 1, us: 5 });
    const full = Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((site) => [site, 1]));
    const claims = { 'sites/2019-07-30': full, 'sites/2019-07-31': full };
    expect(look({ events, requests, claims }).lost).toEqual({ 'the site': 1, us: 3 });
  });

  it('go on until now at whose turn it is', () => {
    const events = [told('sent', '26')];
    const requests = [aRequest('OSCER', { since: '2019-07-26T08:00:00.000Z' })];
    expect(look({ events, requests, site: { pin: '2019-10-01' } }).lost).toEqual({ 'the site': 6 });
    expect(look({ events, requests, site: { pin: '2019-10-01' }, view: { requests: null } }).lost).toEqual({
      'the site': 6,
    });
  });

  it('are not counted in a freeze', () => {
    const campaign = { freezes: [{ from: '2019-07-29', to: '2019-08-01', because: 'stop' }] };
    const requests = [aRequest('OSCER', { since: '2019-07-26T08:00:00.000Z' })];
    expect(look({ events: [told('sent', '26')], requests, campaign, site: { pin: '2019-10-01' } }).lost).toEqual({
      'the site': 2,
    });
  });
});
