import { describe, expect, it } from 'vitest';
import { followUpOf, requestSentence } from '../../../src/planning/requests/follow-up.js';
import { plan } from '../../../src/planning/plan.js';
import { remindIntent, requestIntent, requestLines } from '../../../src/planning/requested/requests.js';
import { assess, type Situation } from '../../../src/planning/situation.js';
import type { QueueHistory, RequestFact } from '../../../src/model/history.js';
import type { Site } from '../../../src/model/inventory.js';
import type { Campaign } from '../../../src/model/campaign.js';
import { anInventory, aRetirement, aSite } from '../../inventory/builders.js';
import {
  aChange,
  aHistory,
  aMigratedRecord,
  anOpenFlip,
  aQueueHistory,
  aRecord,
  aRequest,
  aView,
  flipped,
  monday,
} from '../builders.js';

interface Past {
  readonly requests?: readonly RequestFact[];
  readonly site?: Partial<Site>;
  readonly policy?: Partial<Campaign['requests']>;
  readonly queues?: Readonly<Record<string, QueueHistory>>;
  readonly migrated?: boolean;
}

/** OSCER alone, on Monday 5 August; `remind_days` is 5. */
function situation({ requests = [], site = {}, policy = {}, queues = {}, migrated = false }: Past = {}): Situation {
  const inventory = anInventory({
    sites: [aSite('OSCER', site)],
    retirements: [aRetirement('ANALY_OLD')],
    campaign: { requests: { channel: 'ggus', lead_days: 3, remind_days: 5, template: 'migration-request', ...policy } },
  });
  return assess(inventory, aView([migrated ? aMigratedRecord() : aRecord()]), aHistory({ requests, queues }), monday);
}

function due(past: Past): { is: string; sentence: string } | null {
  const [facts] = situation(past).sites;
  return facts ? followUpOf(facts, situation(past)) : null;
}

const july = (day: number): string => `2019-07-${day}T08:00:00.000Z`;
const asked = aRequest('OSCER', { since: july(30) });
const reminded = aRequest('OSCER', { step: 'reminder', since: july(31), round: 1 });
const inFlight = anOpenFlip('2019-08-05T05:30:00.000Z');

describe('a request without an answer', () => {
  it('asks for nothing before the days of the campaign are over', () => {
    expect(due({ requests: [aRequest('OSCER', { since: '2019-08-01T08:00:00.000Z' })] })).toBeNull();
    expect(due({})).toBeNull();
  });

  it('asks for a reminder then, whether or not somebody has seen it', () => {
    for (const state of ['sent', 'seen'] as const) {
      expect(due({ requests: [{ ...asked, state }] })).toMatchObject({
        is: 'remind',
        sentence: 'OSCER was asked on 2019-07-30 and has not answered for 6 days: a reminder is due.',
      });
    }
  });

  it('asks for a decision as many days after its reminder', () => {
    expect(due({ requests: [asked, { ...reminded, since: '2019-08-02T08:00:00.000Z' }] })).toBeNull();
    expect(due({ requests: [asked, reminded] })).toMatchObject({
      is: 'decide',
      sentence:
        'OSCER was asked on 2019-07-30 and reminded on 2019-07-31, and has not answered: go on (`migrate request accept OSCER --reason …`) or hold it (`hold` in the inventory).',
    });
  });

  it('of a new round is reminded of anew', () => {
    expect(due({ requests: [{ ...asked, round: 2 }, reminded] })).toMatchObject({ is: 'remind' });
  });

  it('asks for a decision at once where a mail has nowhere to go', () => {
    expect(due({ requests: [asked], site: { contact: null }, policy: { channel: 'mail' } })).toMatchObject({
      is: 'decide',
    });
  });

  it.each([
    ['answered', { requests: [{ ...asked, state: 'accepted' as const }] }],
    ['declined', { requests: [{ ...asked, state: 'declined' as const }] }],
    ['held', { requests: [asked], site: { hold: { because: 'vacation', until: null, by: 'anna' } } }],
    ['migrated', { requests: [asked], migrated: true }],
    ['being flipped', { requests: [asked], queues: { OSCER: aQueueHistory({ open: inFlight }) } }],
    ['begun', { requests: [asked], queues: { OSCER: flipped() } }],
    [
      'rolled back',
      { requests: [asked], queues: { OSCER: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }) } },
    ],
  ])('asks for nothing of a site that is %s', (_what, past) => {
    expect(due(past)).toBeNull();
  });

  it('stands in the reason of its site', () => {
    const sentence = (past: Past): string => {
      const now = situation(past);
      return now.sites[0] ? requestSentence(now.sites[0], now) : '';
    };
    expect(sentence({})).toBe('no request sent yet.');
    expect(sentence({ requests: [{ ...asked, state: 'seen' }] })).toBe(
      'request sent on 2019-07-30, and seen, 6 days without an answer.',
    );
    expect(sentence({ requests: [{ ...asked, state: 'accepted' }] })).toBe('request accepted on 2019-07-30.');
    expect(sentence({ requests: [asked, reminded] })).toContain('go on (`migrate request accept OSCER');
  });
});

