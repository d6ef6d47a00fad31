import { describe, expect, it } from 'vitest';
import { closedDays, closedOn } from '../../../src/planning/calendar/downtimes.js';
import { beginningOfTime, dayNumber, endOfTime } from '../../../src/model/dates.js';
import { anOutage } from '../builders.js';

const owners = new Map([['OU_OSCER_ATLAS', new Set(['OSCER'])]]);
const today = dayNumber('2019-08-05');

function closed(start: string, end: string, severity = 'OUTAGE', atlasSite = 'OU_OSCER_ATLAS') {
  return closedDays([{ ...anOutage(atlasSite, start, end), severity }], owners, 'Europe/Zurich', today).get('OSCER');
}

describe('an outage', () => {
  it("closes its site from its first to its last day, in the campaign's time zone", () => {
    expect(closed('2019-08-06T22:30:00Z', '2019-08-08T21:00:00Z')).toEqual([
      {
        from: dayNumber('2019-08-07'),
        to: dayNumber('2019-08-08'),
        reason: 'downtime of OU_OSCER_ATLAS from 2019-08-07 to 2019-08-08: power cut',
      },
    ]);
  });

  it('that ends at midnight leaves the new day open', () => {
    expect(closed('2019-08-06T08:00:00Z', '2019-08-07T22:00:00Z')?.[0]?.to).toBe(dayNumber('2019-08-07'));
  });

  it('that is over closes nothing', () => {
    expect(closed('2019-08-01T08:00:00Z', '2019-08-04T20:00:00Z')).toBeUndefined();
  });

  it('of another site closes nothing here', () => {
    expect(closed('2019-08-06T08:00:00Z', '2019-08-07T08:00:00Z', 'OUTAGE', 'ELSEWHERE')).toBeUndefined();
  });

  it('is not a time at risk', () => {
    expect(closed('2019-08-06T08:00:00Z', '2019-08-07T08:00:00Z', 'AT_RISK')).toBeUndefined();
  });

  it('is found by its days', () => {
    const days = closed('2019-08-06T08:00:00Z', '2019-08-07T08:00:00Z');
    expect([5, 6, 7, 8].map((day) => closedOn(days, dayNumber(`2019-08-0${day}`)) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(closedOn(undefined, today)).toBeNull();
  });

  it('without an end, or a beginning, closes until it is corrected', () => {
    expect(closed('2019-08-06T08:00:00Z', endOfTime)?.[0]).toMatchObject({
      from: dayNumber('2019-08-06'),
      reason: 'downtime of OU_OSCER_ATLAS from 2019-08-06 without an end: power cut',
    });
    expect(closedOn(closed(beginningOfTime, endOfTime), dayNumber('2035-01-01'))).not.toBeNull();
  });

  it('closes every site that is there', () => {
    const both = new Map([['SHARED', new Set(['ONE', 'OTHER'])]]);
    const outage = anOutage('SHARED', '2019-08-06T08:00:00Z', '2019-08-07T08:00:00Z');
    expect([...closedDays([outage], both, 'UTC', today).keys()]).toEqual(['ONE', 'OTHER']);
  });
});
