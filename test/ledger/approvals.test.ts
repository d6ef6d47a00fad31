import { expect, it } from 'vitest';
import { approvalMark } from '../../src/model/facts/approval-mark.js';
import type { Approval } from '../../src/model/history.js';
import type { Operation } from '../../src/model/operation.js';
import { actor, at, carryThrough, flip, intent, openLedger } from './builders.js';

const needed = (minutes = 0) => ({ ...intent({ at: at(minutes) }), needsApproval: true });

function approval(...operations: readonly Operation[]): Approval {
  const marks = Object.fromEntries(operations.map((operation) => [operation.key, approvalMark(operation)]));
  return { plan: 'abc', plannedBy: 'anna', by: 'ben', at: at(), until: at(60), reason: null, operations: marks };
}

it('what needs approval is begun only as it was approved, and while the approval lasts', async () => {
  const ledger = await openLedger();
  expect(await ledger.intend(flip('Q'), needed())).toEqual({ is: 'not approved' });
  await ledger.note({ what: 'approved', approval: approval(flip('Q'), flip('R'), flip('S')) }, actor('ben'), at());
  expect(await ledger.intend(flip('Q', { after: { pilot_version: '3' } }), needed())).toEqual({ is: 'not approved' });
  expect(await ledger.intend(flip('Q'), needed(60))).toMatchObject({ is: 'ours' });
  expect(await ledger.intend(flip('R'), needed(61))).toEqual({ is: 'not approved' });
  expect(await ledger.intend(flip('S'), intent())).toMatchObject({ is: 'ours' });
  expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
});

it('what was begun is carried on without another approval', async () => {
  const ledger = await openLedger();
  await carryThrough(ledger, flip('Q'), 'unconfirmed');
  expect(await ledger.intend(flip('Q'), needed(20))).toMatchObject({ is: 'ours' });
});
