import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/model/inventory.js';
import { policyOf } from '../../src/play/policy.js';
import type { Scenario } from '../../src/rehearsal/scenario.js';
import { inventoryOf, played, story } from './stages.js';

/** WEST and SOUTH would rather go on another day, EAST answers when it has gone, NORTH never. */
function begins(scenario: Scenario): Scenario {
  return {
    ...scenario,
    answers: {
      WEST: { answer: 'counter', afterDays: 0.5, offersAfterDays: 8 },
      SOUTH: { answer: 'counter', afterDays: 1, offersAfterDays: 5 },
      EAST: { answer: 'late', afterDays: 6 },
      NORTH: { answer: 'never' },
    },
  };
}

async function inventory(): Promise<Inventory> {
  const given = await inventoryOf('test/play/pilot3.yaml');
  const requests = { ...given.campaign.requests, lead_days: 3 };
  return { ...given, campaign: { ...given.campaign, requests } };
}

describe('a campaign in which sites name other days, and answer late', { timeout: 60_000 }, () => {
  it.each([1, 3, 11])('plays clean to its end, each site told once and flipped on its day: seed %i', async (seed) => {
    const result = await played({ inventory: await inventory(), choice: { seed, begins } });
    expect(result.violations).toEqual([]);
    expect(result.final.sites).toMatchObject({ migrated: 4, blocked: 1, ready: 0 });
    expect(new Set(Object.values(result.writes))).toEqual(new Set([1]));
    const told = story(result);
    const agreed = [...told.matchAll(/acting: (\w+) would rather go on [-\d]+: agreed for ([-\d]+)/g)];
    expect(agreed.map(([, site]) => site).sort()).toEqual(['SOUTH', 'WEST']);
    for (const [, site = '', day = ''] of agreed) {
      const texts = Object.keys(result.writes).filter((key) => key.startsWith(`pilot3/${site}/agreed-day#`));
      expect(texts).toEqual([`pilot3/${site}/agreed-day#1`]);
      const flips = result.days.flatMap(({ date, brief }) => (brief.done.flip?.includes(site) ? [date] : []));
      expect(flips[0]).toBe(day);
    }
  });

  it('leaves them where they are by another policy, with the reason', async () => {
    const given = await inventory();
    const policy = { ...policyOf(given), on_other_day: 'decline' } as const;
    const result = await played({ inventory: given, choice: { begins, policy } });
    expect(result.violations).toEqual([]);
    expect(result.blocked.map(({ site }) => site).sort()).toEqual(['MIDDLE', 'SOUTH', 'WEST']);
    expect(result.blocked.find(({ site }) => site === 'WEST')?.reason).toContain('does not suit the campaign');
  });
});
