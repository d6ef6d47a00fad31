import { expect, it } from 'vitest';
import { soak } from '../../scripts/team/run-soak.js';

it('agents and operators end a campaign as if nothing had gone wrong, while they are killed, the database crashes, the grid misbehaves and others write into the catalogue', async () => {
  const told: string[] = [];
  const soaked = await soak({ sites: 5, days: 4, agents: 2, operators: 2, seed: 2, tell: (line) => told.push(line) });
  expect(soaked.problems).toEqual([]);
  expect(soaked.done).toBeGreaterThan(10);
  expect(soaked.compared).toBeGreaterThan(3);
  expect(Math.min(soaked.killed, soaked.crashes, soaked.foreign)).toBeGreaterThan(0);
}, 900_000);
