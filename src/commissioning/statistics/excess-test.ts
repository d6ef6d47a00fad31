import { logSumExp } from './log-gamma.js';
import { groupings, independentLikelihood, likelihood, type Group, type Grouping, type Outcomes } from './outcomes.js';

/** How failures of a queue may hang together: not at all (null), or by a grouping with a correlation. */
export type Dependence = { readonly by: Grouping; readonly correlation: number } | null;

/** What history makes of a queue's rate of failure: weighted guesses, so its uncertainty goes with it. */
export interface RateBelief {
  readonly guesses: readonly { readonly rate: number; readonly dependence: Dependence; readonly logWeight: number }[];
}

/** Evidence that a rate went up (`worse`) and that it did not by as much as `tolerated` (`notWorse`), as logarithms of e-values. */
export interface ExcessEvidence {
  readonly worse: number;
  readonly notWorse: number;
}

/** Share of the jobs, fine before, that may newly fail before a queue cannot be called good. */
export const tolerated = 0.1;
/** Shares of the jobs, fine before, that the alternative lets newly fail, and the weight of each. */
const excesses = [
  [tolerated, 0.1],
  [0.2, 0.45],
  [0.5, 0.35],
  [0.9, 0.1],
] as const;

/** Before history speaks: rather that failures are independent, the rest over groupings and correlations. */
const independentWeight = 0.6;
const correlations = [
  [0.02, 0.1],
  [0.1, 0.4],
  [0.25, 0.3],
  [0.5, 0.2],
] as const;
const dependences: readonly { readonly dependence: Dependence; readonly weight: number }[] = [
  { dependence: null, weight: independentWeight },
  ...groupings.flatMap((by) =>
    correlations.map(([correlation, weight]) => ({ dependence: { by, correlation }, weight: ((1 - independentWeight) * weight) / groupings.length })),
  ),
];

/** Guesses lighter than this (log, against the heaviest) are left out. */
const negligible = -10;

/**
 * What a finite history says of the rate and of how failures hang together: Bayes' rule on a grid of
 * rates (13 over ±3.6 standard errors of the log-odds) with Jeffreys' prior, and of dependences.
 */
export function believe(history: Outcomes): RateBelief {
  const rates = ratesNear(history);
  const guesses = dependences.flatMap(({ dependence, weight }) => {
    const logLikelihood = likelihoodUnder(history, dependence);
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
  };
}

/**
 * The mixture e-process (Robbins 1970; Howard, Ramdas, McAuliffe, Sekhon 2021) of later outcomes
 * against the belief: how much better they are foretold by a share of newly failing jobs than by the
 * rate of before. Both sides are averaged over the same guesses of rate and dependence, so the ratio is
 * a martingale while nothing has changed: it may be looked at after every job, and by Ville's
 * inequality (1939) ever reaches 1/alpha with probability alpha at most. `notWorse` is the reverse
 * test: the old rate against one raised by `tolerated`.
 */
export function excessEvidence(belief: RateBelief, after: Outcomes): ExcessEvidence {
  const unchanged: number[] = [];
  const raised: number[] = [];
  const barelyTolerated: number[] = [];
  const byDependence = new Map<Dependence, (rate: number) => number>();
  for (const { rate, dependence, logWeight } of belief.guesses) {
    const logLikelihood = byDependence.get(dependence) ?? likelihoodUnder(after, dependence);
    byDependence.set(dependence, logLikelihood);
    unchanged.push(logWeight + logLikelihood(rate));
    for (const [excess, weight] of excesses) {
      const log = logWeight + logLikelihood(rate + (1 - rate) * excess);
      raised.push(log + Math.log(weight));
      if (excess === tolerated) barelyTolerated.push(log);
    }
  }
  const logUnchanged = logSumExp(unchanged);
  return { worse: logSumExp(raised) - logUnchanged, notWorse: logUnchanged - logSumExp(barelyTolerated) };
}

/** Mean of the belief. */
export function expectedRate({ guesses }: RateBelief): number {
  return guesses.reduce((sum, { rate, logWeight }) => sum + rate * Math.exp(logWeight), 0);
}

/** The grouping by which failures most likely hang together; null where independence is likelier than not. */
export function mainGrouping({ guesses }: RateBelief): Grouping | null {
  const weights = new Map<Grouping | null, number>();
  for (const { dependence, logWeight } of guesses) {
    const by = dependence?.by ?? null;
    weights.set(by, (weights.get(by) ?? 0) + Math.exp(logWeight));
  }
  if ((weights.get(null) ?? 0) >= 0.5) return null;
  return [...weights].filter(([by]) => by !== null).sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

function likelihoodUnder(outcomes: Outcomes, dependence: Dependence): (rate: number) => number {
  return dependence === null ? independentLikelihood(outcomes) : likelihood(outcomes.urns[dependence.by], dependence.correlation);
}

function ratesNear({ jobs, failures }: Group): number[] {
  const failed = failures + 0.5;
  const succeeded = jobs - failures + 0.5;
  const centre = Math.log(failed / succeeded);
  const standardError = Math.sqrt(1.5 * (1 / failed + 1 / succeeded));
  return Array.from({ length: 13 }, (_, step) => 1 / (1 + Math.exp(-(centre + (step - 6) * 0.6 * standardError))));
}
