import { describe, expect, it } from 'vitest';
import type { Adoption } from '../../src/model/history.js';
import {
  actor,
  at,
  carryThrough,
  flip,
  tokenOf,
  intent,
  openLedger,
  rollback,
  settlement,
  newPlace,
  tamper,
} from './builders.js';

describe('the events', () => {
  it('tell where, by which command and of which plan something was ordered', async () => {
    const ledger = await openLedger();
    const by = { ...actor('ben', 7), command: 'migrate apply today.json' };
    const token = tokenOf(await ledger.intend(flip('Q'), intent({ actor: by, plan: 'abc' })));
    await ledger.settle(token, settlement('unconfirmed'));
    const taker = { ...actor('carl', 8), command: 'migrate next' };
    await ledger.intend(flip('Q'), intent({ actor: taker, at: at(20) }));
    await ledger.release('Q', by, at(21), 'carl went home');
    expect((await ledger.events({})).map(({ what, actor: who, origin }) => [what, who, origin])).toEqual([
      ['intended', 'ben', { host: 'desk', pid: 7, command: 'migrate apply today.json', plan: 'abc' }],
      ['unconfirmed', 'ben', null],
      ['taken over', 'carl', { host: 'desk', pid: 8, command: 'migrate next', plan: null }],
      ['released', 'ben', { host: 'desk', pid: 7, command: 'migrate apply today.json', plan: null }],
    ]);
  });

  it('show an origin that was changed afterwards', async () => {
    const place = newPlace();
    const ledger = await openLedger({ file: place });
    await carryThrough(ledger, flip('Q'));
    await tamper(place, `UPDATE events SET origin = replace(origin, 'desk', 'lab') WHERE id = 1`);
    expect((await ledger.verify()).broken?.id).toBe(1);
  });

  it('tell what happened, oldest first, by site or queue', async () => {
    const ledger = await openLedger();
    const token = tokenOf(await ledger.intend(flip('Q'), intent()));
    await ledger.mark(token, at(1));
    await ledger.settle(token, { ...settlement('conflict', 2), by: 'carl' });
    await ledger.intend(flip('R', { site: 'TRIUMF' }), intent());
    const { before, after } = flip('Q');
    expect(await ledger.events({ queue: 'Q' })).toMatchObject([
      {
        id: 1,
        at: at(),
        actor: 'anna',
        what: 'intended',
        key: 'pilot2/Q/flip#0',
        site: 'OSCER',
        queue: 'Q',
        detail: { kind: 'flip', before, after, reason: 'OSCER is ready.' },
      },
      {
        id: 2,
        at: at(1),
        actor: 'anna',
        what: 'acting',
        key: 'pilot2/Q/flip#0',
        site: 'OSCER',
        queue: 'Q',
        detail: { attempt: 1 },
      },
      {
        id: 3,
        at: at(2),
        actor: 'anna',
        what: 'settled',
        key: 'pilot2/Q/flip#0',
        site: 'OSCER',
        queue: 'Q',
        detail: { outcome: 'conflict', message: 'As planned.', by: 'carl' },
      },
    ]);
    expect((await ledger.events({ site: 'TRIUMF' })).map(({ what, queue }) => [what, queue])).toEqual([
      ['intended', 'R'],
    ]);
    const all = await ledger.events({});
    expect(all).toHaveLength(4);
    expect((await ledger.events({ what: ['intended', 'settled'] })).map(({ id }) => id)).toEqual([1, 3, 4]);
    const from = all[1]?.hash ?? '';
    expect((await ledger.events({ from, what: ['settled'] })).map(({ id }) => id)).toEqual([2, 3]);
    expect(await ledger.events({ from: '1'.repeat(64), what: ['settled'] })).toEqual([]);
  });

  it('name who took over, superseded and released', async () => {
    const ledger = await openLedger({ dead: new Set([1]) });
    await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent())), at());
    const bob = actor('bob', 2);
    await ledger.intend(flip('Q'), intent({ actor: bob, at: at(20) }));
    await ledger.release('Q', actor('carl', 3), at(21), 'Bob has left.');
    await ledger.intend(
      rollback('Q', 1, { supersedes: 'pilot2/Q/flip#0' }),
      intent({ actor: actor('dora', 4), at: at(22) }),
    );
    expect((await ledger.events({})).map(({ what, actor: by, detail }) => [what, by, detail['from']])).toEqual([
      ['intended', 'anna', undefined],
      ['acting', 'anna', undefined],
      ['taken over', 'bob', 'anna@desk 1'],
      ['released', 'carl', 'bob@desk 2'],
      ['superseded', 'dora', 'bob@desk 2'],
      ['intended', 'dora', undefined],
    ]);
  });

  it('form a chain that shows what was changed, taken out or cut off', async () => {
    const file = newPlace();
    const ledger = await openLedger({ file });
    await carryThrough(ledger, flip('Q'));
    await carryThrough(ledger, flip('R'));
    expect(await ledger.verify()).toMatchObject({
      events: 6,
      head: await ledger.head(),
      broken: null,
      differences: [],
    });

    const tampered = async (sql: string) => {
      await tamper(file, sql);
      return (await ledger.verify()).broken;
    };
    expect(await tampered('DELETE FROM events WHERE id = 6')).toMatchObject({ id: 6, what: 'missing' });
    expect(await tampered("UPDATE events SET detail = replace(detail, 'OSCER', 'TRIUMF') WHERE id = 4")).toMatchObject({
      id: 4,
      what: 'intended',
    });
    expect(await tampered("UPDATE events SET actor = 'nobody' WHERE id = 3")).toMatchObject({ id: 3, what: 'settled' });
    expect(await tampered('DELETE FROM events WHERE id = 2')).toMatchObject({ id: 3 });
    expect(await tampered('DELETE FROM events')).toMatchObject({ id: 1, what: 'missing' });
  });
});

