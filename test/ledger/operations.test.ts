import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/port.js';
import type { RequestFact } from '../../src/model/history.js';
import {
  actor,
  at,
  carryThrough,
  claim,
  flip,
  tokenOf,
  intent,
  openLedger,
  request,
  rollback,
  settlement,
  newPlace,
} from './builders.js';

const bob = intent({ actor: actor('bob', 2) });

describe('an operation', () => {
  it('goes from intended over acting to settled, and is history then', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent()));
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({
      state: 'intended',
      attempt: 0,
      sentAt: null,
      actor: 'anna',
      holder: 'anna@desk 1',
      since: at(),
    });
    expect(await ledger.mark(token, at(1))).toBe(true);
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({
      state: 'acting',
      attempt: 1,
      sentAt: at(1),
    });
    expect(await ledger.settle(token, settlement('done', 2))).toBe(true);
    expect((await ledger.history()).queues.get('Q')).toEqual({
      settled: 1,
      pilot: {
        key: 'pilot2/Q/flip#0',
        kind: 'flip',
        before: flip('Q').before,
        after: flip('Q').after,
        at: at(2),
        effectiveAt: at(27),
        day: '2019-08-05',
        actor: 'anna',
        outcome: 'done',
        reason: flip('Q').reason,
      },
      containers: null,
      status: null,
      open: null,
      verdict: null,
      adopted: null,
    });
  });

  it('is settled once: its key answers what became of it', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'));
    expect(await ledger.intend(flip('Q'), bob)).toEqual({
      is: 'settled',
      outcome: {
        key: 'pilot2/Q/flip#0',
        site: 'OSCER',
        queue: 'Q',
        kind: 'flip',
        outcome: 'done',
        message: 'As planned.',
      },
    });
  });

  it.each(['conflict', 'failed', 'refused', 'held', 'not-run'] as const)(
    'that ended %s had no effect and may be intended again',
    async (outcome) => {
      const ledger = await openLedger();
      await carryThrough(ledger, flip('Q'), outcome);
      expect((await ledger.history()).queues.size).toBe(0);
      expect(await ledger.intend(flip('Q'), bob)).toMatchObject({ is: 'ours', resumed: null });
    },
  );

  it('of a queue that has moved on is stale', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'));
    await carryThrough(ledger, rollback('Q', 1), 'already');
    expect((await ledger.history()).queues.get('Q')).toMatchObject({
      settled: 2,
      pilot: { kind: 'rollback', outcome: 'already' },
    });
    expect(await ledger.intend(rollback('Q', 1, { key: 'pilot2/Q/containers-off#1' }), bob)).toEqual({
      is: 'stale',
      sentence: 'Q has 2 settled operations; this plan was made at 1.',
    });
  });

  it('is alone on its queue', async () => {
    const ledger = await openLedger();
    await ledger.intend(flip('Q'), intent());
    expect(await ledger.intend(rollback('Q', 0), bob)).toMatchObject({
      is: 'busy',
      waiting: 'for its holder',
      open: { operation: { key: 'pilot2/Q/flip#0' }, holder: 'anna@desk 1' },
    });
    expect(await ledger.intend(flip('OTHER'), bob)).toMatchObject({ is: 'ours' });
  });

  it('makes room for another where its holder is gone and nothing was sent', async () => {
    const ledger = await openLedger();
    await ledger.intend(flip('Q', { claims: [claim('sites/2019-08-05', 'OSCER', 1)] }), intent({ leaseMs: 0 }));
    expect(await ledger.intend(rollback('Q', 0), bob)).toMatchObject({ is: 'ours' });
    expect((await ledger.history()).claims.size).toBe(0);
    expect((await ledger.events({})).map(({ what, detail }) => [what, detail['outcome']])).toEqual([
      ['intended', undefined],
      ['settled', 'not-run'],
      ['intended', undefined],
    ]);
  });

  it('that may have been sent has to end before another of its queue', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'), 'unconfirmed');
    expect(await ledger.intend(rollback('Q', 0), { ...bob, at: at(60) })).toMatchObject({
      is: 'busy',
      waiting: 'for its end',
      until: null,
    });
  });

  it('left unconfirmed stays open, without a lease', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'), 'unconfirmed');
    expect((await ledger.history()).queues.get('Q')).toMatchObject({
      settled: 0,
      open: { state: 'unconfirmed', attempt: 1 },
    });
    expect(await ledger.intend(flip('Q'), bob)).toMatchObject({
      is: 'ours',
      resumed: { state: 'unconfirmed', sentAt: at() },
    });
  });

  it('is kept by track: a brokeroff does not hide the flip before it', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'));
    await carryThrough(ledger, flip('Q', { key: 'pilot2/Q/containers-off#1', kind: 'containers-off' }));
    await carryThrough(ledger, flip('Q', { key: 'pilot2/Q/brokeroff#2', kind: 'brokeroff' }));
    expect((await ledger.history()).queues.get('Q')).toMatchObject({
      settled: 3,
      pilot: { kind: 'flip' },
      containers: { kind: 'containers-off' },
      status: { kind: 'brokeroff' },
    });
  });
});

