import { describe, expect, it } from 'vitest';
import { hasTerminal } from '../terminal.js';
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

describe.skipIf(!hasTerminal)('Ctrl-C on a terminal', () => {
  const interrupted = 'Press Ctrl-C again to force quit.';

  it('is answered while the answer of the grid is still awaited; a second one says what may arrive', async () => {
    const world = await openWorld(shape);
    await world.plan();
    world.gate.watch = (_, url) => (url.includes('set_attributes') && url.includes('B_2') ? 'lose' : 'pass');
    const terminal = world.terminal(['apply', 'plan.json', '--yes']);
    await terminal.shows('writing: B_2: Writing.');
    terminal.press('C-c');
    await terminal.shows(interrupted, 1_000);
    const shown = terminal.screen();
    expect(shown.indexOf(interrupted)).toBeLessThan(shown.indexOf('B: 1 of 5'));
    terminal.press('C-c');
    await terminal.shows('exit 130');
    expect(terminal.screen()).toMatch(/Forced to quit\. This may still arrive.*:\n +writing: B_2: Writing\./s);
  });

  it('ticks what is done and nothing that was not begun', async () => {
    const world = await openWorld(shape);
    await world.plan();
    let arrive = (): void => undefined;
    world.gate.watch = (_, url) =>
      url.includes('set_attributes') && url.includes('B_2')
        ? new Promise((resolve) => {
            arrive = () => {
              resolve('pass');
            };
          })
        : 'pass';
    const terminal = world.terminal(['apply', 'plan.json', '--yes'], { columns: 100, rows: 50 });
    await terminal.shows('writing: B_2: Writing.');
    terminal.press('C-c');
    await terminal.shows(interrupted, 1_000);
    arrive();
    await terminal.shows('exit 130');
    const rows = terminal.screen().split('\n');
    expect(rows.find((row) => row.includes(' A: 5 of 5'))).toMatch(/^✔/);
    expect(rows.find((row) => row.includes(' B: 2 of 5'))).toMatch(/^↓/);
    expect(rows.filter((row) => /^↓ [CD]: not begun/.test(row))).toHaveLength(2);
    expect(rows.filter((row) => row.startsWith('✔'))).toHaveLength(1);
  });
});
