import type { History } from '../model/history.js';
import type { Budgets, Limits, SharedLimit } from '../model/campaign.js';
import type { Claim } from '../model/operation.js';
import {
  cloudPool,
  containersPool,
  failurePool,
  inCommissioningPool,
  sharedPool,
  sitesPool,
  slotsPool,
  tier1Pool,
} from '../model/keys/pools.js';
import { cloudScope, wholeCampaign } from '../model/facts/scopes.js';

/** A site as its claims see it. */
export interface Claimant {
  readonly name: string;
  readonly cloud: string;
  /** Further clouds in which it counts. */
  readonly alsoIn?: readonly string[];
  readonly tier: number | null;
  readonly slots: number;
}

/** Sites whose flip has no good verdict yet: who is in the pools that have no date. */
export interface UnderWatch {
  readonly sites: ReadonlySet<string>;
  readonly tier1: ReadonlySet<string>;
}

/** What a site's flip takes of a day's pace and of the limits. */
export function flipClaims(
  site: Claimant,
  day: number,
  sitesADay: number,
  limits: Limits,
  history: History,
  watch: UnderWatch,
): readonly Claim[] {
  const claims: Claim[] = [claim(sitesPool(day), site.name, 1, sitesADay)];
  for (const cloud of limits.per_cloud_per_day === null ? [] : cloudsOf(site)) {
    const pool = ofDay(cloudPool(cloud, day), 'per_cloud_per_day', limits);
    claims.push(claim(pool, site.name, 1, limits.per_cloud_per_day ?? 0));
  }
  if (limits.slots_per_day !== null) {
    const pool = ofDay(slotsPool(day), 'slots_per_day', limits);
    claims.push(claim(pool, site.name, site.slots, limits.slots_per_day));
  }
  if (limits.in_commissioning !== null) {
    claims.push(standingClaim(inCommissioningPool, site.name, limits.in_commissioning, history, watch.sites));
  }
  if (limits.tier1_in_commissioning !== null && site.tier === 1) {
    claims.push(standingClaim(tier1Pool, site.name, limits.tier1_in_commissioning, history, watch.tier1));
  }
  return claims;
}

function ofDay(pool: string, limit: SharedLimit, { shared = [] }: Limits): string {
  return shared.includes(limit) ? sharedPool(pool) : pool;
}

/** What switching a site's containers on takes: the same pace, counted on its own. */
export function containersClaims(site: Claimant, day: number, sitesADay: number): readonly Claim[] {
  return [claim(containersPool(day), site.name, 1, sitesADay)];
}

function cloudsOf({ cloud, alsoIn = [] }: Pick<Claimant, 'cloud' | 'alsoIn'>): readonly string[] {
  return [cloud, ...alsoIn].filter((name) => name !== '');
}

/** What a change of a queue takes of the budgets of failures, as long as nobody knows that it went well. */
export function failureClaims(
  queue: string,
  where: Pick<Claimant, 'cloud' | 'alsoIn'>,
  day: string,
  budgets: Budgets,
): readonly Claim[] {
  const scopes: readonly (readonly [string, number | null])[] = [
    [`wave=${day}`, budgets.wave],
    ...cloudsOf(where).map((cloud) => [cloudScope(cloud), budgets.cloud] as const),
    [wholeCampaign, budgets.campaign],
  ];
  return scopes.flatMap(([scope, limit]) => (limit === null ? [] : [claim(failurePool(scope), queue, 1, limit)]));
}

function claim(pool: string, member: string, amount: number, limit: number): Claim {
  return { pool, member, amount, limit };
}

/**
 * A claim on a pool that a site leaves with its good verdict. Sites under watch that never claimed a
 * place (flipped before the limit was set) take theirs out of the limit.
 */
function standingClaim(
  pool: string,
  member: string,
  limit: number,
  history: History,
  present: ReadonlySet<string>,
): Claim {
  const members = history.claims.get(pool);
  let unclaimed = 0;
  for (const other of present) if (other !== member && members?.has(other) !== true) unclaimed++;
  return claim(pool, member, 1, limit - unclaimed);
}

/** The first claim that its pool has no room for, given everything claimed so far; null where all fit. */
export function overClaimed(
  claims: readonly Claim[],
  taken: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Claim | null {
  return claims.find((wanted) => !fits(wanted, taken.get(wanted.pool))) ?? null;
}

function fits({ member, amount, limit }: Claim, members: ReadonlyMap<string, number> | undefined): boolean {
  let sum = amount;
  for (const [other, taken] of members ?? []) if (other !== member) sum += taken;
  return sum <= limit;
}