describe('a note', () => {
  const adoption: Adoption = { queue: 'Q', site: 'OSCER', at: at(), changedAt: null, underWatch: false };

  it('is taken once', async () => {
    const ledger = await openLedger();
    await ledger.note({ what: 'adopted', adoption }, actor(), at());
    await ledger.note({ what: 'adopted', adoption: { ...adoption, at: at(9) } }, actor(), at(9));
    expect((await ledger.history()).queues.get('Q')).toMatchObject({ settled: 0, adopted: adoption });
    expect((await ledger.events({})).map(({ what }) => what)).toEqual(['adopted']);
  });

  it('that a stop of the line is lifted is kept, with who, why and until when', async () => {
    const ledger = await openLedger();
    const lift = { trait: 'copy tool lsm', by: 'anna', at: at(), reason: 'two sites to look at', until: '2019-08-20' };
    await ledger.note({ what: 'lifted', lift }, actor(), at());
    expect((await ledger.history()).lifts).toEqual([lift]);
    expect((await ledger.events({})).at(-1)).toMatchObject({ what: 'lifted', actor: 'anna', detail: lift });
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });

  it('of a verdict replaces the one before', async () => {
    const ledger = await openLedger();
    const verdict = {
      queue: 'Q',
      generation: 0,
      verdict: 'not enough jobs',
      reason: 'Two jobs.',
      at: at(),
      by: 'commissioning',
      ends: null,
    } as const;
    await ledger.note({ what: 'verdict', site: 'OSCER', verdict }, actor(), at());
    await ledger.note({ what: 'verdict', site: 'OSCER', verdict }, actor(), at());
    const override = {
      ...verdict,
      verdict: 'good',
      reason: 'I looked.',
      by: 'operator anna',
      ends: 'at the next change',
    } as const;
    await ledger.note({ what: 'verdict', site: 'OSCER', verdict: override }, actor(), at());
    expect((await ledger.history()).queues.get('Q')?.verdict).toEqual(override);
    expect((await ledger.history()).verdicts).toEqual([verdict, override]);
    expect(await ledger.events({})).toHaveLength(2);
  });

  it('of a request keeps the newest round of each step', async () => {
    const ledger = await openLedger();
    const fact = {
      site: 'OSCER',
      step: 'migration',
      round: 1,
      state: 'sent',
      since: at(),
      ref: 'T-1',
      by: 'anna',
      reason: null,
    } as const;
    for (const request of [
      fact,
      { ...fact, state: 'declined' },
      { ...fact, round: 2, ref: 'T-2' },
      { ...fact, step: 'reminder', ref: 'T-3' },
    ] as const) {
      await ledger.note({ what: 'request', request }, actor(), at());
    }
    const { requests } = (await ledger.history()).sites.get('OSCER') ?? { requests: [] };
    expect(requests.map(({ step, round, ref }) => [step, round, ref])).toEqual([
      ['migration', 2, 'T-2'],
      ['reminder', 1, 'T-3'],
    ]);
  });
});

it('commits of one turn are one transaction, in which each stands on its own', async () => {
  const ledger = await openLedger({ dead: new Set([1]) });
  await ledger.mark(tokenOf(await ledger.intend(flip('Q'), intent())), at());
  const early = tokenOf(await ledger.intend(flip('Q'), intent({ at: at(1) })));
  const [refused, intended] = await Promise.allSettled([ledger.mark(early, at(2)), ledger.intend(flip('R'), intent())]);
  expect(refused.status).toBe('rejected');
  expect(intended).toMatchObject({ status: 'fulfilled', value: { is: 'ours' } });
  expect((await ledger.history()).queues.has('R')).toBe(true);
});

describe('a report and a notice', () => {
  it('are remembered as they went out, and change no history', async () => {
    const ledger = await openLedger();
    const before = await ledger.history();
    const report = { format: 'md', since: null, file: null, figures: { migrated: 75 }, failures: {}, evidence: {} };
    const notice = { news: 'sha256', to: 'webhook', subject: 'OSCER declined', state: 'sent', attempt: 'one' } as const;
    await ledger.note({ what: 'report', report }, actor(), at(1));
    await ledger.note({ what: 'notice', notice }, actor(), at(2));
    expect(await ledger.events({})).toMatchObject([
      { what: 'report', actor: 'anna', site: null, detail: report },
      { what: 'notice', actor: 'anna', site: null, detail: notice },
    ]);
    expect((await ledger.verify()).broken).toBeNull();
    expect(await ledger.history()).toEqual(before);
  });
});
