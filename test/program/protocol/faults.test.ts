import { expect, it } from 'vitest';
import { expectDoneOnce, faultFreeState } from './checks.js';
import type { Passage } from './gate.js';
import { openWorld } from './world.js';

const shape = {
  sites: ['A', 'B', 'C', 'D'],
  queuesPerSite: 5,
  timing: '{ concurrency: 8, request_timeout_seconds: 1 }',
};

/** Everything that can go wrong with one write, and how its operation ends in the same run. */
const writeFaults: readonly (readonly [fault: Readonly<Record<string, unknown>>, outcome: string])[] = [
  [{ kind: 'latency', realMs: 200, worldMs: 30_000 }, 'done'],
  [{ kind: 'status', status: 500, when: 'before' }, 'unconfirmed'],
  [{ kind: 'status', status: 500, when: 'after' }, 'done'],
  [{ kind: 'status', status: 403, when: 'before' }, 'refused'],
  [{ kind: 'busy', retryAfterSeconds: 30 }, 'done'],
  [{ kind: 'timeout', when: 'before' }, 'unconfirmed'],
  [{ kind: 'timeout', when: 'after' }, 'done'],
  [{ kind: 'reset', when: 'before' }, 'unconfirmed'],
  [{ kind: 'reset', when: 'after' }, 'done'],
  [{ kind: 'cut', when: 'before' }, 'unconfirmed'],
  [{ kind: 'cut', when: 'after' }, 'done'],
  [{ kind: 'html', when: 'before' }, 'unconfirmed'],
  [{ kind: 'html', when: 'after' }, 'done'],
  [{ kind: 'late', afterSeconds: 400 }, 'unconfirmed'],
  [{ kind: 'late', afterSeconds: 30 }, 'done'],
  [{ kind: 'error list', message: 'permission denied' }, 'refused'],
  [{ kind: 'no effect' }, 'unconfirmed'],
  [{ kind: 'normalised' }, 'done'],
];

it('every fault of a write leads to the fault-free world, by one effective write each', async () => {
  const world = await openWorld(shape);
  const operations = await world.plan();
  for (const [index, [fault]] of writeFaults.entries()) {
    await world.ask('/rehearsal/faults', { ...fault, on: { queue: operations[index]?.subject, effect: 'write' } });
  }

  const { outcomes } = await world.start(['apply', 'plan.json', '--yes']).finished;
  expect(writeFaults.map(([fault], index) => [fault, outcomes[index]?.outcome])).toEqual(writeFaults);
  await world.applyToTheEnd();
  await expectDoneOnce(world, operations, await faultFreeState(shape));
});

/** Everything that can go wrong with one read. */
const readFaults: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'latency', realMs: 200, worldMs: 30_000 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 403 },
  { kind: 'busy', retryAfterSeconds: 1 },
  { kind: 'timeout' },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'html' },
  {
    kind: 'foreign write',
    by: 'carl',
    change: { edit: 'attributes', queue: '', attributes: { catchall: 'useBrokerOff' } },
  },
];

function forQueue(fault: Readonly<Record<string, unknown>>, queue: string): unknown {
  const { change } = fault;
  return {
    ...fault,
    on: { queue, effect: 'read' },
    ...(typeof change === 'object' && { change: { ...change, queue } }),
  };
}

it('every fault of a read, before the write and after it, leads to the fault-free world', async () => {
  const world = await openWorld(shape);
  const operations = await world.plan();
  const struck = [
    ...readFaults.map((fault) => ({ fault, read: 1 })),
    ...readFaults.map((fault) => ({ fault, read: 2 })),
  ];
  const faultOf = new Map(struck.map((strike, index) => [operations[index]?.subject ?? '', strike]));
  const reads = new Map<string, number>();
  world.gate.watch = async (_, url): Promise<Passage> => {
    const queue = /[?&]panda_queue=([^&,]+)/.exec(url)?.[1] ?? '';
    reads.set(queue, (reads.get(queue) ?? 0) + 1);
    const strike = faultOf.get(queue);
    if (strike && strike.read === reads.get(queue)) await world.ask('/rehearsal/faults', forQueue(strike.fault, queue));
    return 'pass';
  };
  await world.applyToTheEnd();

  const aim = await faultFreeState(shape);
  for (const [queue, { fault }] of faultOf)
    if (fault['kind'] === 'foreign write') aim[queue] = { ...aim[queue], catchall: 'useBrokerOff' };
  await expectDoneOnce(world, operations, aim);
});