describe('a lease', () => {
  it('keeps others away while it lasts, and says until when', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent({ leaseMs: 60_000 })));
    expect(token.leaseUntilMs - token.storeNowMs).toBe(60_000);
    expect(await ledger.intend(flip('Q'), bob)).toMatchObject({
      is: 'busy',
      waiting: 'for its holder',
      until: new Date(token.leaseUntilMs).toISOString(),
    });
  });

  it('can be made longer by its holder', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent({ leaseMs: 1 })));
    const renewed = await ledger.renew(token, 60_000);
    expect(renewed).toMatchObject({ key: token.key, fence: token.fence });
    expect((renewed?.leaseUntilMs ?? 0) - token.leaseUntilMs).toBeGreaterThanOrEqual(59_999);
    expect(await ledger.intend(flip('Q'), bob)).toMatchObject({ is: 'busy' });
  });

  it('that has run out before anything was sent is taken over at once, with the newer plan', async () => {
    const ledger = await openLedger();
    await ledger.intend(flip('Q'), intent({ leaseMs: 0 }));
    expect(await ledger.intend(flip('Q', { reason: 'Newer.' }), bob)).toMatchObject({
      is: 'ours',
      resumed: null,
      token: { inFlightUntil: null },
    });
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({
      actor: 'bob',
      operation: { reason: 'Newer.' },
    });
  });

  it('that has run out after sending is taken over only after the in-flight window, for its holder may yet send', async () => {
    const ledger = await openLedger();
    await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent({ leaseMs: 0 }))), at(1));
    expect(await ledger.intend(flip('Q'), { ...bob, at: at(10) })).toMatchObject({
      is: 'busy',
      waiting: 'for the in-flight window',
      until: at(11),
    });
    expect(await ledger.intend(flip('Q', { reason: 'Newer.' }), { ...bob, at: at(11) })).toMatchObject({
      is: 'ours',
      resumed: { state: 'acting', sentAt: at(1), operation: { reason: 'OSCER is ready.' } },
    });
  });

  it('of a process that is gone is taken over at once, but its write is given the in-flight window', async () => {
    const ledger = await openLedger({ dead: new Set([1]) });
    await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent())), at(1));
    const token = tokenOf(await ledger.intend(flip('Q'), { ...bob, at: at(2) }));
    expect(token.inFlightUntil).toBe(at(11));
    await expect(ledger.mark(token, at(10))).rejects.toThrow(`in flight until ${at(11)}`);
    expect(await ledger.mark(token, at(11))).toBe(true);
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({
      state: 'acting',
      attempt: 2,
      sentAt: at(11),
    });
  });

  it('taken over leaves its old holder nothing to write', async () => {
    const ledger = await openLedger();
    const old = tokenOf(await ledger.intend(flip('Q'), intent({ leaseMs: 0 })));
    const token = tokenOf(await ledger.intend(flip('Q'), bob));
    expect(await ledger.mark(old, at())).toBe(false);
    expect(await ledger.renew(old, 60_000)).toBeNull();
    expect(await ledger.settle(old, settlement())).toBe(false);
    expect(await ledger.mark(token, at())).toBe(true);
  });

  it('ends with its operation', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent()));
    await ledger.settle(token, settlement());
    expect(await ledger.mark(token, at())).toBe(false);
    expect(await ledger.renew(token, 60_000)).toBeNull();
    expect(await ledger.settle(token, settlement('failed'))).toBe(false);
  });

  it('is worth nothing once an operator has released it', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent()));
    expect(await ledger.release('Q', actor('bob', 2), at(1), 'The machine burnt down.')).toMatchObject([
      { operation: { queue: 'Q' }, actor: 'anna' },
    ]);
    expect(await ledger.mark(token, at(2))).toBe(false);
    expect(await ledger.intend(flip('Q'), bob)).toMatchObject({ is: 'ours' });
    expect(await ledger.release('UNTOUCHED', actor(), at(), 'Why not.')).toEqual([]);
  });

  it('is one for all connections to the ledger', async () => {
    const file = newPlace();
    const [one, other] = [await openLedger({ file }), await openLedger({ file })];
    const intentions = await Promise.all([one.intend(flip('Q'), intent()), other.intend(flip('Q'), bob)]);
    expect(intentions.map(({ is }) => is).sort()).toEqual(['busy', 'ours']);
  });
});

