import type { IsoDate } from '../model/dates.js';

/** What the planner of waves is given: day numbers are days since 1970-01-01 (`dayNumber`). */
export interface WaveProblem {
  /** The first day that may get a wave (today, where today still has room). */
  readonly firstDay: number;
  /** Days looked at, at most; sites that do not fit are unplanned with the binding rule. */
  readonly horizonDays: number;
  readonly sites: readonly WaveSite[];
  /** Sites a day may take and why it takes fewer; capacity 0 on weekends, holidays of all, freezes. */
  readonly capacity: (day: number) => DayCapacity;
  /** True where the site's country has a holiday of its own that day. */
  readonly countryHoliday: (country: string, day: number) => boolean;
  /** Days that count for `commissioningDays`, besides those with capacity. Default: no others. */
  readonly workingDay?: (day: number) => boolean;
  readonly limits: WaveLimits;
  /** Already flipped on `firstDay`, and not in `sites`: they take their share of that day; who comes `after` one goes later. */
  readonly flippedOnFirstDay: readonly FlippedSite[];
  /** In commissioning now, each until a day (exclusive); `name`: of one that was flipped on `firstDay`. */
  readonly inCommissioning: readonly { readonly tier1: boolean; readonly until: number; readonly name?: string }[];
  /** How long a flipped site is expected to stay in commissioning: working days, at least 1. */
  readonly commissioningDays: number;
}

export interface FlippedSite {
  readonly name: string;
  readonly cloud: string;
  /** Further clouds in which it counts. */
  readonly alsoIn?: readonly string[];
  readonly slots: number;
  /** The site as it stood in the problem before it was flipped; absent where it was not in it. */
  readonly asPlanned?: WaveSite;
}

export interface WaveSite {
  readonly name: string;
  readonly cloud: string;
  /** Further clouds in which it counts. */
  readonly alsoIn?: readonly string[];
  readonly country: string;
  readonly tier1: boolean;
  readonly slots: number;
  /** Position in the order; smaller goes first. Unique. */
  readonly rank: number;
  /** First day the site's own rules allow (ready_on, lead time of its request, hold until, ramp); Infinity: no day known. */
  readonly earliest: number;
  /** The rule behind `earliest`, as a sentence. */
  readonly earliestBecause: string;
  /** Days the site must not be touched, inclusive, e.g. downtimes. */
  readonly closed: readonly { readonly from: number; readonly to: number; readonly reason: string }[];
  /** Names of sites to be flipped on an earlier day. Those not in `sites` are done already. */
  readonly after: readonly string[];
  /** A day an operator pinned the site to, or null. */
  readonly pinned: number | null;
  /** The last day an operator allows, if one was said. */
  readonly latest?: number;
}

export interface DayCapacity {
  readonly sites: number;
  readonly reason: string;
}

/** null: no limit. */
export interface WaveLimits {
  readonly perCloudPerDay: number | null;
  readonly slotsPerDay: number | null;
  readonly tier1InCommissioning: number | null;
  readonly inCommissioning: number | null;
}

export interface WavePlan {
  readonly waves: readonly { readonly date: IsoDate; readonly sites: readonly string[] }[];
  /** Day number by site. */
  readonly dayOf: ReadonlyMap<string, number>;
  readonly unplanned: readonly { readonly site: string; readonly reason: string }[];
  readonly finish: IsoDate | null;
}
