import { dayNumber, isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';

/** Monday 2019-08-05. */
export const monday = dayNumber('2019-08-05');
export const day = dayNumber;

export const noLimits = { perCloudPerDay: null, slotsPerDay: null, tier1InCommissioning: null, inCommissioning: null };

/** A problem of five sites a weekday, no limits, and a horizon of 60 days. */
export function problem(sites: readonly WaveSite[], over: Partial<WaveProblem> = {}): WaveProblem {
  return {
    firstDay: monday,
    horizonDays: 60,
    sites,
    capacity: weekdays(5),
    countryHoliday: () => false,
    limits: noLimits,
    flippedOnFirstDay: [],
    inCommissioning: [],
    commissioningDays: 3,
    ...over,
  };
}

export function weekdays(sites: number, exceptions: Readonly<Record<string, number>> = {}): WaveProblem['capacity'] {
  return (number) => {
    const exception = exceptions[isoDate(number)];
    if (exception !== undefined) return { sites: exception, reason: `${exception} sites by exception` };
    return weekdayIndex(number) > 4 ? { sites: 0, reason: 'weekend' } : { sites, reason: `${sites} sites a day` };
  };
}

let lastRank = 0;

export function site(name: string, over: Partial<WaveSite> = {}): WaveSite {
  lastRank += 1;
  return {
    name,
    cloud: 'US',
    country: 'US',
    tier1: false,
    slots: 100,
    rank: lastRank,
    earliest: monday,
    earliestBecause: 'ready',
    closed: [],
    after: [],
    pinned: null,
    ...over,
  };
}

export function sites(count: number, over: Partial<WaveSite> = {}): WaveSite[] {
  return Array.from({ length: count }, (_, k) => site(`S${k + 1}`, over));
}

/** Time that tests get which search: it is computing alone, which a busy machine makes slow. */
export const searchMs = 300_000;
