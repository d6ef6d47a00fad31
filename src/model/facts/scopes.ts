import type { Operation } from '../operation.js';

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
