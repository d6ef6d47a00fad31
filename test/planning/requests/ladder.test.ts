import { describe, expect, it } from 'vitest';
import type { RequestFact } from '../../../src/model/history.js';
import type { LadderStep } from '../../../src/model/campaign.js';
import { plan } from '../../../src/planning/plan.js';
import { ladderSentence } from '../../../src/planning/requests/ladder.js';
import { aCampaign, anInventory, aSite } from '../../inventory/builders.js';
import { aHistory, aRecord, aRequest, aView, dayMs, monday } from '../builders.js';

const ladder: readonly LadderStep[] = [
  { after_days: 7, step: 'remind' },
  { after_days: 14, step: 'escalate', to: 'US cloud support' },
  { after_days: 21, step: 'hold' },
];
/** On Monday, 5 August. */
const asked = aRequest('OSCER', { since: '2019-08-05T06:00:00.000Z' });

/** OSCER's wave is in October, so that it is waited for; `day` counts from Monday, 5 August. */
function on(
  day: number,
  requests: readonly RequestFact[] = [asked],
  steps: readonly LadderStep[] | null = ladder,
): { readonly ladder: string | null; readonly texts: readonly string[]; readonly reason: string } {
  const inventory = anInventory({
    sites: [aSite('OSCER', { pin: '2019-10-01' })],
    campaign: {
      requests: { ...aCampaign().requests, channel: 'ggus', remind_days: 5, ...(steps && { ladder: steps }) },
    },
  });
  const { sites, operations } = plan(
    inventory,
    aView([aRecord()]),
    aHistory({ requests }),
    monday + day * dayMs + 3_600_000,
  );
  return {
    ladder: ladderSentence(sites[0]?.ladder ?? []),
    texts: operations.map(({ key, before }) => `${key}${before['to'] === undefined ? '' : ` ${before['to']}`}`),
    reason: sites[0]?.reason ?? '',
  };
}

/** The ladder as an agent goes it that wakes on these days: what it sends on each. */
function sentOn(days: readonly number[]): readonly (readonly [day: number, key: string])[] {
  const requests = [asked];
  const sent: (readonly [number, string])[] = [];
  for (const day of days)
    for (const key of on(day, requests).texts) {
      const step = /\/(reminder|escalation)#1/.exec(key)?.[1] ?? '';
      sent.push([day, step]);
      requests.push(aRequest('OSCER', { step, since: new Date(monday + day * dayMs + 3_600_000).toISOString() }));
    }
  return sent;
}

describe('the ladder of a campaign', () => {
  it('shows every step with its day from the beginning', () => {
    expect(on(0).ladder).toBe(
      'Without an answer: reminder on 2019-08-12, escalation to US cloud support on 2019-08-19, hold proposed on 2019-08-26.',
    );
  });

  it('sends each step once, on its day', () => {
    expect(sentOn(Array.from({ length: 30 }, (_, day) => day))).toEqual([
      [7, 'reminder'],
      [14, 'escalation'],
    ]);
  });

  it('skips nothing after a sleep, and goes one late step a day', () => {
    expect(sentOn([0, 6, 20, 20, 21, 22])).toEqual([
      [20, 'reminder'],
      [21, 'escalation'],
    ]);
    expect(on(20).ladder).toBe(
      'Without an answer: reminder on 2019-08-12, escalation to US cloud support on 2019-08-26, hold proposed on 2019-08-27.',
    );
  });

  it('leaves the last step to a person', () => {
    const done = ['reminder', 'escalation'].map((step, index) =>
      aRequest('OSCER', { step, since: new Date(monday + 7 * (index + 1) * dayMs).toISOString() }),
    );
    expect(on(20, [asked, ...done]).reason).not.toContain('go on');
    const { texts, reason } = on(21, [asked, ...done]);
    expect(texts).toEqual([]);
    expect(reason).toContain(
      'OSCER was asked on 2019-08-05, reminded on 2019-08-12, escalated on 2019-08-19, and has not answered: go on (`migrate request accept OSCER --reason …`) or hold it',
    );
  });

  it.each(['replied', 'accepted', 'declined', 'solved'] as const)('stops on an answer: %s', (state) => {
    const answered = { ...asked, state, since: '2019-08-10T06:00:00.000Z' };
    expect(on(8, [answered])).toMatchObject({ ladder: null, texts: [] });
    expect(on(25, [answered])).toMatchObject({ ladder: null, texts: [] });
  });

  it('begins anew with another round', () => {
    const again = { ...asked, round: 2, since: '2019-08-15T06:00:00.000Z' };
    const reminded = aRequest('OSCER', { step: 'reminder', since: '2019-08-12T06:00:00.000Z' });
    expect(on(12, [again, reminded]).ladder).toContain('reminder on 2019-08-22, escalation');
    expect(on(17, [again, reminded]).texts).toEqual(['pilot2/OSCER/reminder#2']);
  });

  it('is by `remind_days` where none is written: a reminder, and as long after it the proposal', () => {
    expect(on(0, [asked], null).ladder).toBe('Without an answer: reminder on 2019-08-10, hold proposed on 2019-08-15.');
    const late = aRequest('OSCER', { step: 'reminder', since: '2019-08-14T06:00:00.000Z' });
    expect(on(10, [asked, late], null).ladder).toBe('Without an answer: hold proposed on 2019-08-19.');
  });

  it('may escalate without a reminder before', () => {
    expect(on(3, [asked], [{ after_days: 3, step: 'escalate', to: 'X' }]).texts).toEqual([
      'pilot2/OSCER/escalation#1 X',
    ]);
  });
});
