import { logMarginal, nextChance, suspect, usual } from './belief.js';
import { countsOf, less, type Counts, type Group, type ObservedSite } from './groups.js';
import { faultClasses, type FaultClass } from '../model/facts/verdicts.js';
import { countsWords } from './sentences.js';
import { suspicionsOf, type Suspicions } from './suspicions.js';

/** The chance that a flip has a fault of a class, and what that rests on. */
export interface ClassRisk {
  readonly fault: FaultClass;
  readonly chance: number;
  /** Traits that speak most for it; empty: the campaign as a whole. */
  readonly traits: readonly string[];
  readonly counts: Counts;
}

/** What the campaign has taught about a site that is still to go. */
export interface Risk {
  /** Of any fault. */
  readonly chance: number;
  /** Largest first. */
  readonly classes: readonly ClassRisk[];
  /** The reason, with its counts. */
  readonly reason: string;
  readonly proposal: 'go' | 'ask first' | 'go with containers off';
}

/** From this chance on a site is not simply flipped. */
const carefulFrom = 0.2;

/** Before any verdict: nothing that sites share matters to a class; one trait does; two together do. */
const prior = { none: 0.8, one: 0.15, two: 0.05 };

/** Of one class; lists by suspicion. */
interface Knowledge {
  readonly fault: FaultClass;
  readonly all: Counts;
  /** That no trait matters, times the chance there. */
  readonly ofNone: number;
  /** Chance at a site that no suspicion names. */
  readonly elsewhere: number;
  readonly inside: readonly Counts[];
  /** What a suspicion adds to the chance of the sites it names. */
  readonly added: readonly number[];
  /** Its probability times the chance under it. */
  readonly share: readonly number[];
}

/**
 * Learns from the sites judged so far and says the chance of each fault class at any site. Three levels: the
 * campaign's own rate, a trait, two traits together; each is a Beta-binomial law, and they are averaged by how well
 * they have foretold the verdicts (Bayesian model averaging, Hoeting et al. 1999). So a trait that few sites have
 * shown is drawn to the campaign's rate.
 */
export function learnRisk(sites: readonly ObservedSite[], groups: readonly Group[]): (index: number) => Risk {
  const suspicions = suspicionsOf(sites, groups);
  const judged = sites.filter(({ outcome }) => outcome !== null).length;
  const known = faultClasses.map((fault) => learnClass(sites, suspicions, fault));
  const kept = new Map<readonly number[], Risk>();
  return (index) => {
    const own = suspicions.at[index] ?? [];
    const risk = kept.get(own) ?? riskAt(own, groups, suspicions, known, judged);
    kept.set(own, risk);
    return risk;
  };
}

function learnClass(sites: readonly ObservedSite[], { groups, weights, at }: Suspicions, fault: FaultClass): Knowledge {
  const all = countsOf(sites, fault);
  const inside = groups.map(() => ({ sites: 0, faults: 0 }));
  for (const [index, { outcome }] of sites.entries()) {
    if (outcome === null) continue;
    const isFaulty = outcome.faults.has(fault);
    for (const suspicion of at[index] ?? []) {
      const counts = inside[suspicion];
      if (!counts) continue;
      counts.sites += 1;
      if (isFaulty) counts.faults += 1;
    }
  }
  const logs = inside.map((counts, suspicion) => {
    const weight = (groups[suspicion]?.length === 1 ? prior.one : prior.two) * (weights[suspicion] ?? 0);
    return Math.log(weight) + logMarginal(suspect, counts) + logMarginal(usual, less(all, counts));
  });
  const logNone = Math.log(prior.none) + logMarginal(usual, all);
  const largest = logs.reduce((most, log) => Math.max(most, log), logNone);
  const total = logs.reduce((sum, log) => sum + Math.exp(log - largest), Math.exp(logNone - largest));
  const ofNone = (Math.exp(logNone - largest) / total) * nextChance(usual, all);
  let elsewhere = ofNone;
  const added: number[] = [];
  const share: number[] = [];
  for (const [suspicion, counts] of inside.entries()) {
    const probability = Math.exp((logs[suspicion] ?? -Infinity) - largest) / total;
    const outside = nextChance(usual, less(all, counts));
    elsewhere += probability * outside;
    added.push(probability * (nextChance(suspect, counts) - outside));
    share.push(probability * nextChance(suspect, counts));
  }
  return { fault, all, ofNone, elsewhere, inside, added, share };
}

function riskAt(
  own: readonly number[],
  groups: readonly Group[],
  suspicions: Suspicions,
  known: readonly Knowledge[],
  judged: number,
): Risk {
  const classes = known
    .map((knowledge) => classRisk(own, groups, suspicions, knowledge))
    .sort((one, other) => other.chance - one.chance);
  const chance = 1 - classes.reduce((product, risk) => product * (1 - risk.chance), 1);
  return { chance, classes, reason: reasonOf(classes, chance, judged), proposal: proposalOf(classes, chance) };
}

function classRisk(
  own: readonly number[],
  groups: readonly Group[],
  suspicions: Suspicions,
  { fault, all, ofNone, elsewhere, inside, added, share }: Knowledge,
): ClassRisk {
  let chance = elsewhere;
  let best: number | null = null;
  let most = ofNone;
  for (const suspicion of own) {
    chance += added[suspicion] ?? 0;
    if ((inside[suspicion]?.faults ?? 0) === 0 || (share[suspicion] ?? 0) <= most) continue;
    most = share[suspicion] ?? 0;
    best = suspicion;
  }
  if (best === null) return { fault, chance, traits: [], counts: all };
  const traits = (suspicions.groups[best] ?? []).flatMap((group) => groups[group]?.traits ?? []);
  return { fault, chance, traits, counts: inside[best] ?? all };
}

/** Containers go off where they are what fails, and little else is to be feared. */
function proposalOf(classes: readonly ClassRisk[], chance: number): Risk['proposal'] {
  if (chance < carefulFrom) return 'go';
  const chanceOf = (wanted: (fault: FaultClass) => boolean): number =>
    1 - classes.filter(({ fault }) => wanted(fault)).reduce((fine, risk) => fine * (1 - risk.chance), 1);
  const isContainer = (fault: FaultClass): boolean => fault === 'container fault';
  return chanceOf(isContainer) >= carefulFrom && chanceOf((fault) => !isContainer(fault)) < carefulFrom
    ? 'go with containers off'
    : 'ask first';
}

function reasonOf(classes: readonly ClassRisk[], chance: number, judged: number): string {
  const [first] = classes;
  if (judged === 0 || !first) return 'No site of this campaign has been judged yet.';
  const told = classes.find(({ traits }) => traits.length > 0) ?? first;
  return `Chance of a fault ${Math.round(100 * chance)} %: ${countsWords(told.counts, told.traits, told.fault)}.`;
}
