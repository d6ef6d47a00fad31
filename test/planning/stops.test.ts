import { expect, it } from 'vitest';
import { failureClaims } from '../../src/changes/claims.js';
import { emptyHistory } from '../../src/ledger/history.js';
import type { History } from '../../src/model/history.js';
import { withoutStopped } from '../../src/planning/stops.js';
import { anInventory } from '../inventory/builders.js';
import { flip } from '../ledger/builders.js';

const operation = (queue: string, cloud: string) =>
  flip(queue, {
    cloud,
    claims: failureClaims(queue, { cloud }, '2019-08-05', { wave: null, cloud: 1, campaign: null }),
  });
const operations = [operation('A', 'UK'), operation('B', 'UK'), operation('C', 'US')];

const inventory = anInventory();
const nowMs = Date.parse('2019-08-05T08:00:00.000Z');

function stopped(history: Partial<History>) {
  const { going, warnings } = withoutStopped(operations, {
    history: { ...emptyHistory(), ...history },
    inventory,
    nowMs,
  });
  return { going: going.map(({ subject }) => subject), warnings };
}

it('a site with queues in two clouds stands still while either is paused', () => {
  const both = flip('D', { cloud: 'US', alsoIn: ['UK'], claims: [] });
  const pause = { scope: 'cloud=UK', by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  const history = { ...emptyHistory(), pauses: [pause] };
  expect(withoutStopped([both], { history, inventory, nowMs }).going).toEqual([]);
});

it('where nothing is paused and no budget is used up, everything goes on', () => {
  expect(stopped({})).toEqual({ going: ['A', 'B', 'C'], warnings: [] });
});

it('a pause stops its scope and says who and why', () => {
  const pause = { scope: 'cloud=UK', by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  expect(stopped({ pauses: [pause] })).toEqual({
    going: ['C'],
    warnings: [
      'cloud=UK is paused by anna since 2019-08-05T06:00:00.000Z: RAL is down. `migrate resume --scope cloud=UK --reason TEXT` ends it. So 2 operations wait.',
    ],
  });
});

it('a pause with an end holds before it and no longer, and says on which day of the campaign', () => {
  const pause = { scope: 'campaign', by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  const ahead = { ...pause, until: '2019-08-06T22:00:00.000Z' };
  expect(stopped({ pauses: [ahead] })).toEqual({
    going: [],
    warnings: [
      'campaign is paused by anna since 2019-08-05T06:00:00.000Z: RAL is down. It ends on 2019-08-07 by itself; `migrate resume --scope campaign --reason TEXT` ends it before. So 3 operations wait.',
    ],
  });
  expect(stopped({ pauses: [{ ...pause, until: '2019-08-05T08:00:00.000Z' }] }).going).toEqual(['A', 'B', 'C']);
});

it('a pause spares the scopes and the kinds of operation that it names', () => {
  const pause = { scope: 'campaign', by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  expect(stopped({ pauses: [{ ...pause, except: ['cloud=UK'] }] }).going).toEqual(['A', 'B']);
  expect(stopped({ pauses: [{ ...pause, except: ['rollback'] }] }).going).toEqual([]);
  expect(stopped({ pauses: [{ ...pause, except: ['flip'] }] }).going).toEqual(['A', 'B', 'C']);
});

it('of two pauses the one that lasts longest is told', () => {
  const pause = { by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  const pauses = [
    { ...pause, scope: 'campaign', until: '2019-08-06T22:00:00.000Z' },
    { ...pause, scope: 'cloud=UK', until: null },
  ];
  expect(stopped({ pauses }).warnings.map((warning) => warning.slice(0, 20))).toEqual([
    'cloud=UK is paused b',
    'campaign is paused b',
  ]);
});

it('a budget that is used up stops its scope', () => {
  const claims = new Map([['failures/cloud=US', new Map([['X', 1]])]]);
  const { going, warnings } = stopped({ claims });
  expect(going).toEqual(['A', 'B']);
  expect(warnings[0]).toContain('The budget of 1 failures for cloud=US is used up.');
});
