import { expect } from 'vitest';
import type { CatalogueKind } from '../../src/rehearsal/services.js';
import { reachOverHttp } from './over-http.js';
import { inventoryOf, played, story } from './stages.js';

/** `npm run play:http` plays to the end. */
const toItsEnd = process.env['MIGRATE_TEST_PLAYS'] === 'all';

/** The shipped campaign, by a profile of real services; a file a kind, so that they run side by side. */
export async function playsCleanOverHttp(kind: CatalogueKind): Promise<void> {
  const heard: string[] = [];
  const reach = (world: Parameters<typeof reachOverHttp>[0]) => reachOverHttp(world, kind, (text) => heard.push(text));
  const result = await played({
    inventory: await inventoryOf('sites.yaml'),
    choice: { scenario: 'august-2019', seed: 7, reach },
    ...(!toItsEnd && { until: { days: 10 } }),
  });
  expect(result.violations).toEqual([]);
  expect(new Set(Object.values(result.writes))).toEqual(new Set([1]));
  expect(heard).toEqual([]);
  if (!toItsEnd) return;
  expect(result.finished).not.toBeNull();
  expect(result.final.sites).toMatchObject({ commissioning: 0, ready: 0 });
  // An outage of no service until 2038 closes no day.
  expect(story(result)).toMatch(/AGLT2: flipped to the new pilot/);
}