describe('superseding', () => {
  const off = rollback('Q', 1, {
    key: 'pilot2/Q/containers-off#1',
    kind: 'containers-off',
    supersedes: 'pilot2/Q/flip#0',
  });

  it('ends an unconfirmed operation after the in-flight window, and takes its place', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'), 'unconfirmed');
    expect(await ledger.intend(off, { ...bob, at: at(9) })).toMatchObject({
      is: 'busy',
      waiting: 'for the in-flight window',
      until: at(10),
    });
    expect(await ledger.intend(off, { ...bob, at: at(10) })).toMatchObject({ is: 'ours', resumed: null });
    expect((await ledger.history()).queues.get('Q')).toMatchObject({
      settled: 1,
      pilot: null,
      open: { operation: { key: off.key } },
    });
    expect(await ledger.intend(flip('Q'), intent())).toMatchObject({ is: 'stale' });
  });

  it('waits for the in-flight window even where the holder is gone', async () => {
    const ledger = await openLedger({ dead: new Set([1]) });
    await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent())), at());
    expect(await ledger.intend(off, { ...bob, at: at(9) })).toMatchObject({
      is: 'busy',
      waiting: 'for the in-flight window',
    });
  });

  it('does not touch a holder at work', async () => {
    const ledger = await openLedger();
    await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent())), at());
    expect(await ledger.intend(off, { ...bob, at: at(60) })).toMatchObject({ is: 'busy', waiting: 'for its holder' });
  });

  it('is stale once the operation it names has ended without effect', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, flip('Q'), 'failed');
    expect(await ledger.intend(off, bob)).toMatchObject({ is: 'stale' });
  });
});

