import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../src/planning/calendar/calendar.js';
import { closingWarning, windowOf, windowSentence } from '../../../src/planning/calendar/window.js';
import { dayNumber } from '../../../src/model/dates.js';
import type { Campaign } from '../../../src/model/campaign.js';
import type { CalendarWindow } from '../../../src/model/plan.js';
import { aCampaign } from '../../inventory/builders.js';

const stop = { from: '2019-12-20', to: '2020-01-06', because: 'end-of-year stop' };
const policy = { lead_days: 3, expected_days: 2 };

function windowOn(day: string, campaign: Partial<Campaign> = { freezes: [stop] }): CalendarWindow {
  return windowOf(calendarOf({ ...aCampaign(), holidays: [], ...campaign }), dayNumber(day));
}

describe('the next closing', () => {
  it('has the last day with room before it, the days left and the first day after it', () => {
    expect(windowOn('2019-12-16')).toEqual({
      closed: null,
      closes: {
        from: '2019-12-20',
        until: '2020-01-07',
        reason: 'freeze from 2019-12-20 to 2020-01-06: end-of-year stop',
        lastOpen: '2019-12-19',
        openDays: 4,
        days: 18,
      },
    });
  });

  it('is no weekend, no holiday and nothing later than three months', () => {
    expect(
      windowOn('2019-08-05', { freezes: [stop], holidays: [{ on: '2019-08-06', country: null }] }).closes,
    ).toBeNull();
  });

  it('is a pace of 0 as well', () => {
    const pace = [
      { from: null, to: null, sites_per_day: 2, because: null },
      { from: '2019-08-12', to: null, sites_per_day: 0, because: 'moving the catalogue' },
    ];
    expect(windowOn('2019-08-05', { pace }).closes).toMatchObject({
      from: '2019-08-12',
      until: null,
      days: null,
      lastOpen: '2019-08-09',
      reason: 'moving the catalogue',
    });
  });

  it('comes after the day on which the calendar opens again, where it is closed now', () => {
    const freezes = [stop, { from: '2020-01-15', to: '2020-01-16', because: 'maintenance' }];
    const window = windowOn('2019-12-24', { freezes });
    expect(window.closed?.until).toBe('2020-01-07');
    expect(window.closes).toMatchObject({ from: '2020-01-15', openDays: 6 });
    expect(windowSentence(window)).toBe(
      'Closed today: freeze from 2019-12-20 to 2020-01-06: end-of-year stop; the next day with room is 2020-01-07.',
    );
  });
});

describe('a long closing is warned of', () => {
  it('as long as a site can be asked, go and be judged before it', () => {
    expect(closingWarning(windowOn('2019-12-05'), policy)).toBeNull();
    expect(closingWarning(windowOn('2019-12-06'), policy)).toBe(
      'No site goes from 2019-12-20 on (freeze from 2019-12-20 to 2020-01-06: end-of-year stop); the next day with room is 2020-01-07. 10 days with room are left, the last 2019-12-19: a site that goes later than 2 working days before 2019-12-20 is still under watch then, and one that is to go before is asked 3 days ahead.',
    );
  });

  it('and a short one is not', () => {
    const freezes = [{ from: '2019-08-13', to: '2019-08-14', because: 'maintenance' }];
    const window = windowOn('2019-08-12', { freezes });
    expect(closingWarning(window, policy)).toBeNull();
    expect(windowSentence(window)).toBe(
      'Open until 2019-08-12; then freeze from 2019-08-13 to 2019-08-14: maintenance; the next day with room is 2019-08-15.',
    );
  });
});
