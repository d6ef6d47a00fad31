import { expect, it } from 'vitest';
import { adopt } from '../../src/execution/adopt.js';
import { actor, at, openLedger } from '../ledger/builders.js';

it('what a plan found without history is noted once', async () => {
  const ledger = await openLedger();
  const plan = {
    adoptions: [{ queue: 'Q', site: 'OSCER', at: at(), changedAt: null, underWatch: true }],
    foundRequests: [
      {
        site: 'TRIUMF',
        step: 'migration',
        round: 1,
        state: 'sent',
        since: at(),
        ref: 'T-1',
        by: 'helpdesk',
        reason: null,
      } as const,
    ],
  };
  await adopt(plan, ledger, actor(), at());
  await adopt(plan, ledger, actor('bob', 2), at(5));
  const history = await ledger.history();
  expect(history.queues.get('Q')?.adopted).toEqual(plan.adoptions[0]);
  expect(history.sites.get('TRIUMF')?.requests).toEqual(plan.foundRequests);
  expect((await ledger.events({})).map(({ what }) => what)).toEqual(['adopted', 'request']);
});
