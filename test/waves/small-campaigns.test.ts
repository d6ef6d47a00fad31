import { describe, expect, it } from 'vitest';
import { highsSolver } from '../../src/solver/highs.js';
import { planWaves } from '../../src/waves/improve.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { brokenRules } from './check.js';
import { exhaustive } from './exhaustive.js';
import { searchMs } from './builders.js';
import { smallCampaign } from './small-campaigns.js';

const campaigns = Array.from({ length: 1500 }, (_, seed) => ({ seed, problem: smallCampaign(seed) }));
const solver = highsSolver();
const best = campaigns.map(({ problem }) => exhaustive(problem));

describe('small campaigns, every plan of which was tried', () => {
  it('get as many sites a day as is possible, and the earliest finish', { timeout: searchMs }, () => {
    for (const [k, { seed, problem }] of campaigns.entries()) {
      const { plan, stoppedBecause } = planWaves(problem, { effort: 20_000, solver });
      expect(brokenRules(problem, plan)).toEqual([]);
      const finish = Math.max(-1, ...plan.dayOf.values());
      expect({ seed, sites: plan.dayOf.size, finish, stoppedBecause }).toEqual({
        seed,
        ...best[k],
        stoppedBecause: 'bound',
      });
    }
  });

  it('are no easy ones: the list leaves out sites in some', () => {
    const fewer = campaigns.filter(({ problem }, k) => scheduleWaves(problem).dayOf.size < (best[k]?.sites ?? 0));
    expect(fewer.length).toBeGreaterThan(20);
  });
});
