import { at } from '../board.js';
import type { AlikeDays, Candidate } from './alike-days.js';
import type { DaySet } from './sharing.js';

/** What days could take of known sets: of each set the sites that may go there, if they fit together. `sites`: by row. */
export function daySets(
  alike: readonly AlikeDays[],
  sites: readonly number[],
  known: readonly (readonly number[])[],
): readonly DaySet[] {
  const rowOf = new Map(sites.map((site, row) => [site, row]));
  const sets = known.map((set) => new Set(set.flatMap((site) => rowOf.get(site) ?? [])));
  return alike.flatMap((days, k) =>
    sets.flatMap((set): DaySet[] => {
      const here = days.sites.filter(({ row }) => set.has(row));
      return here.length > 0 && fit(days, here) ? [{ rows: here.map(({ row }) => row), alike: k }] : [];
    }),
  );
}

function fit({ places, slots, clouds }: AlikeDays, set: readonly Candidate[]): boolean {
  if (set.length > places || set.reduce((sum, site) => sum + site.slots, 0) > slots) return false;
  return set.every(({ cloud }) => set.filter((other) => other.cloud === cloud).length <= at(clouds, cloud));
}
