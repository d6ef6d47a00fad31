import { upperBound } from './clopper-pearson.js';
import { logSumExp } from './log-gamma.js';
import { groupings, independentLikelihood, likelihood, type Group, type Grouping, type Outcomes } from './outcomes.js';
import { stormLikelihood } from './storms.js';

/** How failures of a queue may hang together: not at all (null), by a grouping with a correlation, or in storms that break out now and then. */
export type Dependence =
  { readonly by: Grouping; readonly correlation: number } | { readonly by: 'storm'; readonly onset: number } | null;

/** What history makes of a queue's rate of failure: weighted guesses, so its uncertainty goes with it. */
export interface RateBelief {
  readonly guesses: readonly { readonly rate: number; readonly dependence: Dependence; readonly logWeight: number }[];
  /** Bound that the rate does not exceed but by a rare chance of a short history; of a long one about its mean. */
  readonly most: number;
}

/** Evidence about a rate, as logarithms of e-values. */
export interface ExcessEvidence {
  /** That it went up. */
  readonly worse: number;
  /** That it went up, if failures had nothing to do with each other: above `worse` where they come in a burst. */
  readonly worseIfIndependent: number;
  /** That it did not go up by as much as `tolerated`. */
  readonly notWorse: number;
}

/** Share of the jobs, fine before, that may newly fail before a queue cannot be called good. */
export const tolerated = 0.1;
/** Shares of the jobs, fine before, that the alternative lets newly fail, and the weight of each. */
const excesses = [
  [0.025, 0.2],
  [0.05, 0.15],
  [tolerated, 0.15],
  [0.2, 0.25],
  [0.5, 0.2],
  [0.9, 0.05],
] as const;

/** The reverse test's side: the rate of before, or so small a part of it, since a queue may also have become better. */
const improvement = 0.1;
const improvedWeight = 0.25;

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
const anyDependence: DependenceWeights = [
  { dependence: null, weight: independentWeight },
  ...groupings.flatMap((by) =>
    correlations.map(([correlation, weight]) => ({
      dependence: { by, correlation },
      weight: (groupedWeight * weight) / groupings.length,
    })),
  ),
  ...stormOnsets.map(([onset, weight]) => ({ dependence: { by: 'storm', onset } as const, weight })),
];

/** Guesses lighter than this (log, against the heaviest) are left out. */
const negligible = -10;

/**
 * What a finite history says of the rate and of how failures hang together: Bayes' rule on a grid of
 * rates (13 over ±3.6 standard errors of the log-odds) with Jeffreys' prior, and of dependences.
 */
export function believe(history: Outcomes, dependences: DependenceWeights = anyDependence): RateBelief {
  const rates = ratesNear(history);
  const guesses = dependences.flatMap(({ dependence, weight }) => {
    const logLikelihood = likelihoodUnder(history, history.urns, dependence);
    return rates.map((rate) => {
      // Jeffreys' prior in the log-odds, in which the grid is even.
      const logPrior = Math.log(weight) + 0.5 * Math.log(rate * (1 - rate));
      return { rate, dependence, logWeight: logPrior + logLikelihood(rate) };
    });
  });
  const total = logSumExp(guesses.map(({ logWeight }) => logWeight));
  const heaviest = guesses.reduce((most, { logWeight }) => Math.max(most, logWeight), -Infinity);
  return {
    guesses: guesses
      .filter(({ logWeight }) => logWeight - heaviest > negligible)
      .map((guess) => ({ ...guess, logWeight: guess.logWeight - total })),
    most: mostRate(history),
  };
}

/**
 * The mixture e-process (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021) of later outcomes
 * against the belief: how much better they are foretold by a share of newly failing jobs than by the
 * rate of before, at which tasks and nodes that were seen go on as they were. Both sides are averaged
 * over the same guesses of rate and dependence, so under the belief the ratio is a martingale while
 * nothing has changed: it may be looked at after every job, and by Ville's inequality (1939) ever
 * reaches 1/alpha with probability alpha at most. (For fixed rates and bursts of other kinds test/bench
 * simulates it.) `notWorse` is the reverse test: the old rate, or a better one, against one raised by
 * `tolerated`.
 */
export function excessEvidence(belief: RateBelief, after: Outcomes): ExcessEvidence {
  const byDependence = new Map<Dependence, { readonly asBefore: LogLikelihood; readonly changed: LogLikelihood }>();
  const courses = belief.guesses.map(({ rate, dependence, logWeight }) => {
    const law = byDependence.get(dependence) ?? {
      asBefore: likelihoodUnder(after, after.knownUrns, dependence),
      changed: likelihoodUnder(after, after.urns, dependence),
    };
    byDependence.set(dependence, law);
    const raised = excesses.map(([excess, weight]) => ({
      excess,
      weight,
      log: logWeight + law.changed(rate + (1 - rate) * excess),
    }));
    const unchanged = logWeight + law.asBefore(rate);
    const improved = logWeight + law.changed(improvement * rate);
    return {
      isIndependent: dependence === null,
      unchanged,
      raised: logSumExp(raised.map(({ weight, log }) => Math.log(weight) + log)),
      notRaised: logSumExp([Math.log(1 - improvedWeight) + unchanged, Math.log(improvedWeight) + improved]),
      barelyTolerated: raised.find(({ excess }) => excess === tolerated)?.log ?? -Infinity,
    };
  });
  const independent = courses.filter(({ isIndependent }) => isIndependent);
  const unchanged = logSumExp(courses.map((course) => course.unchanged));
  return {
    worse: Math.min(logSumExp(courses.map(({ raised }) => raised)) - unchanged, aboveBound(belief, after)),
    worseIfIndependent:
      independent.length === 0
        ? -Infinity
        : logSumExp(independent.map(({ raised }) => raised)) - logSumExp(independent.map((course) => course.unchanged)),
    notWorse:
      logSumExp(courses.map(({ notRaised }) => notRaised)) -
      logSumExp(courses.map(({ barelyTolerated }) => barelyTolerated)),
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

function ratesNear({ jobs, failures }: Group): number[] {
  const failed = failures + 0.5;
  const succeeded = jobs - failures + 0.5;
  const centre = Math.log(failed / succeeded);
  const standardError = Math.sqrt(1.5 * (1 / failed + 1 / succeeded));
  return Array.from({ length: 13 }, (_, step) => 1 / (1 + Math.exp(-(centre + (step - 6) * 0.6 * standardError))));
}