describe("today's reminders", () => {
  const policy = { channel: 'ggus', lead_days: 3, remind_days: 5, template: 'migration-request' } as const;

  it('go to sites whose wave leaves time for an answer', () => {
    const inventory = anInventory({
      sites: [aSite('OSCER', { ready_on: '2019-08-19' })],
      campaign: { requests: policy },
    });
    const { operations } = plan(inventory, aView(), aHistory({ requests: [asked] }), monday);
    expect(operations).toMatchObject([
      {
        key: 'pilot2/OSCER/reminder#1',
        kind: 'request',
        before: { request: 'sent', ref: '#4711', since: july(30) },
        after: { request: 'reminded' },
      },
    ]);
  });

  it('do not go where the site is flipped before it could answer', () => {
    const { operations } = plan(
      anInventory({ campaign: { requests: policy } }),
      aView(),
      aHistory({ requests: [asked] }),
      monday,
    );
    expect(operations.map(({ kind }) => kind)).toEqual(['flip']);
  });
});

describe('an order to ask', () => {
  const wanted = { sites: ['OSCER'], step: 'migration', again: false, reason: 'An operator asked for it.' };

  it('opens the first round, and no second one by itself', () => {
    expect(requestIntent(situation(), wanted).operations).toMatchObject([
      { key: 'pilot2/OSCER/migration#1', before: { request: 'none' }, after: { request: 'sent' } },
    ]);
    expect(requestIntent(situation({ requests: [asked] }), wanted)).toMatchObject({
      operations: [],
      already: [{ outcome: 'already', message: 'sent on 2019-07-30: #4711.' }],
    });
    expect(requestIntent(situation({ requests: [asked] }), { ...wanted, again: true }).operations).toMatchObject([
      { key: 'pilot2/OSCER/migration#2' },
    ]);
  });

  it('is refused at a site that has gone already, once more and a reminder too', () => {
    const gone = { sentence: expect.stringMatching(/^OSCER is at the new pilot \('2'\) already\. /) as string };
    expect(requestIntent(situation({ migrated: true }), wanted).refusals).toMatchObject([gone]);
    const again = { ...wanted, again: true };
    expect(requestIntent(situation({ migrated: true, requests: [asked] }), again).refusals).toMatchObject([gone]);
    expect(remindIntent(situation({ migrated: true, requests: [asked] }), ['OSCER']).refusals).toMatchObject([gone]);
  });

  it('is refused at a site of which no queue takes part', () => {
    const leaving = situation({ site: { queues: { ANALY_OLD: {} } } });
    expect(requestIntent(leaving, wanted).refusals).toMatchObject([
      { sentence: 'No queue takes part: ANALY_OLD retires.' },
    ]);
  });

  it('takes an unconfirmed one up again where it can be looked up, and leaves a mail to a person', () => {
    const requests = [{ ...asked, state: 'unconfirmed' as const, ref: null }];
    expect(requestIntent(situation({ requests }), wanted).operations).toMatchObject([
      { key: 'pilot2/OSCER/migration#1' },
    ]);
    const byMail = requestIntent(situation({ requests, policy: { channel: 'mail' } }), wanted);
    expect(byMail).toMatchObject({ operations: [], already: [{ outcome: 'unconfirmed' }] });
    expect(byMail.already[0]?.message).toContain('`migrate request sent OSCER`');
  });

  it('writes a notice under the name of its template', () => {
    expect(requestIntent(situation(), { ...wanted, step: 'brokeroff-notice' }).refusals).toMatchObject([
      { sentence: 'No queue of OSCER retires.' },
    ]);
    expect(
      requestIntent(situation({ site: { queues: { OSCER: {}, ANALY_OLD: {} } } }), {
        ...wanted,
        step: 'brokeroff-notice',
      }).operations,
    ).toMatchObject([{ key: 'pilot2/OSCER/brokeroff-notice#1' }]);
  });

  it('finds a site by its ATLAS site as well, and asks it once', () => {
    const named = situation({ site: { atlas_sites: ['OU_OSCER_ATLAS'] } });
    expect(requestIntent(named, { ...wanted, sites: ['OSCER', 'OU_OSCER_ATLAS'] })).toMatchObject({
      operations: [{ site: 'OSCER' }],
      refusals: [],
    });
  });

  it('is refused for names that are no site, and where a mail has nowhere to go', () => {
    const of = (name: string, past: Past = {}): string[] =>
      requestIntent(situation(past), { ...wanted, sites: [name] }).refusals.map(
        ({ sentence, advice }) => `${sentence} ${advice}`,
      );
    expect(of('OSCAR')).toEqual(['The inventory knows no site OSCAR. Did you mean OSCER?']);
    expect(of('ANALY_X', { site: { queues: { ANALY_X: {} } } })).toEqual([
      'The inventory knows no site ANALY_X. Its site is OSCER.',
    ]);
    expect(of('OSCER', { site: { contact: null }, policy: { channel: 'mail' } })).toEqual([
      'OSCER has no `contact`. Write its address into the inventory.',
    ]);
    expect(of('OSCER/ANALY_X', { site: { queues: { ANALY_X: {} } } })).toEqual([
      'The inventory knows no site OSCER/ANALY_X. Its site is OSCER.',
    ]);
    expect(of('zzzzzzzz')).toEqual(['The inventory knows no site zzzzzzzz. Look the name up in the inventory.']);
  });
});

