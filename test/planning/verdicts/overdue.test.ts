import { expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/history.js';
import { plan } from '../../../src/planning/plan.js';
import { nextResult } from '../../../src/planning/overview/results.js';
import { aCampaign, anInventory, aSite } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, aRecord, aVerdict, aView, dayMs, flipped, monday } from '../builders.js';

const sentence =
  '1 verdict is overdue, the first since 2019-08-05T08:30:00.000Z: A. Run `migrate commission`: nobody has looked at their jobs in time.';

/** Site A was flipped on Friday, 2 August; its verdict was due three days later. */
function overdue(days: number, verdict: Verdict | null = null, inCommissioning: number | null = null): string | null {
  const inventory = anInventory({
    sites: [aSite('A'), aSite('B')],
    campaign: { limits: { ...aCampaign().limits, in_commissioning: inCommissioning } },
  });
  const view = aView([aMigratedRecord('A'), aRecord('B')]);
  const history = aHistory({ queues: { A: flipped({ verdict }) } });
  return nextResult(plan(inventory, view, history, monday + days * dayMs)).overdue;
}

it('a verdict that nobody has given by the deadline is told with the command', () => {
  expect(overdue(0)).toBeNull();
  expect(overdue(10)).toBe(sentence);
});

it('where it takes the last place in commissioning, the day of the next site is not told as if it came', () => {
  expect(overdue(10, null, 1)).toBe(
    `${sentence} They take all of limits.in_commissioning (1): no other site goes before that, whatever day it is planned on.`,
  );
  expect(overdue(10, null, 2)).toBe(sentence);
});

it('a look before the deadline that left it open is none at the deadline; a verdict is one', () => {
  const early = aVerdict('not enough jobs', { queue: 'A', at: '2019-08-03T08:00:00.000Z' });
  expect(overdue(10, early)).toBe(sentence);
  expect(overdue(10, { ...early, at: '2019-08-06T08:00:00.000Z' })).toBeNull();
  expect(overdue(10, aVerdict('good', { queue: 'A' }))).toBeNull();
  expect(overdue(10, aVerdict('pilot fault', { queue: 'A' }))).toBeNull();
});
