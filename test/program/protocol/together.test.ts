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

  const applied = ['plan.json', 'other.json', 'plan.json', 'other.json'] as const;
  const processes = applied.map((plan) => world.start(['apply', plan, '--yes']));
  const finished = await Promise.all(processes.map((running) => running.finished));

  const writes = await world.writes();
  expect(writes.filter(({ fate }) => fate !== 'effective')).toEqual([]);
  const written = writes.map(({ request }) => request);
  expect(new Set(written).size).toBe(written.length);
  expect(new Set(writes.map(({ queue }) => queue.slice(0, 1))).size).toBe(4);
  expect(written).toHaveLength(12);

  // Each tells of all of its own plan, and names what another has in hand beside it.
  const outcomes = finished.flatMap((process, index) => {
    const own = new Set(plans[applied[index] ?? 'plan.json'].map(({ key }) => key));
    expect(process.outcomes.filter(({ key }) => own.has(key))).toHaveLength(12);
    expect(process.outcomes.filter(({ key, outcome }) => !own.has(key) && outcome !== 'held')).toEqual([]);
    return process.outcomes;
  });
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
