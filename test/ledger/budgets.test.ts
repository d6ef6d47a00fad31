import { describe, expect, it } from 'vitest';
import { failureClaims } from '../../src/changes/claims.js';
import type { Budgets } from '../../src/model/campaign.js';
import type { OutcomeKind } from '../../src/model/operation.js';
import type { Ledger } from '../../src/ledger/port.js';
import {
  actor,
  at,
  carryThrough,
  flip,
  intent,
  newPlace,
  openLedger,
  rollback,
  settlement,
  tokenOf,
} from './builders.js';

const none: Budgets = { wave: null, cloud: null, campaign: null };

function change(queue: string, budgets: Partial<Budgets> = { cloud: 2 }, cloud = 'UK') {
  return flip(queue, { cloud, claims: failureClaims(queue, { cloud }, '2019-08-05', { ...none, ...budgets }) });
}

async function end(ledger: Ledger, queue: string, outcome: OutcomeKind): Promise<void> {
  await carryThrough(ledger, change(queue), outcome);
}

async function refusal(ledger: Ledger, queue: string, cloud = 'UK') {
  const intention = await ledger.intend(change(queue, { cloud: 2 }, cloud), intent());
  return intention.is === 'over limit' ? intention : intention.is;
}

describe('a budget of failures', () => {
  it('is used up by changes that failed; other clouds go on', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'failed');
    await end(ledger, 'B', 'done');
    await end(ledger, 'C', 'conflict');
    expect(await refusal(ledger, 'D')).toMatchObject({
      is: 'over limit',
      inFlight: false,
      sentence: expect.stringContaining('budget of 2 failures for cloud=UK is used up') as string,
    });
    expect(await refusal(ledger, 'E', 'US')).toBe('ours');
  });

  it('counts what is in flight at its worst, until it has ended well', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'failed');
    const token = tokenOf(await ledger.intend(change('B'), intent()));
    expect(await refusal(ledger, 'C')).toMatchObject({ is: 'over limit', inFlight: true });
    await ledger.settle(token, settlement('done'));
    expect(await refusal(ledger, 'C')).toBe('ours');
  });

  it('is not exceeded by many that ask at the same moment', async () => {
    const place = newPlace();
    const ledgers = await Promise.all([1, 2, 3, 4].map(() => openLedger({ file: place })));
    const answers = await Promise.all(
      ledgers.flatMap((ledger, n) => ['A', 'B'].map((q) => ledger.intend(change(`${q}${String(n)}`), intent()))),
    );
    expect(answers.filter(({ is }) => is === 'ours')).toHaveLength(2);
  });

  it('is not touched by what was not begun', async () => {
    const ledger = await openLedger();
    for (const queue of ['A', 'B', 'C']) await end(ledger, queue, 'not-run');
    expect(await refusal(ledger, 'D')).toBe('ours');
  });

  it('stops a failed queue as well: trying again is no way round it', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'failed');
    await end(ledger, 'B', 'failed');
    expect(await refusal(ledger, 'A')).toMatchObject({ is: 'over limit', inFlight: false });
  });

  it('counts a change that is judged a fault, until it is judged good', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'failed');
    await end(ledger, 'B', 'done');
    const verdict = { queue: 'B', generation: 1, reason: '9 of 10 fail', at: at(60), by: 'commissioning', ends: null };
    await ledger.note(
      { what: 'verdict', site: 'OSCER', verdict: { ...verdict, verdict: 'pilot fault' } },
      actor(),
      at(60),
    );
    expect(await refusal(ledger, 'C')).toMatchObject({ inFlight: false });
    await ledger.note({ what: 'verdict', site: 'OSCER', verdict: { ...verdict, verdict: 'good' } }, actor(), at(90));
    expect(await refusal(ledger, 'C')).toBe('ours');
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('begins anew when an operator resumes the scope, and the way back is never stopped', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'done');
    await end(ledger, 'B', 'failed');
    await end(ledger, 'C', 'failed');
    await carryThrough(ledger, rollback('A', 1, { cloud: 'UK' }));
    await ledger.note({ what: 'resumed', scope: 'cloud=UK', reason: 'the proxy is mended' }, actor(), at(30));
    expect((await ledger.events({})).at(-1)).toMatchObject({
      what: 'resumed',
      detail: { scope: 'cloud=UK', forgiven: ['B', 'C'] },
    });
    expect(await refusal(ledger, 'D')).toBe('ours');
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });
});

describe('a pause', () => {
  const pause = { scope: 'cloud=UK', by: 'anna', at: at(), reason: 'RAL is down' };

  it('stops what is new in its scope, whoever planned it, until it is resumed', async () => {
    const place = newPlace();
    const [ledger, other] = [await openLedger({ file: place }), await openLedger({ file: place })];
    await ledger.note({ what: 'paused', pause }, actor(), at());
    expect(await other.intend(change('A'), intent())).toEqual({ is: 'paused', pause });
    expect(await refusal(other, 'B', 'US')).toBe('ours');
    expect((await other.history()).pauses).toEqual([pause]);
    await other.note({ what: 'resumed', scope: 'cloud=UK', reason: 'RAL is back' }, actor('ben'), at(5));
    expect(await refusal(ledger, 'A')).toBe('ours');
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('is not weakened by another operator, is replaced by what stops as much, and both agree with the events', async () => {
    const place = newPlace();
    const [ledger, other] = [await openLedger({ file: place }), await openLedger({ file: place })];
    const until = at(60);
    await ledger.note({ what: 'paused', pause: { ...pause, until, except: ['flip'] } }, actor(), at());
    const note = (change: object) =>
      other.note({ what: 'paused', pause: { ...pause, by: 'mallory', ...change } }, actor('mallory'), at());
    for (const weaker of [{ until: at(59) }, { until, except: ['rollback'] }, { except: ['flip', 'rollback'] }])
      await expect(note(weaker)).rejects.toMatchObject({ exit: 4, code: 'already-paused' });
    await note({ until, except: [] });
    const { by, at: since, reason } = pause;
    expect((await ledger.history()).pauses).toMatchObject([{ by: 'mallory', replaces: { by, at: since, reason } }]);
    await note({ at: at(60), until: at(90), except: ['flip'] });
    expect((await ledger.history()).pauses).toEqual([
      { ...pause, by: 'mallory', at: at(60), until: at(90), except: ['flip'] },
    ]);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('lets what may be in flight be ended', async () => {
    const ledger = await openLedger();
    await end(ledger, 'A', 'unconfirmed');
    await ledger.note({ what: 'paused', pause: { ...pause, scope: 'campaign' } }, actor(), at());
    expect(await ledger.intend(change('A'), intent({ at: at(20) }))).toMatchObject({ is: 'ours' });
  });
});
