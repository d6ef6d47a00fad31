import { describe, expect, it } from 'vitest';
import type { Clock, Grid } from '../../src/grid/ports.js';
import { LedgerFailure, type Ledger } from '../../src/ledger/port.js';
import { actor, at, carryThrough, claim, flip, intent, openLedger, request } from '../ledger/builders.js';
import { brief, carryOut, timing } from './builders.js';
import { aWorld, morning, type World } from './world.js';

const many = Array.from({ length: 12 }, (_, index) => `Q${String(index)}`);

function at8(change: Partial<typeof timing> = {}) {
  return { timing: { ...timing, concurrency: 8, ...change } };
}

/** The world, seen through a grid that tells how many writes are under way at once. */
function counting(world: World): { world: World; most: () => number } {
  let underWay = 0;
  let most = 0;
  const { catalogue } = world.grid;
  const grid: Grid = {
    ...world.grid,
    catalogue: {
      ...catalogue,
      setAttributes: async (...write) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return catalogue.setAttributes(...write);
      },
    },
  };
  return { world: { ...world, grid }, most: () => most };
}

describe('many operations', () => {
  it('go as many at a time as the timing says, and answer in the order given', async () => {
    const { world, most } = counting(aWorld(many));
    const outcomes = await carryOut(
      many.map((queue) => flip(queue)),
      world,
      await openLedger(),
      at8({ concurrency: 3 }),
    );
    expect(brief(outcomes)).toEqual(many.map((queue) => `${queue}: done`));
    expect(most()).toBe(3);
  });

  it('go site by site, in the order of the sites', async () => {
    const world = aWorld(['A1', 'B1', 'A2', 'C1']);
    const operations = [
      flip('B1', { site: 'B' }),
      flip('A1', { site: 'A' }),
      flip('C1', { site: 'C' }),
      flip('A2', { site: 'A' }),
    ];
    await carryOut(operations, world, await openLedger());
    expect(world.journal.map(({ subject }) => subject)).toEqual(['B1', 'A1', 'A2', 'C1']);
  });

  it.each(['ggus', 'mail'] as const)('keep the pace of writes, flips and requests by %s alike', async (channel) => {
    const world = aWorld(many.slice(0, 6));
    world.channel = channel;
    const operations = [
      ...many.slice(0, 6).map((queue) => flip(queue)),
      ...['A', 'B', 'C', 'D'].map((site) => request(site)),
    ];
    const outcomes = await carryOut(operations, world, await openLedger(), {
      timing: { ...timing, writes_per_second: 2 },
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(operations.map(() => 'done'));
    const times = world.journal.map(({ atMs }) => atMs - morning);
    expect(times).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500]);
  });

  it('that are interrupted while they wait for their turn are not sent', async () => {
    const world = aWorld(['A', 'B']);
    const interrupt = new AbortController();
    const clock: Clock = {
      ...world.grid.clock,
      wait: () => {
        interrupt.abort();
        return Promise.reject(new Error('stopped'));
      },
    };
    const grid = { ...world.grid, clock };
    const outcomes = await carryOut([flip('A'), flip('B')], { ...world, grid }, await openLedger(), {
      timing: { ...timing, writes_per_second: 1 },
      signal: interrupt.signal,
    });
    expect(brief(outcomes)).toEqual(['A: done', 'B: not-run']);
  });

  it('stop after three writes in a row that were accepted without effect', async () => {
    const world = aWorld(many);
    world.troubles.write.push({ kind: 'no effect' }, { kind: 'no effect' }, { kind: 'no effect' });
    const outcomes = await carryOut(
      many.map((queue) => flip(queue)),
      world,
      await openLedger(),
    );
    expect(brief(outcomes)).toEqual(many.map((queue, index) => `${queue}: ${index < 3 ? 'unconfirmed' : 'not-run'}`));
    expect(outcomes[11]?.message).toContain('accepted 3 writes in a row and changed nothing');
  });

  it('go on where a write between them had effect', async () => {
    const world = aWorld(many);
    world.troubles.write.push(
      { kind: 'no effect' },
      { kind: 'no effect' },
      null,
      { kind: 'no effect' },
      { kind: 'no effect' },
    );
    const outcomes = await carryOut(
      many.map((queue) => flip(queue)),
      world,
      await openLedger(),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'not-run')).toEqual([]);
    expect(outcomes.filter(({ outcome }) => outcome === 'unconfirmed')).toHaveLength(4);
  });

  it('of two operators are each done once', async () => {
    const [world, ledger] = [aWorld(many), await openLedger()];
    const operations = many.map((queue) => flip(queue));
    const both = await Promise.all([
      carryOut(operations, world, ledger, at8()),
      carryOut([...operations].reverse(), world, ledger, { ...at8(), actor: actor('bob', 2) }),
    ]);
    expect(world.journal).toHaveLength(12);
    for (const queue of many) {
      const outcomes = both
        .flat()
        .filter((outcome) => outcome.queue === queue)
        .map(({ outcome }) => outcome);
      expect(outcomes).toContain('done');
      expect(['already', 'held']).toContain(outcomes.find((outcome) => outcome !== 'done'));
    }
  });
});