describe('a request', () => {
  const fact = {
    site: 'OSCER',
    step: 'migration',
    round: 1,
    state: 'sent',
    since: at(1),
    ref: 'T-7',
    by: 'anna',
    reason: null,
  } as const;

  it('is settled together with what is known of it', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(request('OSCER'), intent()));
    await ledger.mark(token, at());
    await ledger.settle(token, { ...settlement(), request: fact });
    expect((await ledger.history()).sites.get('OSCER')).toEqual({ requests: [fact] });
    expect((await ledger.history()).queues.size).toBe(0);
    expect(await ledger.intend(request('OSCER'), bob)).toMatchObject({ is: 'settled', outcome: { outcome: 'done' } });
  });

  it('has one open round a step', async () => {
    const ledger = await openLedger();
    await ledger.intend(request('OSCER', 1), intent());
    expect(await ledger.intend(request('OSCER', 2), bob)).toMatchObject({ is: 'busy' });
    expect(await ledger.intend(request('OSCER', 1, { key: 'pilot2/OSCER/reminder#1' }), bob)).toMatchObject({
      is: 'ours',
    });
    expect(await ledger.intend(request('TRIUMF', 1), bob)).toMatchObject({ is: 'ours' });
  });

  it('of an earlier round is stale', async () => {
    const ledger = await openLedger();
    await ledger.note({ what: 'request', request: { ...fact, round: 2 } }, actor(), at());
    expect(await ledger.intend(request('OSCER', 1), bob)).toEqual({
      is: 'stale',
      sentence: 'A newer round of this request exists: 2.',
    });
    expect(await ledger.intend(request('OSCER', 3), bob)).toMatchObject({ is: 'ours' });
  });

  it('in doubt is closed by the word of a person', async () => {
    const ledger = await openLedger();
    await carryThrough(ledger, request('OSCER'), 'unconfirmed');
    await ledger.note({ what: 'request', request: fact }, actor('bob', 2), at(5));
    expect(await ledger.intend(request('OSCER'), intent())).toMatchObject({
      is: 'settled',
      outcome: { message: 'Recorded as sent by bob.' },
    });
    expect((await ledger.events({ site: 'OSCER' })).at(-1)).toMatchObject({
      what: 'request',
      actor: 'bob',
      key: 'pilot2/OSCER/migration#1',
    });
  });

  it('that is just being sent is not closed from outside', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(request('OSCER'), intent()));
    await ledger.note({ what: 'request', request: fact }, actor('bob', 2), at(5));
    expect(await ledger.mark(token, at(5))).toBe(true);
  });
});

it('a request that somebody recorded is settled, and not begun', async () => {
  const ledger = await openLedger();
  const fact = { site: 'OSCER', step: 'migration', round: 1, state: 'sent', since: at(), ref: 'T-1' } as const;
  await ledger.note({ what: 'request', request: { ...fact, by: 'anna', reason: null } }, actor(), at());
  expect(await ledger.intend(request('OSCER'), intent())).toMatchObject({
    is: 'settled',
    outcome: { outcome: 'already', message: `Recorded as sent on ${at()} by anna: T-1.` },
  });
  expect(await ledger.intend(request('OSCER', 2), intent())).toMatchObject({ is: 'ours' });
});

