import { describe, expect, it } from 'vitest';
import { daysIn } from '../../../src/model/text/days-in.js';

describe('the days that a text names', () => {
  it.each([
    ['we prefer 2019-08-20', ['2019-08-20']],
    ['20 August 2019 would be better', ['2019-08-20']],
    ['on the 3rd of Sept. 2019, please', ['2019-09-03']],
    ['Aug 20, 2019 or 22. August 2019', ['2019-08-20', '2019-08-22']],
    ['2019-08-20, yes 2019-08-20', ['2019-08-20']],
    ['not before May 1, 2020', ['2020-05-01']],
  ])('%s', (text, days) => {
    expect(daysIn(text)).toEqual(days);
  });

  it.each(['go ahead', 'on 08/09/2019', '2019-02-30', 'ticket 12019-08-201', 'in August 2019'])('none: %s', (text) => {
    expect(daysIn(text)).toEqual([]);
  });
});
