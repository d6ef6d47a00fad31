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
export function scopesOf({ site, cloud }: Pick<Operation, 'site' | 'cloud'>): readonly Scope[] {
  return [wholeCampaign, ...(cloud === undefined ? [] : [cloudScope(cloud)]), siteScope(site)];
}
