import { expect, it } from 'vitest';
import type { Plan, SitePlan } from '../../src/model/plan.js';
import { byCloud } from '../../src/report/status-model/sites.js';

it('a site with queues in two clouds counts in each of the chart', () => {
  const sites = [
    { site: 'A', cloud: 'IT', alsoIn: ['UK'], stage: 'ready' },
    { site: 'B', cloud: 'UK', stage: 'migrated' },
    { site: 'C', cloud: '', stage: 'ready' },
  ] as unknown as readonly SitePlan[];
  expect(byCloud({ sites } as Plan)).toEqual([
    { cloud: 'UK', total: 2, stages: { ready: 1, migrated: 1 } },
    { cloud: 'IT', total: 1, stages: { ready: 1 } },
    { cloud: 'unknown', total: 1, stages: { ready: 1 } },
  ]);
});
