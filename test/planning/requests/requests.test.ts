import { describe, expect, it } from 'vitest';
import { leadDay, overlayRequests, requestView } from '../../../src/planning/requests/requests.js';
import { dayNumber } from '../../../src/model/dates.js';
import type { RequestFact } from '../../../src/model/history.js';
import { aHistory, aRequest } from '../builders.js';

function overlay(known: readonly RequestFact[], found: readonly RequestFact[]) {
  return overlayRequests(aHistory({ requests: known }), found);
}

describe('a request found at the helpdesk', () => {
  it('counts as if the ledger knew it, and is to be noted', () => {
    const found = aRequest();
    expect(overlay([], [found])).toMatchObject({ migration: new Map([['OSCER', found]]), found: [found] });
  });

  it('is no news where the ledger knows as much', () => {
    expect(overlay([aRequest()], [aRequest('OSCER', { since: '2019-08-02T08:00:00.000Z' })]).found).toEqual([]);
  });

  it.each([
    ['unconfirmed', 'sent'],
    ['sent', 'seen'],
    ['seen', 'accepted'],
    ['sent', 'declined'],
  ] as const)('goes on from %s to %s, and never back', (before, after) => {
    const [early, late] = [aRequest('OSCER', { state: before }), aRequest('OSCER', { state: after })];
    expect(overlay([early], [late]).found).toEqual([late]);
    expect(overlay([late], [early]).migration.get('OSCER')).toBe(late);
  });

  it('gives the later of two answers', () => {
    const accepted = aRequest('OSCER', { state: 'accepted', since: '2019-08-02T08:00:00.000Z' });
    const declined = aRequest('OSCER', { state: 'declined', since: '2019-08-03T08:00:00.000Z' });
    expect(overlay([accepted], [declined]).migration.get('OSCER')).toBe(declined);
    expect(overlay([declined], [accepted]).migration.get('OSCER')).toBe(declined);
  });

  it('belongs to the newest round', () => {
    const [first, second] = [aRequest('OSCER', { state: 'declined' }), aRequest('OSCER', { round: 2 })];
    expect(overlay([first], [second]).migration.get('OSCER')).toBe(second);
    expect(overlay([second], [first]).migration.get('OSCER')).toBe(second);
    expect(overlay([second, first], []).migration.get('OSCER')).toBe(second);
  });

  it.each([
    ['solved', 'replied', 'replied'],
    ['solved', 'declined', 'declined'],
    ['replied', 'declined', 'declined'],
    ['solved', 'sent', 'solved'],
  ] as const)('in two tickets, %s and %s, whichever is newer and first, is %s', (one, other, wanted) => {
    const days = ['2019-08-02T08:00:00.000Z', '2019-08-03T08:00:00.000Z'] as const;
    for (const [first, second] of [days, [days[1], days[0]] as const]) {
      const tickets = [
        aRequest('OSCER', { state: one, since: first, ref: '#1' }),
        aRequest('OSCER', { state: other, since: second, ref: '#2' }),
      ];
      for (const found of [tickets, tickets.toReversed()]) {
        const read = overlay([aRequest()], found);
        expect(read.migration.get('OSCER')?.state).toBe(wanted);
        expect(read.found.map(({ state }) => state)).toEqual([wanted]);
      }
    }
  });

  it('in two tickets keeps what a person noted later than both', () => {
    const noted = aRequest('OSCER', { state: 'accepted', since: '2019-08-05T08:00:00.000Z' });
    const answers = (['replied', 'declined'] as const).map((state) => aRequest('OSCER', { state }));
    expect(overlay([noted], answers).migration.get('OSCER')).toBe(noted);
    const newer = aRequest('OSCER', { state: 'replied', since: '2019-08-06T08:00:00.000Z' });
    expect(overlay([noted], [...answers, newer]).migration.get('OSCER')).toBe(newer);
  });

  it('of another step says nothing of the migration', () => {
    const { migration, found } = overlay([], [aRequest('OSCER', { step: 'reminder' })]);
    expect(migration.size).toBe(0);
    expect(found).toHaveLength(1);
  });
});

describe('a request as people see it', () => {
  it('is none, or has a state with its date and reference', () => {
    expect(requestView(undefined)).toEqual({ state: 'none' });
    expect(requestView(aRequest('OSCER', { state: 'none' }))).toEqual({ state: 'none' });
    expect(requestView(aRequest())).toEqual({ state: 'sent', since: '2019-08-01T08:00:00.000Z', ref: '#4711' });
    expect(requestView(aRequest('OSCER', { state: 'declined', ref: null }))).toEqual({
      state: 'declined',
      since: '2019-08-01T08:00:00.000Z',
    });
  });

  it('is sent when it was seen, and accepted when it was solved', () => {
    expect(requestView(aRequest('OSCER', { state: 'seen' })).state).toBe('sent');
    expect(requestView(aRequest('OSCER', { state: 'solved' })).state).toBe('accepted');
  });
});

describe('the lead time', () => {
  function day(fact: RequestFact | undefined) {
    return leadDay(fact, 3, 'Europe/Zurich');
  }

  it("runs from the day of the request, in the campaign's time zone", () => {
    expect(day(aRequest('OSCER', { since: '2019-08-01T22:30:00.000Z' }))).toBe(dayNumber('2019-08-05'));
  });

  it('is over with an acceptance', () => {
    expect(day(aRequest('OSCER', { state: 'accepted' }))).toBe(dayNumber('2019-08-01'));
  });

  it.each(['none', 'unconfirmed', 'declined'] as const)('does not run while the request is %s', (state) => {
    expect(day(aRequest('OSCER', { state }))).toBeNull();
    expect(day(undefined)).toBeNull();
  });
});
