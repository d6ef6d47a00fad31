import type { Inventory } from '../model/inventory.js';

/** The grid as people know it: `the rehearsal grid`, or the profile with its catalogue. */
export function gridName({ grid: { use, profiles, rehearsal } }: Pick<Inventory, 'grid'>): string {
  if (use === 'rehearsal')
    return rehearsal.url === null ? 'the rehearsal grid' : `the rehearsal grid at ${rehearsal.url}`;
  const url = profiles[use]?.catalogue.url;
  return url !== undefined && URL.canParse(url) ? `${use} (catalogue ${new URL(url).host})` : use;
}
