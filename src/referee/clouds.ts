import type { Site } from '../model/inventory.js';
import type { Case } from './case.js';

/** The clouds that a site counts in: as the inventory says, else those of its queues that take part, by the catalogue's records. */
export function cloudsOf({ start, inventory }: Pick<Case, 'start' | 'inventory'>, site: Site): readonly string[] {
  if (site.cloud !== null) return [site.cloud];
  const retiring = new Set(inventory.retirements.map(({ queue }) => queue));
  const clouds = Object.entries(site.queues).flatMap(([queue, { exclude, type }]) => {
    const record = start.get(queue);
    const takesPart = exclude === undefined && !retiring.has(queue) && (type ?? record?.type) !== 'special';
    return takesPart && record !== undefined && record.cloud !== '' ? [record.cloud] : [];
  });
  return [...new Set(clouds)];
}
