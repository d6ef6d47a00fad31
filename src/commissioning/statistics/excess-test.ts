import { upperBound } from './clopper-pearson.js';
import { logSumExp } from './log-gamma.js';
import { groupings, independentLikelihood, likelihood, type Group, type Grouping, type Outcomes } from './outcomes.js';
import { stormLikelihood } from './storms.js';

/** How failures of a queue may hang together: not at all (null), by a grouping with a correlation, or in storms that break out now and then. */
export type Dependence =
  { readonly by: Grouping; readonly correlation: number } | { readonly by: 'storm'; readonly onset: number } | null;

interface Guess {
  readonly rate: number;
  readonly dependence: Dependence;
  readonly logWeight: number;
}

/** What history makes of a queue's rate of failure: weighted guesses, so its uncertainty goes with it. */
export interface RateBelief {
  readonly guesses: readonly Guess[];
  /** What it would be if failures had nothing to do with each other, however surely history rules that out. */
  readonly independent: readonly Guess[];
  /** Bound that the rate does not exceed but by a rare chance of a short history; of a long one about its mean. */
  readonly most: number;
}

/** Evidence that a rate went up, as logarithms of e-values. */
export interface ExcessEvidence {
  readonly worse: number;
  /** The same, if failures had nothing to do with each other: above `worse` where they come in a burst. */
  readonly worseIfIndependent: number;
}

/** Shares of the jobs, fine before, that the alternative lets newly fail, and the weight of each. */
const excesses = [
  [0.025, 0.2],
  [0.05, 0.15],
  [0.1, 0.15],
  [0.2, 0.25],
  [0.5, 0.2],
  [0.9, 0.05],
] as const;

/** How likely each way is in which failures may hang together. */
export type DependenceWeights = readonly { readonly dependence: Dependence; readonly weight: number }[];

/** Before history speaks: rather that failures are independent, the rest over groupings and correlations. */
const independentWeight = 0.5;
/** In storms of unlabelled failures, by the probability that one breaks out in a stretch of time. */
const stormOnsets = [
  [1 / 150, 0.1],
  [1 / 30, 0.1],
] as const;
const groupedWeight = 0.3;
const correlations = [
  [0.02, 0.1],
  [0.1, 0.5],
  [0.3, 0.4],
] as const;
export const anyDependence: DependenceWeights = [
  { dependence: null, weight: independentWeight },
  ...groupings.flatMap((by) =>
    correlations.map(([correlation, weight]) => ({
      dependence: { by, correlation },
      weight: (groupedWeight * weight) / groupings.length,
    })),
  ),
  ...stormOnsets.map(([onset, weight]) => ({ dependence: { by: 'storm', onset } as const, weight })),
];

/** Whoever vouches that bursts have a label, by task or worker node, need not reckon with others. */
export const labelledDependence: DependenceWeights = anyDependence.filter(
  ({ dependence }) => dependence === null || dependence.by === 'task' || dependence.by === 'node',
);

/** Failures that have nothing to do with each other. */
const noDependence: DependenceWeights = [{ dependence: null, weight: 1 }];

/** Guesses lighter than this (log, against the heaviest) are left out. */
const negligible = -8;

/** What is known of a rate beforehand: as much as so many failures among so many jobs. */
export type Prior = Group;
const jeffreys: Prior = { failures: 0.5, jobs: 1 };

/**
 * What a finite history says of the rate and of how failures hang together: Bayes' rule on a grid of
 * rates (over ±3.6 standard errors of the log-odds) with a beta prior, Jeffreys' unless said, and of
 * dependences.
 */
export function believe(
  history: Outcomes,
  dependences: DependenceWeights = anyDependence,
  prior: Prior = jeffreys,
): RateBelief {
  const guesses = guess(history, dependences, prior);
  const total = logSumExp(guesses.map(({ logWeight }) => logWeight));
  const heaviest = guesses.reduce((most, { logWeight }) => Math.max(most, logWeight), -Infinity);
  return {
    guesses: guesses
      .filter(({ logWeight }) => logWeight - heaviest > negligible)
      .map((one) => ({ ...one, logWeight: one.logWeight - total })),
    independent: guess(history, noDependence, prior),
    most: prior === jeffreys ? mostRate(history) : quantile(guesses, Math.log(1 - boundRisk) + total),
  };
}

/** The rate that the guesses up to it reach the weight with. */
function quantile(guesses: readonly Guess[], logWeight: number): number {
  let sum = 0;
  for (const guess of [...guesses].sort((one, other) => one.rate - other.rate)) {
    sum += Math.exp(guess.logWeight - logWeight);
    if (sum >= 1) return guess.rate;
  }
  return 1;
}

/** How likely a history is, as a logarithm: averaged over rates by Jeffreys' prior, and over the ways in which failures hang together. */
export function logMarginal(history: Outcomes, dependences: DependenceWeights): number {
  const weights = dependences.reduce((sum, { weight }) => sum + weight, 0);
  const logs = guess(history, dependences, jeffreys).map(({ logWeight }) => logWeight);
  return logSumExp(logs) + Math.log(gridOf(history, jeffreys).step) - Math.log(Math.PI * weights);
}