describe('an order to remind', () => {
  it('without names reminds those who are silent for long enough', () => {
    expect(remindIntent(situation({ requests: [asked] }), []).operations).toMatchObject([
      { key: 'pilot2/OSCER/reminder#1' },
    ]);
    expect(remindIntent(situation(), [])).toEqual({ operations: [], already: [], refusals: [] });
  });

  it('by name reminds earlier, once', () => {
    const lately = aRequest('OSCER', { since: '2019-08-04T08:00:00.000Z' });
    expect(remindIntent(situation({ requests: [lately] }), ['OSCER']).operations).toMatchObject([
      { reason: 'OSCER was asked only 22 hours ago. An operator asked for it on 2019-08-05.' },
    ]);
    expect(remindIntent(situation({ requests: [lately, reminded] }), ['OSCER'])).toMatchObject({
      operations: [],
      already: [{ outcome: 'already' }],
    });
  });

  it('is refused where nothing was asked, or the answer is there', () => {
    expect(remindIntent(situation(), ['OSCER']).refusals).toMatchObject([
      { sentence: 'OSCER has no request without an answer: it was not asked yet.' },
    ]);
    expect(remindIntent(situation({ requests: [{ ...asked, state: 'accepted' }] }), ['OSCER']).refusals).toMatchObject([
      { sentence: 'OSCER has no request without an answer: it is accepted.' },
    ]);
  });
});

it('every request known is listed with what it asks for', () => {
  const notice = aRequest('OSCER', { step: 'roll-back', state: 'unconfirmed', ref: null });
  expect(requestLines(situation({ requests: [asked, notice] }))).toMatchObject([
    { step: 'migration', due: 'remind' },
    {
      step: 'roll-back',
      due: 'confirm',
      sentence: 'Ask OSCER whether it arrived, and record it: `migrate request sent OSCER --template roll-back`.',
    },
  ]);
  expect(requestLines(situation({ requests: [{ ...asked, state: 'accepted' }] }))).toMatchObject([
    { due: null, sentence: null },
  ]);
});
