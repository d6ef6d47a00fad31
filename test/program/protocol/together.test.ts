import { expect, it } from 'vitest';
import { openWorld, writeInventory } from './world.js';

const sites = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const shape = { sites, queuesPerSite: 3, sitesPerDay: 4, timing: '{ concurrency: 4, request_timeout_seconds: 5 }' };

// Two plans of four sites each, with two sites in common; each is fresh, and both together are six.
it('four processes with overlapping plans write each operation once, keep the limit together, and are told so', async () => {
  const world = await openWorld(shape);
  writeInventory(world.folder, 'other.yaml', world.gate.url, {
    ...shape,
    sites: ['C', 'D', 'E', 'F', 'A', 'B', 'G', 'H'],
  });
  const plans = { 'plan.json': await world.plan(), 'other.json': await world.plan('other.json', 'other.yaml') };
  expect(Object.values(plans).map((operations) => [...new Set(operations.map(({ site }) => site))])).toEqual([
    ['A', 'B', 'C', 'D'],
    ['C', 'D', 'E', 'F'],
  ]);

  const processes = ['plan.json', 'other.json', 'plan.json', 'other.json'].map((plan) =>
    world.start(['apply', plan, '--yes']),
  );
  const finished = await Promise.all(processes.map((running) => running.finished));

  const writes = await world.writes();
  expect(writes.filter(({ fate }) => fate !== 'effective')).toEqual([]);
  const written = writes.map(({ request }) => request);
  expect(new Set(written).size).toBe(written.length);
  expect(new Set(writes.map(({ queue }) => queue.slice(0, 1))).size).toBe(4);
  expect(written).toHaveLength(12);

  const outcomes = finished.flatMap((process) => process.outcomes);
  expect(outcomes).toHaveLength(48);
  expect(
    outcomes
      .filter(({ outcome }) => outcome === 'done')
      .map(({ key }) => key)
      .sort(),
  ).toEqual(written.sort());
  for (const { outcome, message, by } of outcomes) {
    expect(['done', 'already', 'held', 'not-run']).toContain(outcome);
    if (outcome === 'held') expect(by).toMatch(/^\w+@\S+ \d+$/);
    if (outcome === 'not-run') expect(message).toContain('The limit of 4 for sites/2030-01-07 is reached');
  }
  // Two sites of each plan were one too many, whoever came first.
  expect(outcomes.filter(({ outcome }) => outcome === 'not-run').length).toBeGreaterThanOrEqual(6);
});
