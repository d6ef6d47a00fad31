import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Operation } from '../../src/model/operation.js';
import type { Grid } from '../../src/grid/ports.js';
import type { Ledger } from '../../src/ledger/port.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { actor, claim, flip, identity, request } from '../ledger/builders.js';
import { carryOut, timing } from './builders.js';
import { aWorld, type Trouble, type World } from './world.js';

/** A death: at the n-th call of the ports, before it takes place or after it, before its answer comes. */
interface Death {
  readonly atCall: number;
  readonly when: 'before' | 'after';
}

class Killed extends Error {}

/**
 * Ports through which a process lives until its death: then nothing of what it calls happens any
 * more, and nothing is ever answered.
 */
function mortal(
  { grid }: World,
  ledger: Ledger,
  death: Death | null,
): { grid: Grid; ledger: Ledger; died: Promise<never> } {
  let end: (reason: Killed) => void = () => undefined;
  let calls = 0;
  const past = new AbortController();
  const isOver = (): boolean => past.signal.aborted;
  const never = new Promise<never>(() => undefined);
  const died = new Promise<never>((_, reject) => {
    end = reject;
  });
  died.catch(() => undefined);

  function perish(): Promise<never> {
    past.abort();
    end(new Killed());
    return never;
  }

  function lived<Given extends unknown[], Answer>(
    call: (...given: Given) => Promise<Answer>,
  ): (...given: Given) => Promise<Answer> {
    return async (...given) => {
      if (isOver()) return never;
      const isLast = ++calls === death?.atCall;
      if (isLast && death.when === 'before') return perish();
      try {
        return await call(...given);
      } finally {
        if (isLast) await perish();
        if (isOver()) await never;
      }
    };
  }

  const { catalogue, helpdesk, clock } = grid;
  return {
    died,
    grid: {
      ...grid,
      clock: { now: lived(() => clock.now()), wait: lived((ms) => clock.wait(ms)) },
      catalogue: {
        ...catalogue,
        read: lived((queues) => catalogue.read(queues)),
        readRules: lived((queues) => catalogue.readRules(queues)),
        setAttributes: lived((...write) => catalogue.setAttributes(...write)),
        setManualRule: lived((...write) => catalogue.setManualRule(...write)),
      },
      helpdesk: helpdesk && {
        ...helpdesk,
        find: lived((...search) => helpdesk.find(...search)),
        create: lived((draft) => helpdesk.create(draft)),
      },
    },
    ledger: {
      ...ledger,
      intend: lived((...intention) => ledger.intend(...intention)),
      mark: lived((...attempt) => ledger.mark(...attempt)),
      renew: lived((...lease) => ledger.renew(...lease)),
      settle: lived((...settlement) => ledger.settle(...settlement)),
    },
  };
}

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.constantFrom<Trouble>(
    { kind: 'lost before' },
    { kind: 'lost after' },
    { kind: 'unreachable' },
    { kind: 'error' },
    { kind: 'error after effect' },
    { kind: 'no effect' },
  ),
  // Later than the in-flight window nothing lands: that is what it is for. A tenth of it may pass between mark and write.
  fc.integer({ min: 1, max: 530_000 }).map((ms) => ({ kind: 'late', ms }) as const),
  fc.integer({ min: 1, max: 60_000 }).map((retryAfterMs) => ({ kind: 'busy', retryAfterMs }) as const),
);

function troubles(of: fc.Arbitrary<Trouble> = trouble): fc.Arbitrary<(Trouble | null)[]> {
  return fc.array(fc.option(of, { freq: 3 }), { maxLength: 12 });
}

const death: fc.Arbitrary<Death> = fc.record({
  atCall: fc.integer({ min: 1, max: 60 }),
  when: fc.constantFrom('before', 'after'),
});

const mornings = fc.record({
  troubles: fc.record({
    read: troubles(),
    write: troubles(),
    find: troubles(),
    // A ticket's number is proof enough that it stands.
    create: troubles(trouble.filter(({ kind }) => kind !== 'no effect')),
  }),
  deaths: fc.array(death, { maxLength: 6 }),
  concurrency: fc.integer({ min: 1, max: 5 }),
});

const queues = ['A1', 'A2', 'B1', 'C1'];

const operations: readonly Operation[] = [
  ...queues.map((queue) =>
    flip(queue, { site: queue.slice(0, 1), claims: [claim('sites/2019-08-05', queue.slice(0, 1), 3)] }),
  ),
  {
    ...flip('D1'),
    key: 'pilot2/D1/brokeroff#0',
    kind: 'brokeroff',
    before: { manual_rule: '' },
    after: { manual_rule: 'BROKEROFF' },
  },
  request('E'),
];

/** The world as it would be had nothing ever gone wrong. */
const aim = {
  records: Object.fromEntries(queues.map((queue) => [queue, flip(queue).after])),
  rule: 'BROKEROFF',
  effectiveWrites: [...operations.slice(0, 5).map(({ key }) => key), '[pilot2/E/migration#1]'].sort(),
};

function shown(world: World): typeof aim {
  return {
    records: Object.fromEntries(
      queues.map((queue) => {
        const record = world.records.get(queue);
        return [queue, { pilot_version: record?.pilot_version ?? '', container_type: record?.container_type ?? '' }];
      }),
    ),
    rule: world.rules.get('D1')?.[0]?.value ?? '',
    effectiveWrites: world.journal.map(({ key }) => key).sort(),
  };
}

/** Runs processes one after another, each taking up what the one before left, until nothing is left to do. */
async function play(world: World, deaths: readonly Death[], concurrency: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  const dead = new Set<number>();
  const ledgers: Ledger[] = [];
  try {
    for (let process = 1; process <= 40; process++) {
      const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'), {
        ...identity,
        isGone: ({ pid }) => dead.has(pid),
      });
      ledgers.push(ledger);
      const life = mortal(world, ledger, deaths[process - 1] ?? null);
      const run = carryOut(operations, { ...world, grid: life.grid }, life.ledger, {
        actor: actor('anna', process),
        timing: { ...timing, concurrency },
      });
      const outcomes = await Promise.race([run, life.died]).catch((error: unknown) => {
        if (error instanceof Killed) return null;
        throw error;
      });
      dead.add(process);
      if (outcomes?.every(({ outcome }) => outcome === 'done' || outcome === 'already')) return;
    }
    throw new Error('It never came to an end.');
  } finally {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    rmSync(folder, { recursive: true });
  }
}

it('whatever fails and whoever dies, in the end the world is as it would be without, by one effective write each', async () => {
  await fc.assert(
    fc.asyncProperty(mornings, async ({ deaths, concurrency, troubles }) => {
      const world = aWorld([...queues, 'D1']);
      Object.assign(world.troubles, structuredClone(troubles));
      await play(world, deaths, concurrency);
      expect(world.violations).toEqual([]);
      expect(shown(world)).toEqual(aim);
    }),
    { numRuns: 150 },
  );
}, 120_000);
