import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/model/inventory.js';
import { inventoryOf, played, story } from './stages.js';

const pilot3 = (): Promise<Inventory> => inventoryOf('test/play/pilot3.yaml');

describe('a campaign of another generation, Pilot 2 to Pilot 3 with apptainer', { timeout: 60_000 }, () => {
  it('plays clean to its end with no change in src', async () => {
    const result = await played({ inventory: await pilot3() });
    expect(result.violations).toEqual([]);
    expect(result.finished).not.toBeNull();
    expect(result.final.sites).toMatchObject({ total: 5, migrated: 4, blocked: 1, commissioning: 0, ready: 0 });
    expect(result.blocked).toMatchObject([
      { site: 'MIDDLE', stage: 'blocked', reason: 'MIDDLE has os centos7 (site survey, 2029-11-30); el9 is needed.' },
    ]);
    expect(new Set(Object.values(result.writes))).toEqual(new Set([1]));
  });

  it('follows from its seed: the same twice, another with another', async () => {
    const inventory = await pilot3();
    const [one, again, other] = [
      await played({ inventory }),
      await played({ inventory }),
      await played({ inventory, choice: { seed: 4 } }),
    ];
    expect(JSON.stringify(again)).toBe(JSON.stringify(one));
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
  });

  it('says so where it ends before the campaign does', async () => {
    const result = await played({ inventory: await pilot3(), until: { days: 2 } });
    expect(result.finished).toBeNull();
    expect(result.days.map(({ date }) => date)).toEqual(['2030-01-07', '2030-01-08']);
  });

  it('ends after the sitting under way when it is interrupted', async () => {
    const controller = new AbortController();
    const result = await played({
      inventory: await pilot3(),
      choice: { signal: controller.signal },
      staged: (stage) => ({
        ...stage,
        execute: async (operations) => {
          controller.abort();
          return stage.execute(operations);
        },
      }),
    });
    expect(result.days).toHaveLength(1);
    expect(result.finished).toBeNull();
    expect(result.writes).toEqual({});
  });
});

describe('a play with something broken in it is found out by the referee', { timeout: 60_000 }, () => {
  it('an executor that calls everything done and writes nothing', async () => {
    const { violations } = await played({
      inventory: await pilot3(),
      until: { days: 3 },
      staged: (stage) => ({
        ...stage,
        execute: (operations) =>
          Promise.resolve(
            operations.map(({ key, kind, site }) => ({ key, kind, site, outcome: 'done' as const, message: '' })),
          ),
      }),
    });
    expect(new Set(violations.map(({ rule }) => rule))).toEqual(new Set(['lost write']));
  });

  it('an operator who takes every site at once', async () => {
    const inventory = await pilot3();
    const { campaign } = inventory;
    const greedy: Inventory = {
      ...inventory,
      campaign: {
        ...campaign,
        pace: [{ from: null, to: null, sites_per_day: 10, because: null }],
        limits: { ...campaign.limits, per_cloud_per_day: null, in_commissioning: null },
      },
    };
    // The stage is set by the greedy inventory, the referee judges by the real one.
    const { violations } = await played({
      inventory: greedy,
      staged: (stage) => ({ ...stage, inventory: { ...stage.inventory, campaign } }),
    });
    expect(violations.map(({ rule }) => rule)).toContain('pace');
  });
});

describe('the acting operator', { timeout: 60_000 }, () => {
  it('tells how each day went', async () => {
    const told = story(await played({ inventory: await pilot3() }));
    expect(told).toMatch(/NORTH: request sent/);
    expect(told).toMatch(
      /NORTH: flipped to the new pilot \(NORTH, ANALY_NORTH\)|NORTH: flipped to the new pilot \(NORTH\)/,
    );
    expect(told).toMatch(/2030-01-09 WEST: set brokeroff \(ANALY_WEST\)/);
    expect(told).toMatch(/: good: \d+ of \d+ jobs failed/);
  });
});