describe('what a person has noted of a request', () => {
  const noted = {
    site: 'OSCER',
    step: 'migration',
    round: 1,
    state: 'declined',
    since: at(2),
    ref: null,
    by: 'bob',
    reason: 'wait for us',
  } as const;
  const sent = { ...noted, state: 'sent', since: at(1), ref: 'GGUS-1 (1)', by: 'anna', reason: null } as const;
  const present = async (ledger: Ledger) => (await ledger.history()).sites.get('OSCER')?.requests;

  it('stands while the request is being sent, and learns its ticket', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(request('OSCER'), intent()));
    await ledger.mark(token, at());
    await ledger.note({ what: 'request', request: noted }, actor('bob', 2), at(2));
    await ledger.settle(token, { ...settlement('done', 3), request: sent });
    expect(await present(ledger)).toEqual([{ ...noted, ref: 'GGUS-1 (1)' }]);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('is not taken back by what an older look at the helpdesk found, and is by a newer answer', async () => {
    const ledger = await openLedger();
    await ledger.note({ what: 'request', request: noted }, actor('bob', 2), at(2));
    await ledger.note({ what: 'request', request: sent, isFound: true }, actor(), at(3));
    await ledger.note({ what: 'request', request: { ...sent, state: 'solved' }, isFound: true }, actor(), at(3));
    expect(await present(ledger)).toEqual([noted]);
    const agreed = { ...sent, state: 'solved', since: at(4) } as const;
    await ledger.note({ what: 'request', request: agreed, isFound: true }, actor(), at(5));
    expect(await present(ledger)).toEqual([agreed]);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it.each(['declined', 'replied'] as const)('stops a flip that was planned before, where it is "%s"', async (state) => {
    const ledger = await openLedger();
    await ledger.note({ what: 'request', request: { ...noted, state } }, actor('bob', 2), at(2));
    expect(await ledger.intend(flip('OU_OSCER_ATLAS'), intent())).toEqual({
      is: 'stale',
      sentence: `OSCER: its request is noted as ${state} on ${at(2)} by bob.`,
    });
    expect(await ledger.intend(rollback('OU_OSCER_ATLAS', 0), intent())).toMatchObject({ is: 'ours' });
  });

  it('stops a flip before the day that was agreed, and on that day no more', async () => {
    const ledger = await openLedger();
    const agreed = { ...noted, state: 'accepted', on: '2019-08-06' } as const;
    await ledger.note({ what: 'request', request: agreed }, actor('bob', 2), at(2));
    expect(await ledger.intend(flip('OU_OSCER_ATLAS'), { ...intent(), day: '2019-08-05' })).toEqual({
      is: 'stale',
      sentence: 'OSCER has accepted for 2019-08-06, by bob.',
    });
    expect(await ledger.intend(flip('OU_OSCER_ATLAS'), { ...intent(), day: '2019-08-06' })).toMatchObject({
      is: 'ours',
    });
    expect(await present(ledger)).toEqual([agreed]);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('gives way to words that were written before it was recorded and were not known then', async () => {
    const ledger = await openLedger();
    const yes = { ...noted, state: 'accepted', since: at(5), heard: at(2) } as const;
    await ledger.note({ what: 'request', request: yes }, actor('bob', 2), at(5));
    const words = { ...sent, state: 'replied', since: at(2) } as const;
    await ledger.note({ what: 'request', request: words, isFound: true }, actor(), at(6));
    expect(await present(ledger)).toEqual([yes]);
    const newer = { ...words, since: at(3) };
    await ledger.note({ what: 'request', request: newer, isFound: true }, actor(), at(6));
    expect(await present(ledger)).toEqual([newer]);
  });

  it('is refused where what its teller was shown holds no more, and nothing of the rest is noted', async () => {
    const ledger = await openLedger();
    await ledger.note({ what: 'request', request: sent }, actor(), at(1));
    const yes = (on: string, by: string) => ({ ...noted, state: 'accepted' as const, on, by, since: at(2) });
    const tell = (request: RequestFact, who: string, ...more: readonly RequestFact[]) =>
      ledger.note(
        {
          what: 'requests',
          told: [...more.map((one) => ({ request: one, shown: [null] })), { request, shown: [sent] }],
        },
        actor(who, 2),
        at(2),
      );
    const both = await Promise.allSettled([
      tell(yes('2019-08-20', 'anna'), 'anna'),
      tell(yes('2019-08-21', 'bob'), 'bob', { ...noted, site: 'AGLT2' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({
      reason: {
        exit: 4,
        code: 'changed-meanwhile',
        message: expect.stringContaining(`accepted for 2019-08-20 since ${at(2)} by anna`) as string,
      },
    });
    expect(await present(ledger)).toEqual([yes('2019-08-20', 'anna')]);
    expect((await ledger.history()).sites.get('AGLT2')).toBeUndefined();
  });

  it('is no day any more where a flip has begun while somebody was asked', async () => {
    const ledger = await openLedger();
    await ledger.note({ what: 'request', request: sent }, actor(), at(1));
    expect(await ledger.intend(flip('OU_OSCER_ATLAS'), intent())).toMatchObject({ is: 'ours' });
    const request = { ...noted, state: 'accepted', on: '2019-08-20' } as const;
    const tell = ledger.note({ what: 'requests', told: [{ request, shown: [sent] }] }, actor('bob', 2), at(2));
    await expect(tell).rejects.toThrow(/the flip pilot2\/OU_OSCER_ATLAS\S* was begun/);
    expect(await present(ledger)).toEqual([sent]);
  });

  it('ends a reminder that was planned before', async () => {
    const ledger = await openLedger();
    const reminder = request('OSCER', 1, { key: 'pilot2/OSCER/reminder#1' });
    await ledger.note({ what: 'request', request: { ...noted, state: 'accepted' } }, actor('bob', 2), at(2));
    expect(await ledger.intend(reminder, intent())).toMatchObject({ is: 'stale' });
  });
});
