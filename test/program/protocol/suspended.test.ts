import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openWorld } from './world.js';

const leaseSeconds = 3;
const shape = {
  sites: ['A', 'B'],
  queuesPerSite: 1,
  timing: `{ concurrency: 1, request_timeout_seconds: 1, lease_seconds: ${String(leaseSeconds)} }`,
};

/** Waits until a process is stopped by a signal (Linux). */
async function stopped(pid: number): Promise<void> {
  while (!/^\d+ \(.*\) T/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))) await sleep(20);
}

it.each(['intended', 'acting'])(
  'a process suspended once its operation is %s, past its lease, writes nothing after others have rolled back',
  async (state) => {
    const world = await openWorld(shape);
    const [operation] = await world.plan();
    if (!operation) throw new Error('no operation');
    const { key, subject } = operation;

    const sleeper = world.start(['apply', 'plan.json', '--yes'], { dieAt: `SIGSTOP after ${state} ${key}` });
    await stopped(sleeper.child.pid ?? 0);
    expect(await world.start(['apply', 'plan.json', '--yes']).finished).toMatchObject({
      code: 75,
      outcomes: [{ key, outcome: 'held' }, { outcome: 'done' }],
    });

    await sleep(leaseSeconds * 1000 + 200);
    expect(await world.start(['apply', 'plan.json', '--yes']).finished).toMatchObject({
      code: 0,
      outcomes: [{ key, outcome: 'done' }, { outcome: 'already' }],
    });
    expect(await world.start(['flip', subject, '--to', '1', '--reason', 'a test', '--yes']).finished).toMatchObject({
      code: 0,
      outcomes: [{ outcome: 'done' }],
    });
    const writes = await world.writes();

    sleeper.child.kill('SIGCONT');
    expect(await sleeper.finished).toMatchObject({
      code: 75,
      outcomes: [{ key, outcome: 'held' }, { outcome: 'already' }],
    });
    expect(await world.writes()).toEqual(writes);
    expect(await world.records()).toMatchObject({
      [subject]: { pilot_version: '1', container_type: 'singularity:wrapper' },
    });
  },
);
