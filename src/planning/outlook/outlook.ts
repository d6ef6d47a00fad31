import { dayNumber, type IsoDate } from '../../model/dates.js';
import type { Bound, Unplanned } from '../../model/plan.js';
import { containersWaves } from './containers-waves.js';
import { forecast, type Forecast } from '../../forecast/forecast.js';
import { daysDone, setbacksOf } from './past.js';
import type { Draft } from '../plan.js';
import type { SiteFacts, Situation } from '../situation.js';
import { waveBound } from '../../waves/improve.js';
import { gainsByRelaxing, type Relaxation } from './relax.js';

/** How good a plan is, what would make it end earlier, and when it ends with what probability. */
export interface Outlook {
  /** No plan of the sites that have a day ends earlier. */
  readonly bound: Bound;
  /** From the bound to the finish; 0: nothing ends earlier. */
  readonly gapDays: number;
  /** Rules worth relaxing, best first. */
  readonly relax: readonly Relaxation[];
  /** null: no past to learn from, or nothing to go. */
  readonly forecast: Forecast | null;
  /** The track of its own; null: the campaign has none. */
  readonly containers: ContainersOutlook | null;
}

export interface ContainersOutlook {
  readonly awaiting: number;
  readonly finish: IsoDate | null;
  readonly unplanned: readonly Unplanned[];
}

/** Iterations of each search for a gain, where the plan itself was searched for. */
const searchForGains = 1000;

/**
 * Looks ahead from a draft. `effort`: iterations of each search for a gain; 0: lists are compared.
 * Default: none where the plan itself needed none.
 */
export function outlook(
  { plan, situation, problem, waves, search, searchBound, awaiting }: Draft,
  effort: number = search.iterations === 0 ? 0 : searchForGains,
): Outlook {
  const bound = searchBound ?? waveBound(problem, waves);
  return {
    bound,
    gapDays: waves.finish === null || bound.date === null ? 0 : dayNumber(waves.finish) - dayNumber(bound.date),
    relax: waves.finish === null && waves.unplanned.length === 0 ? [] : gainsByRelaxing(problem, waves, effort),
    forecast: forecast({
      history: daysDone(situation, plan.adoptions),
      toGo: waves.dayOf.size,
      firstDay: problem.firstDay,
      capacity: problem.capacity,
      setbacks: setbacksOf(situation),
      options: { runs: forecastRuns(waves.dayOf.size) },
      ...(waves.finish !== null && { notBefore: dayNumber(waves.finish) }),
    }),
    containers: situation.inventory.campaign.containers === null ? null : containersOutlook(awaiting, situation),
  };
}

/** The more sites, the less the runs differ, and the longer each takes. */
function forecastRuns(sites: number): number {
  return Math.min(2000, Math.max(200, Math.round(2_000_000 / Math.max(1, sites))));
}

function containersOutlook(awaiting: readonly SiteFacts[], situation: Situation): ContainersOutlook {
  const { finish, unplanned } = containersWaves(awaiting, situation);
  return { awaiting: awaiting.length, finish, unplanned };
}
