import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/model/random.js';
import { newBoard } from '../../src/waves/board.js';
import { planWaves } from '../../src/waves/improve.js';
import { sequence } from '../../src/waves/order.js';
import { fillBoard, scheduleWaves, wavePlan } from '../../src/waves/schedule.js';
import { exchangeLeftOver } from '../../src/waves/search/exact.js';
import { brokenRules } from './check.js';
import { exhaustive } from './exhaustive.js';
import { smallCampaign } from './small-campaigns.js';

const campaigns = Array.from({ length: 1500 }, (_, seed) => ({ seed, problem: smallCampaign(seed) }));
const best = campaigns.map(({ problem }) => exhaustive(problem));

describe('small campaigns, every plan of which was tried', () => {
  it('get as many sites a day as is possible, and the earliest finish', () => {
    for (const [k, { seed, problem }] of campaigns.entries()) {
      const { plan, stoppedBecause } = planWaves(problem);
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

  it('find room by exchange, as larger ones do, in all but a few', () => {
    const fewer = campaigns.filter(({ problem }, k) => {
      const board = newBoard(problem);
      const never = fillBoard(board);
      const possible = sequence([...board.sites.keys()], board).sorted.filter((site) => !never.has(site));
      exchangeLeftOver(board, possible, { left: 20_000 }, 0, seededRandom(1, 'exchange'));
      const plan = wavePlan(board, never);
      expect(brokenRules(problem, plan)).toEqual([]);
      return plan.dayOf.size < (best[k]?.sites ?? 0);
    });
    expect(fewer.length).toBeLessThan(3);
  });
});
