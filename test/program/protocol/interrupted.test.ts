import { expect, it } from 'vitest';
import { expectDoneOnce, faultFreeState } from './checks.js';
import { openWorld } from './world.js';

const shape = { sites: ['A', 'B', 'C', 'D'], queuesPerSite: 5 };

it('Ctrl-C ends after what is in flight, and the next run finishes the rest', async () => {
  const world = await openWorld(shape);
  const operations = await world.plan();
  const running = world.start(['apply', 'plan.json', '--yes']);
  world.gate.watch = (_, url) => {
    if (url.includes('set_attributes') && url.includes('B_2')) running.child.kill('SIGINT');
    return 'pass';
  };
  const { code, outcomes } = await running.finished;
  expect(code).toBe(130);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([
    ...Array<string>(7).fill('done'),
    ...Array<string>(13).fill('not-run'),
  ]);

  await world.applyToTheEnd();
  await expectDoneOnce(world, operations, await faultFreeState(shape));
});
