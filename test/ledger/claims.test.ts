import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/model/history.js';
import { actor, at, carryThrough, claim, flip, tokenOf, intent, openLedger, rollback, settlement } from './builders.js';

const day = 'sites/2019-08-05';

function flipOf(queue: string, site: string, limit: number, pool = day) {
  return flip(queue, { site, claims: [claim(pool, site, limit)] });
}

describe('claims', () => {
  it('are refused beyond the limit, whoever plans', async () => {
    const ledger = await openLedger();
    await ledger.intend(flipOf('A1', 'A', 2), intent());
    await ledger.intend(flipOf('B1', 'B', 2), intent({ actor: actor('bob', 2) }));
    expect(await ledger.intend(flipOf('C1', 'C', 2), intent())).toMatchObject({
      is: 'over limit',
      sentence: 'The limit of 2 for sites/2019-08-05 is reached: 2 taken, C would add 1.',
    });
    expect((await ledger.history()).queues.has('C1')).toBe(false);
  });

  it('count a member once, however many queues it has', async () => {
    const ledger = await openLedger();
    for (const queue of ['A1', 'A2', 'A3'])
      expect(await ledger.intend(flipOf(queue, 'A', 1), intent())).toMatchObject({ is: 'ours' });
    expect((await ledger.history()).claims).toEqual(new Map([[day, new Map([['A', 1]])]]));
  });

  it('let a site that was begun be finished after the limit was lowered', async () => {
    const ledger = await openLedger();
    await ledger.intend(flipOf('A1', 'A', 2), intent());
    await ledger.intend(flipOf('B1', 'B', 2), intent());
    expect(await ledger.intend(flipOf('B2', 'B', 1), intent())).toMatchObject({ is: 'ours' });
  });

  it('add up amounts', async () => {
    const ledger = await openLedger();
    const slots = (queue: string, site: string, amount: number) =>
      flip(queue, { site, claims: [claim('slots/2019-08-05', site, 1000, amount)] });
    await ledger.intend(slots('A1', 'A', 800), intent());
    expect(await ledger.intend(slots('B1', 'B', 201), intent())).toMatchObject({ is: 'over limit' });
    expect(await ledger.intend(slots('C1', 'C', 200), intent())).toMatchObject({ is: 'ours' });
  });

  it('are kept by what took effect and given back by what did not', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flipOf('A1', 'A', 3), 'done');
    await carryThrough(ledger, flipOf('B1', 'B', 3), 'unconfirmed');
    await carryThrough(ledger, flipOf('C1', 'C', 3), 'conflict');
    expect((await ledger.history()).claims.get(day)).toEqual(
      new Map([
        ['A', 1],
        ['B', 1],
      ]),
    );
  });

  it('of an operation intended anew are those of the new plan', async () => {
    const ledger = await openLedger();
    await ledger.intend(flipOf('A1', 'A', 1, 'sites/2019-08-05'), intent({ leaseMs: 0 }));
    await ledger.intend(flipOf('A1', 'A', 1, 'sites/2019-08-06'), intent());
    expect([...(await ledger.history()).claims.keys()]).toEqual(['sites/2019-08-06']);
  });
});

describe('a place in commissioning', () => {
  const watched = (queue: string, site: string) =>
    flip(queue, {
      site,
      claims: [claim('in_commissioning', site, 1), claim('tier1_in_commissioning', site, 1), claim(day, site, 9)],
    });
  const verdict = (
    queue: string,
    change: Partial<Verdict> = {},
  ): { what: 'verdict'; site: string; verdict: Verdict } => ({
    what: 'verdict',
    site: 'A',
    verdict: {
      queue,
      generation: 1,
      verdict: 'good',
      reason: 'Ten jobs.',
      at: at(60),
      by: 'commissioning',
      ends: null,
      ...change,
    },
  });

  it('is free again when the last queue of its site is judged good', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, watched('A1', 'A'));
    await carryThrough(ledger, watched('A2', 'A'));
    await ledger.note(verdict('A1'), actor(), at(60));
    expect(await ledger.intend(watched('B1', 'B'), intent())).toMatchObject({ is: 'over limit' });
    await ledger.note(verdict('A2'), actor(), at(60));
    expect(await ledger.intend(watched('B1', 'B'), intent())).toMatchObject({ is: 'ours' });
    expect((await ledger.history()).claims.get(day)?.has('A')).toBe(true);
  });

  it.each([
    ['of another kind', { verdict: 'pilot fault' }],
    ['of a generation that has passed', { generation: 0 }],
  ] as const)('stays taken after a verdict %s', async (_, change) => {
    const ledger = await openLedger();
    await carryThrough(ledger, watched('A1', 'A'));
    await ledger.note(verdict('A1', change), actor(), at(60));
    expect(await ledger.intend(watched('B1', 'B'), intent())).toMatchObject({ is: 'over limit' });
  });

  it('is free again when a queue of its site was rolled back', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, watched('A1', 'A'));
    await carryThrough(ledger, watched('A2', 'A'));
    const token = tokenOf(await ledger.intend(rollback('A1', 1, { site: 'A' }), intent()));
    await ledger.settle(token, settlement('done'));
    expect(await ledger.intend(watched('B1', 'B'), intent())).toMatchObject({ is: 'ours' });
  });
});
