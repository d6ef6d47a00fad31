import type { Instant } from './dates.js';
import type { Pause } from './history.js';
import type { Operation } from './operation.js';

/** A part of a campaign: `campaign` itself, `cloud=UK`, `site=OSCER`, or `wave=2019-08-05`, the changes intended on a day. */
export type Scope = string;

export const wholeCampaign: Scope = 'campaign';

export function cloudScope(cloud: string): Scope {
  return `cloud=${cloud}`;
}

export function siteScope(site: string): Scope {
  return `site=${site}`;
}

/** The scopes in which a pause stops an operation. */
export function scopesOf({ site, cloud, alsoIn = [] }: Pick<Operation, 'site' | 'cloud' | 'alsoIn'>): readonly Scope[] {
  const clouds = cloud === undefined ? alsoIn : [cloud, ...alsoIn];
  return [wholeCampaign, ...clouds.map(cloudScope), siteScope(site)];
}

/** Whether a pause stops an operation of a kind at a moment. */
export function isStoppedBy(
  { scope, until, except = [] }: Pick<Pause, 'scope' | 'until' | 'except'>,
  operation: Pick<Operation, 'site' | 'cloud' | 'alsoIn' | 'kind'>,
  at: Instant,
): boolean {
  const scopes = scopesOf(operation);
  if (!scopes.includes(scope) || (until != null && until <= at)) return false;
  return !except.some((one) => one === operation.kind || scopes.includes(one));
}
