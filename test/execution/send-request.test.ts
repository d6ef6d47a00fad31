import { describe, expect, it } from 'vitest';
import { flip, openLedger, request } from '../ledger/builders.js';
import { brief, carryOut, interruptAt } from './builders.js';
import { aWorld, morning, worldTime, type Trouble } from './world.js';

const marker = '[pilot2/OSCER/migration#1]';

describe('a request', () => {
  it('is searched for, created once, and known by its ticket', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    expect(await carryOut([request('OSCER')], world, ledger)).toEqual([
      { key: 'pilot2/OSCER/migration#1', site: 'OSCER', kind: 'request', outcome: 'done', message: 'Sent: T-1.' },
    ]);
    expect(world.calls).toEqual(['find search', `create ${marker}`]);
    expect((await ledger.history()).sites.get('OSCER')?.requests).toEqual([
      {
        site: 'OSCER',
        step: 'migration',
        round: 1,
        state: 'sent',
        since: worldTime(0),
        ref: 'T-1',
        by: 'anna',
        reason: null,
      },
    ]);
  });

  it('that stands at the helpdesk is taken as it is', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.tickets.push({ marker, ref: 'T-99', state: 'accepted', sinceMs: morning - 86_400_000 });
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: already']);
    expect((await ledger.history()).sites.get('OSCER')?.requests).toMatchObject([
      { state: 'accepted', ref: 'T-99', since: '2019-08-04T06:00:00.000Z' },
    ]);
    expect(world.journal).toEqual([]);
  });

  it('is one of many that share one first search', async () => {
    const world = aWorld();
    const sites = ['A', 'B', 'C'];
    expect(
      brief(
        await carryOut(
          sites.map((site) => request(site)),
          world,
          await openLedger(),
        ),
      ),
    ).toEqual(['A: done', 'B: done', 'C: done']);
    expect(world.calls.filter((call) => call.startsWith('find'))).toHaveLength(1);
  });

  it('is not sent where the helpdesk cannot be searched', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.find.push({ kind: 'unreachable' });
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: failed']);
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: done']);
  });

  it("whose answer was lost is found after the index's lag", async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push({ kind: 'lost after' });
    expect(await carryOut([request('OSCER')], world, ledger)).toMatchObject([
      { outcome: 'done', message: 'It has arrived: T-1.' },
    ]);
    expect(world.calls).toEqual(['find search', `create ${marker}`, 'wait 30000', 'wait 30000', 'find search']);
    expect(world.tickets).toHaveLength(1);
  });

  it.each<[string, Trouble, string[]]>([
    ['before the effect', { kind: 'lost before' }, ['unconfirmed', 'done']],
    ['and that arrives later', { kind: 'late', ms: 400_000 }, ['unconfirmed', 'done']],
  ])('whose answer was lost %s is sent once all the same', async (_, trouble, expected) => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push(trouble);
    const outcomes = [
      ...(await carryOut([request('OSCER')], world, ledger)),
      ...(await carryOut([request('OSCER')], world, ledger)),
    ];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(expected);
    expect(world.tickets).toHaveLength(1);
    expect(world.violations).toEqual([]);
  });

  it('is listed plainly before it is sent a second time', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push({ kind: 'lost before' });
    await carryOut([request('OSCER')], world, ledger);
    world.calls.length = 0;
    await carryOut([request('OSCER')], world, ledger);
    expect(world.calls.filter((call) => !call.startsWith('wait'))).toEqual([
      'find search',
      'find plainly',
      'find search',
      'find plainly',
      `create ${marker}`,
    ]);
    expect(world.nowMs).toBeGreaterThanOrEqual(morning + 600_000 + world.indexLagMs);
  });

  it.each<[string, Trouble, string[], number]>([
    ['arrived', { kind: 'late', ms: 400_000 }, ['OSCER: done'], 1],
    ['did not arrive', { kind: 'lost before' }, ['OSCER: not-run'], 0],
  ])('that is not wanted any more and %s is looked for alone', async (_, trouble, expected, tickets) => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push(trouble);
    await carryOut([request('OSCER')], world, ledger);
    const unwanted = request('OSCER', 1, { after: { request: 'found' }, reason: 'OSCER is at the new pilot already.' });
    expect(brief(await carryOut([unwanted], world, ledger))).toEqual(expected);
    expect(world.tickets).toHaveLength(tickets);
    expect((await ledger.history()).openRequests.size).toBe(0);
    expect((await ledger.verify()).differences).toEqual([]);
  });

  it('is not sent a second time while the helpdesk cannot be searched', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push({ kind: 'lost after' });
    world.troubles.find.push(null, ...Array.from({ length: 3 }, () => ({ kind: 'unreachable' }) as const));
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: unconfirmed']);
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: unconfirmed']);
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: done']);
    expect(world.tickets).toHaveLength(1);
  });

  it('that the helpdesk turned away before reading is sent when it asks for it', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.troubles.create.push({ kind: 'busy', retryAfterMs: 5_000 });
    expect(brief(await carryOut([request('OSCER')], world, ledger))).toEqual(['OSCER: done']);
    world.troubles.create.push({ kind: 'not allowed' });
    expect(brief(await carryOut([request('TRIUMF')], world, ledger))).toEqual(['TRIUMF: refused']);
  });

  it('interrupted before it was sent is not run', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    expect(brief(await carryOut([request('OSCER')], world, ledger, interruptAt('observing')))).toEqual([
      'OSCER: not-run',
    ]);
    expect(world.tickets).toEqual([]);
  });

  it('needs a helpdesk; changes of queues do not', async () => {
    const world = aWorld();
    const grid = { ...world.grid, helpdesk: null };
    expect(brief(await carryOut([request('OSCER'), flip('Q')], { ...world, grid }, await openLedger()))).toEqual([
      'OSCER: refused',
      'Q: done',
    ]);
  });
});

describe('a mail', () => {
  it('is sent without a search', async () => {
    const world = aWorld();
    world.channel = 'mail';
    expect(brief(await carryOut([request('OSCER')], world, await openLedger()))).toEqual(['OSCER: done']);
    expect(world.calls).toEqual([`create ${marker}`]);
  });

  it.each(['lost before', 'lost after'] as const)(
    'whose answer was %s the effect is in doubt, and never sent again without a person',
    async (kind) => {
      const [world, ledger] = [aWorld(), await openLedger()];
      world.channel = 'mail';
      world.troubles.create.push({ kind });
      for (let run = 0; run < 3; run++) {
        expect(await carryOut([request('OSCER')], world, ledger)).toMatchObject([
          { outcome: 'unconfirmed', message: expect.stringContaining('migrate request sent OSCER') as string },
        ]);
        world.nowMs += 86_400_000;
      }
      expect(world.calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
      expect((await ledger.history()).sites.get('OSCER')?.requests).toMatchObject([
        { state: 'unconfirmed', ref: null },
      ]);
    },
  );

  it('in doubt makes way for a new round when an operator says so', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    world.channel = 'mail';
    world.troubles.create.push({ kind: 'lost before' });
    await carryOut([request('OSCER')], world, ledger);
    const again = request('OSCER', 2, { supersedes: 'pilot2/OSCER/migration#1' });
    expect(brief(await carryOut([again], world, ledger))).toEqual(['OSCER: done']);
    expect((await ledger.history()).sites.get('OSCER')?.requests).toMatchObject([{ round: 2, state: 'sent' }]);
  });
});