function guess(history: Outcomes, dependences: DependenceWeights, prior: Prior): readonly Guess[] {
  const rates = ratesNear(history, prior);
  return dependences.flatMap(({ dependence, weight }) => {
    const logLikelihood = likelihoodUnder(history, history.urns, dependence);
    return rates.map((rate) => {
      // The prior in the log-odds, in which the grid is even.
      const logPrior =
        Math.log(weight) + prior.failures * Math.log(rate) + (prior.jobs - prior.failures) * Math.log1p(-rate);
      return { rate, dependence, logWeight: logPrior + logLikelihood(rate) };
    });
  });
}

/**
 * The mixture e-process (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021) of later outcomes
 * against the belief: how much better they are foretold by a share of newly failing jobs than by the
 * rate of before, at which tasks and nodes that were seen go on as they were. Both sides are averaged
 * over the same guesses of rate and dependence, so under the belief the ratio is a martingale while
 * nothing has changed: it may be looked at after every job, and by Ville's inequality (1939) ever
 * reaches 1/alpha with probability alpha at most. (For fixed rates and bursts of other kinds test/bench
 * simulates it.)
 */
export function excessEvidence(belief: RateBelief, after: Outcomes): ExcessEvidence {
  const lawOf = laws(after);
  const ratio = (guesses: readonly Guess[]): number => {
    const courses = guesses.map(({ rate, dependence, logWeight }) => {
      const { asBefore, changed } = lawOf(dependence);
      return {
        unchanged: logWeight + asBefore(rate),
        raised: logSumExp(
          excesses.map(([excess, weight]) => Math.log(weight) + logWeight + changed(rate + (1 - rate) * excess)),
        ),
      };
    });
    return logSumExp(courses.map(({ raised }) => raised)) - logSumExp(courses.map(({ unchanged }) => unchanged));
  };
  return {
    worse: Math.min(ratio(belief.guesses), aboveBound(belief, after)),
    worseIfIndependent: ratio(belief.independent),
  };
}

interface Law {
  readonly asBefore: LogLikelihood;
  readonly changed: LogLikelihood;
}

/** The laws of some outcomes by how failures hang together, each made once. */
export function laws(after: Outcomes): (dependence: Dependence) => Law {
  const made = new Map<Dependence, Law>();
  return (dependence) => {
    const law = made.get(dependence) ?? {
      asBefore: likelihoodUnder(after, after.knownUrns, dependence),
      changed: likelihoodUnder(after, after.urns, dependence),
    };
    made.set(dependence, law);
    return law;
  };
}

/** A history of so many jobs or fewer is bounded with a risk of 1 %; with longer ones the bound comes down. */
const shortHistory = 40;
const boundRisk = 0.01;
const longHistory = 600;

function mostRate({ jobs, failures }: Group): number {
  if (jobs === 0) return 1;
  return jobs > longHistory ? 0 : upperBound(failures, jobs, boundRisk ** Math.min(1, shortHistory / jobs));
}

/** Evidence against every rate up to the belief's bound, of independent failures: what a short history may not know. */
function aboveBound({ most, ...belief }: RateBelief, { jobs, failures }: Outcomes): number {
  if (most === 0) return Infinity;
  if (most >= 1) return 0;
  const usual = expectedRate({ most, ...belief });
  const log = independentLikelihood({ jobs, failures });
  const bounded = log(most);
  return logSumExp(
    excesses.map(([excess, weight]) => {
      const raised = usual + (1 - usual) * excess;
      return Math.log(weight) + (raised > most ? log(raised) - bounded : 0);
    }),
  );
}

/** How failures hang together, by a belief: what a rare cause has too little history to tell. */
export function dependencesOf({ guesses }: RateBelief): DependenceWeights {
  const weights = new Map<Dependence, number>();
  for (const { dependence, logWeight } of guesses)
    weights.set(dependence, (weights.get(dependence) ?? 0) + Math.exp(logWeight));
  return [...weights].map(([dependence, weight]) => ({ dependence, weight }));
}

/** Mean of the belief. */
export function expectedRate({ guesses }: RateBelief): number {
  return guesses.reduce((sum, { rate, logWeight }) => sum + rate * Math.exp(logWeight), 0);
}

type LogLikelihood = (rate: number) => number;

function likelihoodUnder(all: Outcomes, urns: Outcomes['urns'], dependence: Dependence): LogLikelihood {
  if (dependence?.by === 'storm') return stormLikelihood(all, all.times, dependence.onset);
  return dependence === null ? independentLikelihood(all) : likelihood(urns[dependence.by], dependence.correlation);
}

/** Guesses of a rate reach so far, in standard errors of its log-odds; between two of them is never more than this. */
const reach = 3.6;
const fewestSteps = 12;
const widestStep = 0.3;

function ratesNear(history: Group, prior: Prior): number[] {
  const { failures, jobs } = added(history, prior);
  const centre = Math.log(failures / (jobs - failures));
  const { step, steps } = gridOf(history, prior);
  return Array.from({ length: steps + 1 }, (_, place) => 1 / (1 + Math.exp(-(centre + (place - steps / 2) * step))));
}

/** Rates lie evenly in the log-odds, the finer the more later jobs can tell them apart. */
function gridOf(history: Group, prior: Prior): { readonly step: number; readonly steps: number } {
  const { failures, jobs } = added(history, prior);
  const width = 2 * reach * Math.sqrt(1.5 * (1 / failures + 1 / (jobs - failures)));
  const steps = Math.max(fewestSteps, Math.ceil(width / widestStep));
  return { step: width / steps, steps };
}

function added(one: Group, other: Group): Group {
  return { jobs: one.jobs + other.jobs, failures: one.failures + other.failures };
}
