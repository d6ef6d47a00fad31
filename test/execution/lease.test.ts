import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/port.js';
import { aRecord } from '../planning/builders.js';
import { actor, flip, tokenOf, intent, openLedger, rollback, settlement } from '../ledger/builders.js';
import { brief, carryOut, timing } from './builders.js';
import { aWorld, worldTime } from './world.js';

/** The machine's clocks, and a ledger during whose `mark` something happens. */
async function machine() {
  const time = { wallMs: 0, monotonicMs: 0 };
  const dead = new Set<number>();
  const ledger = await openLedger({ dead });
  const clocks = { wallMs: () => time.wallMs, monotonicMs: () => time.monotonicMs };
  const duringMark = (happen: () => void | Promise<void>): Ledger => {
    let happened = false;
    return {
      ...ledger,
      mark: async (token, sentAt) => {
        const marked = await ledger.mark(token, sentAt);
        if (!happened) await happen();
        happened = true;
        return marked;
      },
    };
  };
  return { time, dead, ledger, clocks, duringMark };
}

describe('a lease that ran low before the write', () => {
  it.each(['wallMs', 'monotonicMs'] as const)(
    'by the %s clock is renewed, and the record read again',
    async (clock) => {
      const world = aWorld();
      const { time, clocks, duringMark } = await machine();
      const ledger = duringMark(() => {
        time[clock] += 110_000;
      });
      expect(brief(await carryOut([flip('Q')], world, ledger, clocks))).toEqual(['Q: done']);
      expect(world.calls).toEqual(['read Q', 'read Q', 'write Q', 'read Q']);
    },
  );

  it("by the campaign's clock is marked anew: its in-flight window counts from when it is sent", async () => {
    const world = aWorld();
    const { clocks, duringMark, ledger } = await machine();
    world.troubles.write.push({ kind: 'lost before' });
    await carryOut(
      [flip('Q')],
      world,
      duringMark(() => {
        world.nowMs += 5 * 60_000;
      }),
      clocks,
    );
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({ sentAt: worldTime(5), attempt: 2 });
    expect(world.calls.filter((call) => call === 'write Q')).toHaveLength(1);
  });

  it('shows what others did meanwhile', async () => {
    const world = aWorld();
    const { time, clocks, duringMark } = await machine();
    const ledger = duringMark(() => {
      time.wallMs += 3_600_000;
      world.records.set('Q', aRecord('Q', { pilot_version: '3' }));
    });
    expect(brief(await carryOut([flip('Q')], world, ledger, clocks))).toEqual(['Q: conflict']);
    expect(world.journal).toEqual([]);
  });

  it("and is another's by now writes nothing", async () => {
    const world = aWorld();
    const { time, dead, ledger, clocks, duringMark } = await machine();
    const suspended = duringMark(async () => {
      // While this process sleeps it is taken for dead; the flip is superseded and the queue rolled back.
      time.wallMs += 3_600_000;
      dead.add(1);
      const back = rollback('Q', 1, { supersedes: 'pilot2/Q/flip#0' });
      const token = tokenOf(await ledger.intend(back, intent({ actor: actor('bob', 2), at: worldTime(60) })));
      await ledger.mark(token, worldTime(60));
      await ledger.settle(token, settlement('done', 61));
    });
    expect(await carryOut([flip('Q')], world, suspended, clocks)).toMatchObject([
      { outcome: 'held', message: 'Another process has taken this operation over.' },
    ]);
    expect(world.journal).toEqual([]);
  });

  it('however often it is renewed is a fault of the configuration', async () => {
    const world = aWorld();
    const { clocks, ledger } = await machine();
    const short = { ...timing, lease_seconds: 10, request_timeout_seconds: 20 };
    expect(await carryOut([flip('Q')], world, ledger, { ...clocks, timing: short })).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('lease_seconds') as string },
    ]);
    expect(world.journal).toEqual([]);
  });
});

describe('a lease', () => {
  it('is kept while reading back takes long', async () => {
    const world = aWorld();
    const { time, clocks, ledger } = await machine();
    const { clock } = world.grid;
    const grid = {
      ...world.grid,
      clock: {
        ...clock,
        wait: (ms: number) => {
          time.wallMs += ms;
          return clock.wait(ms);
        },
      },
    };
    let renewals = 0;
    const counted: Ledger = {
      ...ledger,
      renew: (...lease) => {
        renewals++;
        return ledger.renew(...lease);
      },
    };
    world.troubles.write.push({ kind: 'late', ms: 80_000 });
    const short = { ...timing, lease_seconds: 30 };
    expect(brief(await carryOut([flip('Q')], { ...world, grid }, counted, { ...clocks, timing: short }))).toEqual([
      'Q: done',
    ]);
    expect(renewals).toBeGreaterThan(2);
  });

  it("lost while reading back ends this process's part", async () => {
    const world = aWorld();
    const { time, clocks, ledger } = await machine();
    const { clock } = world.grid;
    const grid = {
      ...world.grid,
      clock: {
        ...clock,
        wait: async (ms: number) => {
          time.wallMs += 100_000;
          await ledger.release('Q', actor('bob', 2), worldTime(1), 'Gone.');
          return clock.wait(ms);
        },
      },
    };
    world.troubles.write.push({ kind: 'late', ms: 300_000 });
    expect(brief(await carryOut([flip('Q')], { ...world, grid }, ledger, clocks))).toEqual(['Q: held']);
    expect((await ledger.history()).queues.get('Q')?.open).toMatchObject({ state: 'acting' });
  });
});
