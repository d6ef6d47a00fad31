import { laws, type RateBelief } from './excess-test.js';
import { logSumExp } from './log-gamma.js';
import type { Outcomes } from './outcomes.js';

/**
 * The reverse test's side: the rate of before, one raised by a part of the points in question, since history has its
 * luck too, or one far below, since a queue may also have become better; and the weight of each.
 */
const unraised = { same: 0.63, part: 0.3, partWeight: 0.1, improvement: 0.1, improvedWeight: 0.27 } as const;

/** A rate is kept below one. */
const mostCertain = 1 - 1e-6;

/**
 * The reverse test: log e-value against every rate that is `points` (a share of all jobs) above the one of
 * before, as a function of `points`. The other side is the old rate, or a better one.
 */
export function notWorseEvidence(belief: RateBelief, after: Outcomes): (points: number) => number {
  const lawOf = laws(after);
  const sides = belief.guesses.map(({ rate, dependence, logWeight }) => {
    const { asBefore, changed } = lawOf(dependence);
    return {
      sameOrBetter: logSumExp([
        Math.log(unraised.same) + logWeight + asBefore(rate),
        Math.log(unraised.improvedWeight) + logWeight + changed(unraised.improvement * rate),
      ]),
      raisedBy: (points: number) => logWeight + changed(Math.min(mostCertain, rate + points)),
    };
  });
  const sameOrBetter = logSumExp(sides.map((side) => side.sameOrBetter));
  const known = new Map<number, number>();
  return (points) => {
    const found = known.get(points);
    if (found !== undefined) return found;
    const raisedInPart = logSumExp(sides.map(({ raisedBy }) => raisedBy(unraised.part * points)));
    const log =
      logSumExp([sameOrBetter, Math.log(unraised.partWeight) + raisedInPart]) -
      logSumExp(sides.map(({ raisedBy }) => raisedBy(points)));
    known.set(points, log);
    return log;
  };
}

/** Finer than this no bound is told: a fifth of a point. */
const finestBound = 0.002;

/**
 * By how many points at most the rate went up, at level `alpha` and at whatever moment it is asked (a
 * confidence sequence: the values that the reverse test does not reject); 1 where nothing is proved. By halving.
 */
export function provedPoints(notWorse: (points: number) => number, alpha: number): number {
  const enough = Math.log(1 / alpha);
  let [low, high] = [0, 1];
  while (high - low > finestBound) {
    const middle = (low + high) / 2;
    if (notWorse(middle) >= enough) high = middle;
    else low = middle;
  }
  return high;
}

/** Growth is looked at in steps of half a point, from so much better to so much worse. */
const growths = { least: -0.4, most: 0.8, step: 0.005 } as const;

/**
 * By how many points at most the rate went up, at level `alpha` and at one moment that was fixed beforehand: where
 * the growth, every one alike beforehand, lies with probability 1 - `alpha` (a credible bound, near to the confidence
 * bound of a single look; test/bench simulates it). 1 where nothing is proved.
 */
export function growthAtMost(belief: RateBelief, after: Outcomes, alpha: number): number {
  if (after.jobs === 0) return 1;
  const lawOf = laws(after);
  const sides = belief.guesses.map(({ rate, dependence, logWeight }) => {
    const { changed } = lawOf(dependence);
    return (points: number) =>
      rate + points <= 0 || rate + points >= 1 ? -Infinity : logWeight + changed(rate + points);
  });
  const places = Math.round((growths.most - growths.least) / growths.step) + 1;
  const logs = Array.from({ length: places }, (_, place) => {
    const points = growths.least + place * growths.step;
    return { points, log: logSumExp(sides.map((side) => side(points))) };
  });
  const whole = logSumExp(logs.map(({ log }) => log));
  let above = 0;
  for (const { points, log } of logs.toReversed()) {
    above += Math.exp(log - whole);
    if (above > alpha) return Math.min(1, points + growths.step);
  }
  return 1;
}
