import { logGamma } from './log-gamma.js';
import { logMarginal, type DependenceWeights } from './excess-test.js';
import { ofTimes, type Group, type TimeGroup } from './outcomes.js';

/** A part with fewer jobs tells nothing of its rate. */
const leastJobs = 30;
/** How often a change of the rate is found where there was none, at most. */
const foundWrongly = 0.01;
/** A rise is laid to a change only where the jobs just before it belong so much more (times) to what came before them. */
const clearlyBefore = 20;

/** Bursts whose jobs hang together more closely than this could be any change. */
const loosest = 0.1;

interface Parts {
  readonly older: readonly TimeGroup[];
  readonly recent: readonly TimeGroup[];
}

/**
 * The stretch of time from which on the rate of failure was another one, null where none is sure: Bayes'
 * factor of two rates against one, each with Jeffreys' prior and averaged over the ways in which failures
 * may hang together for a short time, so that a burst is no change of the rate. Some places are tried, and share the risk.
 */
export function changePoint(times: readonly TimeGroup[], dependences: DependenceWeights): number | null {
  const all = partsOf(times);
  // Bursts explain a change away, never bring one about: what independent failures do not show needs no closer look.
  const places = all.filter(
    ({ older, recent }) =>
      logBeta(total(older)) + logBeta(total(recent)) - logBeta(total(times)) - logBeta(nothing) >=
      Math.log(all.length / foundWrongly),
  );
  if (places.length === 0) return null;
  const inTime = dependences.filter(
    ({ dependence: how }) => how === null || how.by === 'storm' || (how.by === 'short' && how.correlation <= loosest),
  );
  const marginal = (part: readonly TimeGroup[]): number => logMarginal(ofTimes(part), inTime);
  const asOne = marginal(times);
  let found: { readonly bucket: number; readonly factor: number } | null = null;
  for (const { older, recent } of places) {
    const factor = marginal(older) + marginal(recent) - asOne - Math.log(all.length);
    const [first] = recent;
    if (first && factor >= -Math.log(foundWrongly) && factor > (found?.factor ?? -Infinity))
      found = { bucket: first.bucket, factor };
  }
  return found?.bucket ?? null;
}

/**
 * The stretch of time from which on the rate of later jobs may have held already, null where the jobs
 * before the change clearly belong to what came before them (none of them failed, or by Bayes' factor of their
 * belonging to `later`).
 */
export function mayHaveBegun(times: readonly TimeGroup[], later: Group): number | null {
  for (const { older, recent } of partsOf(times)) {
    const [before, now] = [total(older), total(recent)];
    if (now.failures === 0) continue;
    const factor = logBeta(sum(now, later)) - logBeta(later) - (logBeta(sum(before, now)) - logBeta(before));
    if (factor > -Math.log(clearlyBefore)) return recent[0]?.bucket ?? null;
  }
  return null;
}

/** Cut where 30, 60, 120, … jobs are left, and at least 30 before them. */
function partsOf(times: readonly TimeGroup[]): readonly Parts[] {
  const { jobs } = total(times);
  const parts: Parts[] = [];
  let [recent, wanted] = [0, leastJobs];
  for (let place = times.length - 1; place > 0; place--) {
    recent += times[place]?.jobs ?? 0;
    if (jobs - recent < leastJobs) break;
    if (recent < wanted) continue;
    parts.push({ older: times.slice(0, place), recent: times.slice(place) });
    wanted = 2 * recent;
  }
  return parts;
}

/** Probability, as a logarithm, of independent outcomes whose rate has Jeffreys' prior, up to a constant. */
function logBeta({ jobs, failures }: Group): number {
  return logGamma(failures + 0.5) + logGamma(jobs - failures + 0.5) - logGamma(jobs + 1);
}

const nothing: Group = { jobs: 0, failures: 0 };

function total(times: readonly TimeGroup[]): Group {
  return times.reduce(sum, nothing);
}

function sum(one: Group, other: Group): Group {
  return { jobs: one.jobs + other.jobs, failures: one.failures + other.failures };
}
