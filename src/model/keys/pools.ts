import { dayNumber, isoDate } from '../dates.js';
import type { Scope } from '../facts/scopes.js';

/** Pool of the sites flipped on a day. */
export function sitesPool(day: number): string {
  return `sites/${isoDate(day)}`;
}

/** The day of a pool of the sites flipped; null for any other pool. */
export function dayOfSitesPool(pool: string): number | null {
  return pool.startsWith('sites/') ? dayNumber(pool.slice('sites/'.length)) : null;
}

/** Pool of the sites whose containers are switched on on a day. */
export function containersPool(day: number): string {
  return `containers/${isoDate(day)}`;
}

/** Pool of the sites of a cloud flipped on a day. */
export function cloudPool(cloud: string, day: number): string {
  return `cloud/${cloud}/${isoDate(day)}`;
}

/** Pool of the slots of the sites flipped on a day. */
export function slotsPool(day: number): string {
  return `slots/${isoDate(day)}`;
}

/** The day of a dated pool; null for the pools without one. */
export function poolDate(pool: string): string | null {
  return /\/(\d{4}-\d{2}-\d{2})$/.exec(pool)?.[1] ?? null;
}

export const inCommissioningPool = 'in_commissioning';
export const tier1Pool = 'tier1_in_commissioning';
/** Pools that a site leaves when it is judged, not when its day is over. */
export const commissioningPools = [inCommissioningPool, tier1Pool] as const;

const shared = 'all campaigns/';

/** A pool that all campaigns of a grid take from. */
export function sharedPool(pool: string): string {
  return `${shared}${pool}`;
}

export function isSharedPool(pool: string): boolean {
  return pool.startsWith(shared);
}

const failures = 'failures/';

/** Pool of the failures of a scope: its members are queues. */
export function failurePool(scope: Scope): string {
  return `${failures}${scope}`;
}

export function isFailurePool(pool: string): boolean {
  return pool.startsWith(failures);
}

/** The scope of a pool of failures. */
export function scopeOfPool(pool: string): Scope {
  return pool.slice(failures.length);
}
