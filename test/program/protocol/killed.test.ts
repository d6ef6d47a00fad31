import { expect, it } from 'vitest';
import type { Operation } from '../../../src/model/operation.js';
import { expectDoneOnce, faultFreeState, sideBySide } from './checks.js';
import { openWorld, type Running, type World } from './world.js';

/** The requests of one operation, in their order. */
const requests = ['read', 'time of mark', 'time before write', 'write', 'read back', 'time of settlement'] as const;

/** Where a process is killed on its way through one operation. */
type Death =
  | {
      readonly request: (typeof requests)[number];
      readonly how:
        'never arrives' | 'arrives after the death' | 'arrives before the death' | 'lands five minutes later';
    }
  | { readonly commit: 'intended' | 'acting' | 'settled'; readonly when: 'before' | 'after' };

const deaths: readonly Death[] = [
  ...requests.map((request) => ({ request, how: 'never arrives' }) as const),
  ...(['arrives after the death', 'arrives before the death', 'lands five minutes later'] as const).map(
    (how) => ({ request: 'write', how }) as const,
  ),
  ...(['intended', 'acting', 'settled'] as const).flatMap((commit) => [
    { commit, when: 'before' } as const,
    { commit, when: 'after' } as const,
  ]),
];

// `npm run test:deaths` takes 20 operations.
const shape = { sites: ['A', 'B', 'C', 'D'], queuesPerSite: process.env['MIGRATE_TEST_DEATHS'] === 'all' ? 5 : 1 };
const apply = ['apply', 'plan.json', '--yes'];

/** Begins to apply the plan, and kills the process at this point of this operation. */
function applyUntil(world: World, { key, subject }: Operation, death: Death): Running {
  if ('commit' in death) {
    world.gate.watch = () => 'pass';
    return world.start(apply, { dieAt: `SIGKILL ${death.when} ${death.commit} ${key}` });
  }
  const running = world.start(apply);
  const kill = (): boolean => running.child.kill('SIGKILL');
  let seen = -1;
  world.gate.watch = async (_, url) => {
    if (seen >= 0 || url.includes(`panda_queue=${subject}`)) seen++;
    if (seen !== requests.indexOf(death.request)) return 'pass';
    if (death.request === 'write') expect(url).toContain('set_attributes');
    if (death.how === 'arrives before the death') return { instead: kill };
    if (death.how === 'lands five minutes later')
      await world.ask('/rehearsal/faults', { kind: 'late', afterSeconds: 300, on: { queue: subject } });
    kill();
    if (death.how === 'never arrives') return 'lose';
    await running.finished;
    return { instead: () => undefined };
  };
  return running;
}

// Each world loses a process at every operation of its plan, each at another point; over all worlds
// every operation is killed at every point. The next process takes up what the one before left.
it('killed at every request and every durable step of its operations, each is written once in the end', async () => {
  const faultFree = await faultFreeState(shape);
  await sideBySide(
    deaths.map((_, index) => index),
    3,
    async (first) => {
      const world = await openWorld(shape);
      const operations = await world.plan();
      expect(operations).toHaveLength(shape.sites.length * shape.queuesPerSite);
      for (const [index, operation] of operations.entries()) {
        const death = deaths[(first + index) % deaths.length];
        if (!death) throw new Error('no death');
        const finished = await applyUntil(world, operation, death).finished;
        expect(finished.signal, JSON.stringify({ operation: operation.key, death, finished })).toBe('SIGKILL');
      }
      world.gate.watch = () => 'pass';
      await world.applyToTheEnd();
      await expectDoneOnce(world, operations, faultFree);
    },
  );
}, 600_000);
