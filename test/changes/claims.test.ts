import { describe, expect, it } from 'vitest';
import { containersClaims, flipClaims, overClaimed, type Claimant, type UnderWatch } from '../../src/changes/claims.js';
import { dayNumber } from '../../src/model/dates.js';
import type { Limits } from '../../src/model/campaign.js';
import { aHistory } from '../planning/builders.js';
import { poolDate } from '../../src/model/keys/pools.js';

const day = dayNumber('2019-08-05');
const oscer: Claimant = { name: 'OSCER', cloud: 'US', tier: 2, slots: 800 };
const triumf: Claimant = { name: 'TRIUMF', cloud: 'CA', tier: 1, slots: 5000 };
const noLimits: Limits = {
  per_cloud_per_day: null,
  slots_per_day: null,
  tier1_in_commissioning: null,
  in_commissioning: null,
};
const limits: Limits = { per_cloud_per_day: 2, slots_per_day: 60_000, tier1_in_commissioning: 1, in_commissioning: 20 };
const nobody: UnderWatch = { sites: new Set(), tier1: new Set() };

describe('a flip claims', () => {
  it("a place in the day's pace", () => {
    expect(flipClaims(oscer, day, 5, noLimits, aHistory(), nobody)).toEqual([
      { pool: 'sites/2019-08-05', member: 'OSCER', amount: 1, limit: 5 },
    ]);
  });

  it('its share of every limit', () => {
    expect(flipClaims(triumf, day, 5, limits, aHistory(), nobody).slice(1)).toEqual([
      { pool: 'cloud/CA/2019-08-05', member: 'TRIUMF', amount: 1, limit: 2 },
      { pool: 'slots/2019-08-05', member: 'TRIUMF', amount: 5000, limit: 60_000 },
      { pool: 'in_commissioning', member: 'TRIUMF', amount: 1, limit: 20 },
      { pool: 'tier1_in_commissioning', member: 'TRIUMF', amount: 1, limit: 1 },
    ]);
  });

  it('nothing of a cloud that nobody knows, and of the Tier-1s nothing for a Tier-2', () => {
    expect(flipClaims({ ...oscer, cloud: '' }, day, 5, limits, aHistory(), nobody).map(({ pool }) => pool)).toEqual([
      'sites/2019-08-05',
      'slots/2019-08-05',
      'in_commissioning',
    ]);
  });

  it('less where sites under watch never claimed their place', () => {
    const watch: UnderWatch = { sites: new Set(['OLD', 'KNOWN', 'OSCER']), tier1: new Set() };
    const history = aHistory({ claims: { in_commissioning: { KNOWN: 1 } } });
    expect(flipClaims(oscer, day, 5, limits, history, watch).at(-1)).toEqual({
      pool: 'in_commissioning',
      member: 'OSCER',
      amount: 1,
      limit: 19,
    });
  });
});

describe('containers claim', () => {
  it('the same pace, counted on its own', () => {
    expect(containersClaims(oscer, day, 5)).toEqual([
      { pool: 'containers/2019-08-05', member: 'OSCER', amount: 1, limit: 5 },
    ]);
  });
});

describe('a pool', () => {
  it('belongs to a day or to none', () => {
    expect(poolDate('cloud/US/2019-08-05')).toBe('2019-08-05');
    expect(poolDate('in_commissioning')).toBeNull();
  });

  const claim = { pool: 'slots/2019-08-05', member: 'OSCER', amount: 800, limit: 1000 };

  it('has room up to its limit', () => {
    expect(overClaimed([claim], new Map([[claim.pool, new Map([['A', 200]])]]))).toBeNull();
    expect(overClaimed([claim], new Map([[claim.pool, new Map([['A', 201]])]]))).toBe(claim);
  });

  it('counts a member once', () => {
    expect(
      overClaimed(
        [claim],
        new Map([
          [
            claim.pool,
            new Map([
              ['A', 200],
              ['OSCER', 800],
            ]),
          ],
        ]),
      ),
    ).toBeNull();
  });
});
