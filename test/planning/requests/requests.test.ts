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
