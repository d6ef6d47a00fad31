import { expect, it } from 'vitest';
import type { Scenario, Trouble } from '../../src/rehearsal/scenario.js';
import { inventoryOf, played, story } from './stages.js';

/** Two days of one site that is flipped in the first hour. */
async function twoDays(troubles: readonly Trouble[]): Promise<string> {
  const inventory = await inventoryOf('test/play/writers.yaml');
  const sites = inventory.sites.filter(({ name }) => name === 'CALM');
  const begins = (scenario: Scenario): Scenario => ({ ...scenario, troubles });
  return story(
    await played({ inventory: { ...inventory, sites, retirements: [] }, until: { days: 2 }, choice: { begins } }),
  );
}

it('jobs that die without a word are not called good while their neighbours finish', { timeout: 60_000 }, async () => {
  expect(await twoDays([])).toMatch(/2030-01-07 CALM: good: .*ANALY_CALM/);
  const told = await twoDays([{ kind: 'silent death', share: 0.3, on: {} }]);
  expect(told).toMatch(/2030-01-07 CALM: flipped/);
  expect(told).not.toMatch(/CALM: good/);
  expect(told).toMatch(/2030-01-08 CALM: inconclusive: .*ANALY_CALM/);
});
