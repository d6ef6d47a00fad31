import type { Inventory, Site } from '../model/inventory.js';
import { nearNames } from '../model/text/near-names.js';

/**
 * What a name means in the inventory: a site, a queue, one that retires, or an ATLAS site, in this order where they
 * share a name; `SITE/QUEUE` is a queue named as its site. An unknown name comes with those that may have been meant.
 */
export type Named =
  | { readonly is: 'site'; readonly site: Site }
  | { readonly is: 'queue'; readonly queue: string; readonly site: Site | null }
  | { readonly is: 'atlas site'; readonly site: Site }
  | { readonly is: 'unknown'; readonly near: readonly string[] };

/** Reads the names of an inventory once; what it returns looks one up. */
export function namesOf({ sites, retirements }: Pick<Inventory, 'sites' | 'retirements'>): (name: string) => Named {
  const byName = new Map(sites.map((site) => [site.name, site]));
  const byQueue = new Map<string, Site | null>(retirements.map(({ queue }) => [queue, null]));
  const byAtlasSite = new Map<string, Site>();
  for (const site of sites) {
    for (const queue of Object.keys(site.queues)) byQueue.set(queue, site);
    for (const atlasSite of site.atlas_sites) byAtlasSite.set(atlasSite, site);
  }
  return (name) => {
    const site = byName.get(name);
    if (site) return { is: 'site', site };
    const slash = name.indexOf('/');
    const within = slash > 0 ? byName.get(name.slice(0, slash)) : undefined;
    const queue = within ? name.slice(slash + 1) : name;
    const owner = byQueue.get(queue);
    if (owner !== undefined && (!within || owner === within || owner === null))
      return { is: 'queue', queue, site: owner };
    const atPlace = byAtlasSite.get(name);
    if (atPlace) return { is: 'atlas site', site: atPlace };
    const near = nearNames(name, new Set([...byName.keys(), ...byAtlasSite.keys(), ...byQueue.keys()]), 1);
    return { is: 'unknown', near: near.length > 0 ? near : namesWith(name, sites) };
  };
}

const shortestPart = 3;
const mostNames = 4;

/** Sites that people call by a part of their name, as RHUL for UKI-LT2-RHUL. */
function namesWith(part: string, sites: readonly Site[]): readonly string[] {
  const wanted = part.toUpperCase();
  if (wanted.length < shortestPart) return [];
  return sites.flatMap(({ name }) => (name.toUpperCase().includes(wanted) ? [name] : [])).slice(0, mostNames);
}