describe('what the ledger does not allow', () => {
  it('beyond a limit is not run', async () => {
    const world = aWorld(['A', 'B']);
    const operations = ['A', 'B'].map((queue) =>
      flip(queue, { site: queue, claims: [claim('sites/2019-08-05', queue, 1)] }),
    );
    expect(await carryOut(operations, world, await openLedger())).toMatchObject([
      { outcome: 'done' },
      { outcome: 'not-run', message: expect.stringContaining('The limit of 1') as string },
    ]);
  });

  it('from an old plan is refused', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    await carryThrough(ledger, flip('Q'));
    expect(await carryOut([flip('Q', { key: 'pilot2/Q/containers-off#0' })], world, ledger)).toMatchObject([
      { outcome: 'refused', message: expect.stringContaining('stale') as string },
    ]);
  });

  it('because it is done is done already', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    await carryThrough(ledger, flip('Q'));
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'already', message: 'Settled before: As planned.' },
    ]);
  });

  it("in another operator's hands is held, by him", async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    await ledger.intend(flip('Q'), intent({ actor: actor('bob', 2) }));
    expect(await carryOut([flip('Q')], world, ledger)).toMatchObject([
      { outcome: 'held', by: 'bob@desk 2', until: expect.stringContaining('Z') as string },
    ]);
  });

  it('before another operation of the queue has ended is held', async () => {
    const [world, ledger] = [aWorld(), await openLedger()];
    await carryThrough(ledger, flip('Q'), 'unconfirmed');
    const [outcome] = await carryOut([flip('Q', { key: 'pilot2/Q/containers-off#0' })], world, ledger);
    expect(outcome).toMatchObject({
      outcome: 'held',
      message: `pilot2/Q/flip#0 of anna is open since ${at()} and has to end first.`,
    });
    expect(outcome).not.toHaveProperty('by');
  });
});

describe('a ledger that fails', () => {
  function failing(ledger: Ledger, method: 'intend' | 'mark' | 'settle'): Ledger {
    return { ...ledger, [method]: () => Promise.reject(new LedgerFailure('The disk is full.')) };
  }

  it('before anything was sent stops everything', async () => {
    const world = aWorld(['Q', 'R']);
    const outcomes = await carryOut([flip('Q'), flip('R')], world, failing(await openLedger(), 'intend'));
    expect(outcomes).toMatchObject([
      { outcome: 'failed', message: 'Nothing was sent: The disk is full.' },
      { outcome: 'not-run', message: 'The disk is full.' },
    ]);
    expect(world.calls).toEqual([]);
  });

  it('before the mark keeps the write back', async () => {
    const world = aWorld();
    expect(brief(await carryOut([flip('Q')], world, failing(await openLedger(), 'mark')))).toEqual(['Q: unconfirmed']);
    expect(world.journal).toEqual([]);
  });

  it('after the write leaves the operation open, to be found done', async () => {
    const [world, ledger] = [aWorld(), await openLedger({ dead: new Set([1]) })];
    expect(brief(await carryOut([flip('Q')], world, failing(ledger, 'settle')))).toEqual(['Q: unconfirmed']);
    expect(brief(await carryOut([flip('Q')], world, ledger))).toEqual(['Q: done']);
    expect(world.journal).toHaveLength(1);
  });
});

it('a fault of the program is thrown after what is in flight has ended', async () => {
  const [world, ledger] = [aWorld(['Q', 'R', 'S']), await openLedger()];
  const { catalogue } = world.grid;
  const grid: Grid = {
    ...world.grid,
    catalogue: {
      ...catalogue,
      read: (queues) => (queues[0] === 'Q' ? Promise.reject(new TypeError('a fault')) : catalogue.read(queues)),
    },
  };
  await expect(
    carryOut(
      ['Q', 'R', 'S'].map((queue) => flip(queue)),
      { ...world, grid },
      ledger,
      at8({ concurrency: 2 }),
    ),
  ).rejects.toThrow('a fault');
  expect(world.calls).not.toContain('read S');
  expect((await ledger.history()).queues.get('R')?.open ?? null).toBeNull();
});
