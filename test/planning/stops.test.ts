import { expect, it } from 'vitest';
import { failureClaims } from '../../src/changes/claims.js';
import { emptyHistory } from '../../src/ledger/history.js';
import type { History } from '../../src/model/history.js';
import { withoutStopped } from '../../src/planning/stops.js';
import { flip } from '../ledger/builders.js';

const operation = (queue: string, cloud: string) =>
  flip(queue, {
    cloud,
    claims: failureClaims(queue, { cloud }, '2019-08-05', { wave: null, cloud: 1, campaign: null }),
  });
const operations = [operation('A', 'UK'), operation('B', 'UK'), operation('C', 'US')];

function stopped(history: Partial<History>) {
  const { going, warnings } = withoutStopped(operations, { ...emptyHistory(), ...history });
  return { going: going.map(({ subject }) => subject), warnings };
}

it('a site with queues in two clouds stands still while either is paused', () => {
  const both = flip('D', { cloud: 'US', alsoIn: ['UK'], claims: [] });
  const pause = { scope: 'cloud=UK', by: 'anna', at: '2019-08-05T06:00:00.000Z', reason: 'RAL is down.' };
  expect(withoutStopped([both], { ...emptyHistory(), pauses: [pause] }).going).toEqual([]);
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

it('a budget that is used up stops its scope', () => {
  const claims = new Map([['failures/cloud=US', new Map([['X', 1]])]]);
  const { going, warnings } = stopped({ claims });
  expect(going).toEqual(['A', 'B']);
  expect(warnings[0]).toContain('The budget of 1 failures for cloud=US is used up.');
});
