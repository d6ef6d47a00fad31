import type { DayDone } from '../model/history.js';

/** The pace is another one from this week on, with this probability. */
export interface PaceChange {
  readonly since: readonly DayDone[];
  readonly probability: number;
}

/** Before the weeks speak, a change is as likely as this; fewer weeks than these show no pace. */
const changedBeforehand = 0.1;
const leastSince = 2;
const leastBefore = 3;

/** Means of a week's share, and how many sites a day its days are worth: 1 where weeks differ much, 1000 where not at all. */
const means = Array.from({ length: 19 }, (_, place) => 0.05 * (place + 1));
const precisions = [1, 4, 16, 1_000];

/**
 * Whether the pace changed without a word: Bayes' factor of two laws against one for the sites done a week
 * (beta-binomial, since weeks differ; its mean and spread unknown), over the weeks from which on it may
 * have. `weeks`: those in which anything was done, since a stop is no pace. null: too few.
 */
export function changeOfPace(weeks: readonly (readonly DayDone[])[]): PaceChange | null {
  const counts = weeks.map((days) => ({
    done: days.reduce((sum, day) => sum + day.done, 0),
    allowed: days.reduce((sum, day) => sum + day.allowed, 0),
  }));
  const asOne = marginal(counts);
  const places = counts.flatMap((_, week) => {
    const since = counts.slice(week);
    if (week < leastBefore || since.length < leastSince) return [];
    return [{ week, factor: Math.exp(marginal(counts.slice(0, week)) + marginal(since) - asOne) }];
  });
  const [first, ...others] = places;
  if (!first) return null;
  const best = others.reduce((most, place) => (place.factor > most.factor ? place : most), first);
  const odds =
    ((changedBeforehand / (1 - changedBeforehand)) * places.reduce((sum, { factor }) => sum + factor, 0)) /
    places.length;
  return { since: weeks[best.week] ?? [], probability: odds === Infinity ? 1 : odds / (1 + odds) };
}

interface Count {
  readonly done: number;
  readonly allowed: number;
}

/** log-likelihood of the weeks, averaged over means and precisions. */
function marginal(weeks: readonly Count[]): number {
  const logs = means.flatMap((mean) =>
    precisions.map((precision) => weeks.reduce((sum, week) => sum + logChance(week, mean, precision), 0)),
  );
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / logs.length);
}

/** The beta-binomial law up to a constant: Pólya's urn, drawn site by site. More done than allowed counts as all. */
function logChance({ done, allowed }: Count, mean: number, precision: number): number {
  const worked = Math.min(done, allowed);
  let log = 0;
  for (let site = 0; site < allowed; site++) {
    const weight = site < worked ? mean * precision + site : (1 - mean) * precision + site - worked;
    log += Math.log(weight / (precision + site));
  }
  return log;
}
