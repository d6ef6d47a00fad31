// What may be at fault with a campaign's flips: a trait, or two together. Every command asks this of every site, so it is kept in flat lists.
import type { Group, ObservedSite } from './groups.js';

/** Each that names at least one site, judged or not. */
export interface Suspicions {
  /** One group, or two, ascending. */
  readonly groups: readonly (readonly number[])[];
  /** Before any verdict; all together one for a single trait, and one for two. */
  readonly weights: readonly number[];
  /** Of each site; sites alike share the list. */
  readonly at: readonly (readonly number[])[];
}

export function suspicionsOf(sites: readonly Pick<ObservedSite, 'traits'>[], groups: readonly Group[]): Suspicions {
  const groupsAt = sites.map((): number[] => []);
  for (const [group, { members }] of groups.entries()) for (const member of members) groupsAt[member]?.push(group);
  const numberOf = new Map<number, number>();
  const listed: number[][] = [];
  const numbered = (members: number[]): number => {
    const key = (members[0] ?? 0) * groups.length + (members[1] ?? members[0] ?? 0);
    const known = numberOf.get(key);
    if (known !== undefined) return known;
    numberOf.set(key, listed.length);
    return listed.push(members) - 1;
  };
  const alike = new Map<string, readonly number[]>();
  const at = groupsAt.map((own) => {
    const key = own.join();
    const known = alike.get(key);
    if (known) return known;
    const list = own.flatMap((one, place) => [
      numbered([one]),
      ...own.slice(place + 1).map((other) => numbered([one, other])),
    ]);
    alike.set(key, list);
    return list;
  });
  const pairs = listed.filter(({ length }) => length === 2).length;
  const weights = listed.map((members) =>
    members.length === 1 ? (groups[members[0] ?? 0]?.weight ?? 0) : 1 / Math.max(1, pairs),
  );
  return { groups: listed, weights, at };
}
