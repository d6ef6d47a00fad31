import { logRising } from '../commissioning/statistics/log-gamma.js';
import type { Counts } from './groups.js';

/** A Beta law: as if so many sites with and without a fault had been seen before. */
export interface Beta {
  readonly faulty: number;
  readonly fine: number;
}

/** Of a site that nothing is held against: 4 % have a fault of a class, and a few sites change that. */
export const usual: Beta = { faulty: 0.5, fine: 12 };
/** Of sites that share what is at fault: anything between no site and all of them. */
export const suspect: Beta = { faulty: 1, fine: 1 };

/** log of the probability that a law gives to these sites, in the order in which they came. */
export function logMarginal({ faulty, fine }: Beta, { sites, faults }: Counts): number {
  return logRising(faulty, faults) + logRising(fine, sites - faults) - logRising(faulty + fine, sites);
}

/** The chance of a fault at the next site. */
export function nextChance({ faulty, fine }: Beta, { sites, faults }: Counts): number {
  return (faulty + faults) / (faulty + fine + sites);
}

/** log of the largest probability that any one rate gives to these sites. */
export function logLargest({ sites, faults }: Counts): number {
  return xLogShare(faults, sites) + xLogShare(sites - faults, sites);
}

function xLogShare(part: number, all: number): number {
  return part === 0 ? 0 : part * Math.log(part / all);
}
