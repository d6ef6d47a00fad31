import { traitName, type Trait } from './traits.js';
import type { SiteOutcome } from './site-outcomes.js';
import type { FaultClass } from '../model/facts/verdicts.js';

/** A site as learning sees it. */
export interface ObservedSite {
  readonly name: string;
  readonly traits: ReadonlyMap<string, Trait>;
  /** null: not flipped, or not judged yet. */
  readonly outcome: SiteOutcome | null;
}

/** The sites of a campaign that share a trait. Traits that the same sites have cannot be told apart and are one group. */
export interface Group {
  /** Names of the traits. */
  readonly traits: readonly string[];
  readonly members: ReadonlySet<number>;
  /** Share of one: even over the kinds of traits, and over the values of each kind. It is fixed before any verdict. */
  readonly weight: number;
}

/** Sites judged, and those of them with a fault of the class. */
export interface Counts {
  readonly sites: number;
  readonly faults: number;
}

/** The groups that can be told apart: of two sites at least, and not of all. */
export function groupsOf(sites: readonly Pick<ObservedSite, 'traits'>[]): readonly Group[] {
  const membersOf = new Map<string, { readonly trait: Trait; readonly members: number[] }>();
  for (const [index, { traits }] of sites.entries()) {
    for (const [name, trait] of traits) {
      const known = membersOf.get(name);
      if (known) known.members.push(index);
      else membersOf.set(name, { trait, members: [index] });
    }
  }
  const telling = [...membersOf.values()].filter(({ members }) => members.length > 1 && members.length < sites.length);
  const valuesOf = new Map<string, number>();
  for (const { trait } of telling) valuesOf.set(trait.kind, (valuesOf.get(trait.kind) ?? 0) + 1);
  const groups = new Map<string, { traits: string[]; members: ReadonlySet<number>; weight: number }>();
  for (const { trait, members } of telling) {
    const weight = 1 / (valuesOf.size * (valuesOf.get(trait.kind) ?? 1));
    const key = members.join();
    const same = groups.get(key);
    if (same) {
      same.traits.push(traitName(trait));
      same.weight += weight;
    } else groups.set(key, { traits: [traitName(trait)], members: new Set(members), weight });
  }
  return [...groups.values()];
}

/** Of the judged sites that `belongs` names. */
export function countsOf(
  sites: readonly ObservedSite[],
  fault: FaultClass,
  belongs: (index: number) => boolean = () => true,
): Counts {
  let judged = 0;
  let faults = 0;
  for (const [index, { outcome }] of sites.entries()) {
    if (outcome === null || !belongs(index)) continue;
    judged += 1;
    if (outcome.faults.has(fault)) faults += 1;
  }
  return { sites: judged, faults };
}

export function less(all: Counts, part: Counts): Counts {
  return { sites: all.sites - part.sites, faults: all.faults - part.faults };
}
