import { logLargest, logMarginal, suspect, usual } from './belief.js';
import { countsOf, less, type Counts, type Group, type ObservedSite } from './groups.js';
import { faultClasses, type FaultClass } from '../model/facts/verdicts.js';

/** A fault class that comes with a trait, by more than chance explains. */
export interface Concentration {
  readonly fault: FaultClass;
  readonly group: Group;
  readonly with: Counts;
  readonly without: Counts;
  readonly eValue: number;
  /** The e-value from which on it is called a concentration. */
  readonly needed: number;
}

/** Largest share of campaigns, in which nothing concentrates, that are stopped all the same. */
const alpha = 0.05;
/** Two faults alike are no pattern, however few traits are known. */
const leastFaults = 3;
/** E-values beyond are cut, so JSON can hold them. */
const largestLog = Math.log(1e300);

/**
 * log e-value that a fault class concentrates on a group (Wasserman, Ramdas and Balakrishnan 2020, running maximum
 * likelihood). Under any one rate for all sites it has an expectation of one at most, at whatever moment somebody
 * looks, whichever sites go first, and however the stop itself has changed that. -Infinity where the group is not the worse.
 */
export function logEValue(inside: Counts, outside: Counts): number {
  if (inside.faults * outside.sites <= outside.faults * inside.sites) return -Infinity;
  const all = { sites: inside.sites + outside.sites, faults: inside.faults + outside.faults };
  return logMarginal(suspect, inside) + logMarginal(usual, outside) - logLargest(all);
}

/**
 * The concentrations, the strongest first. E-Bonferroni over all groups and classes by their weights: with nothing
 * at work one campaign in twenty at most has any, however often it is looked at. What shares sites with a
 * concentration is counted without them: it has to stand by itself.
 */
export function concentrations(sites: readonly ObservedSite[], groups: readonly Group[]): readonly Concentration[] {
  return faultClasses
    .flatMap((fault) => ofClass(sites, groups, fault))
    .sort((one, other) => other.eValue / other.needed - one.eValue / one.needed);
}

function ofClass(
  sites: readonly ObservedSite[],
  groups: readonly Group[],
  fault: FaultClass,
): readonly Concentration[] {
  const found: Concentration[] = [];
  const explained = new Set<number>();
  for (;;) {
    const best = strongest(sites, groups, fault, explained);
    if (best === null || best.eValue < best.needed) return found;
    found.push(best);
    for (const member of best.group.members) explained.add(member);
  }
}

function strongest(
  sites: readonly ObservedSite[],
  groups: readonly Group[],
  fault: FaultClass,
  explained: ReadonlySet<number>,
): Concentration | null {
  const all = countsOf(sites, fault, (index) => !explained.has(index));
  if (all.faults < leastFaults) return null;
  let best: Concentration | null = null;
  for (const group of groups) {
    const inside = countsOf(sites, fault, (index) => group.members.has(index) && !explained.has(index));
    if (inside.faults < leastFaults) continue;
    const outside = less(all, inside);
    const eValue = Math.exp(Math.min(largestLog, logEValue(inside, outside)));
    const needed = faultClasses.length / (alpha * group.weight);
    if (best === null || eValue / needed > best.eValue / best.needed)
      best = { fault, group, with: inside, without: outside, eValue, needed };
  }
  return best;
}
