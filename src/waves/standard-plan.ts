import type { Bound } from '../model/plan.js';
import { isoDate } from '../model/dates.js';
import { calendarBound } from './bound/calendar-bound.js';
import { planWaves, type SearchOptions } from './improve.js';
import type { WavePlan, WaveProblem } from './problem.js';
import { scheduleWaves } from './schedule.js';

/** A plan and how it was found. */
export interface PlannedWaves {
  readonly plan: WavePlan;
  readonly search: WaveSearch;
  /** No plan of the sites that have a day ends earlier; null: only the list was made. */
  readonly bound: Bound | null;
}

export interface WaveSearch {
  readonly iterations: number;
  /** `bound`: nothing better is possible; `effort`: the iterations ran out; `none`: there was no search. */
  readonly stoppedBecause: 'bound' | 'effort' | 'none';
  /** Why the solver could not help; the plan is what the search found. */
  readonly solverFailure?: string;
}

/** Iterations that every command spends where nothing else is asked: mostly less than a second of work. */
export const standardEffort = 20_000;
/** Larger campaigns are searched only when asked: their lists are near the bound, and iterations take longer. */
const mostSites = 2000;

/**
 * The plan that all commands agree on: the list where it meets the bound, else what a search of a
 * fixed effort finds. Sites flipped on the first day are planned once more among the others, as they
 * stood before: carrying out a part of the day's wave changes nothing about the rest of it. Where the
 * plan has some of them on another day (they were flipped by hand, or the inputs have changed since),
 * these count as given and the others are planned around them.
 */
export function standardPlan(problem: WaveProblem, options: SearchOptions = {}): PlannedWaves {
  const flipped = problem.flippedOnFirstDay;
  const byHand = new Set(flipped.flatMap(({ name, asPlanned }) => (asPlanned ? [] : [name])));
  for (let tries = 0; tries < 2 && byHand.size < flipped.length; tries++) {
    const planned = searched(unflipped(problem, byHand), options);
    const elsewhere = flipped.filter(
      ({ name }) => !byHand.has(name) && planned.plan.dayOf.get(name) !== problem.firstDay,
    );
    if (elsewhere.length === 0) {
      const plan = without(planned.plan, problem);
      return { ...planned, plan, bound: plan.finish === null ? null : planned.bound };
    }
    for (const { name } of elsewhere) byHand.add(name);
  }
  return searched(problem, options);
}

function searched(
  problem: WaveProblem,
  { effort = problem.sites.length > mostSites ? 0 : standardEffort, solver }: SearchOptions,
): PlannedWaves {
  const list = scheduleWaves(problem);
  const { date } = calendarBound(problem);
  if (list.unplanned.length === 0 && (list.finish === null || (date !== null && list.finish <= date)))
    return { plan: list, search: { iterations: 0, stoppedBecause: 'bound' }, bound: null };
  if (effort === 0) return { plan: list, search: { iterations: 0, stoppedBecause: 'none' }, bound: null };
  const { plan, iterations, stoppedBecause, bound, solverFailure } = planWaves(problem, { effort, solver });
  return { plan, search: { iterations, stoppedBecause, ...(solverFailure !== undefined && { solverFailure }) }, bound };
}

/** The problem before the first day's flips, but for those in `byHand`. */
function unflipped(problem: WaveProblem, byHand: ReadonlySet<string>): WaveProblem {
  const again = problem.flippedOnFirstDay.flatMap(({ name, asPlanned }) =>
    asPlanned && !byHand.has(name) ? [asPlanned] : [],
  );
  const names = new Set(again.map(({ name }) => name));
  return {
    ...problem,
    sites: [...problem.sites, ...again],
    flippedOnFirstDay: problem.flippedOnFirstDay.filter(({ name }) => !names.has(name)),
    inCommissioning: problem.inCommissioning.filter(({ name }) => name === undefined || !names.has(name)),
  };
}

/** The rest of a plan when the flipped sites are gone from it. */
function without(plan: WavePlan, { flippedOnFirstDay, firstDay }: WaveProblem): WavePlan {
  if (flippedOnFirstDay.length === 0) return plan;
  const gone = new Set(flippedOnFirstDay.map(({ name }) => name));
  const today = isoDate(firstDay);
  const waves = plan.waves.flatMap((wave) => {
    if (wave.date !== today) return [wave];
    const sites = wave.sites.filter((name) => !gone.has(name));
    return sites.length === 0 ? [] : [{ ...wave, sites }];
  });
  return {
    ...plan,
    waves,
    dayOf: new Map([...plan.dayOf].filter(([name]) => !gone.has(name))),
    finish: waves.at(-1)?.date ?? null,
  };
}
