import type { Cause } from '../causes.js';

/** Whether a code speaks of a container: for certain, only if the text says so, or never. */
export type ContainerRelation = 'yes' | 'maybe' | 'no';

/** When a code came: with Pilot 2 as of August 2019, with a later Pilot 2, or with Pilot 3. */
export type CodeAge = '2019' | 'later 2' | '3';

/**
 * code, constant, Pilot 1's constant (`''`: Pilot 1 has it not), age, cause, container relation,
 * meaning, advice, and for a configuration fault the field of the queue record to look at. Written as
 * three lines: what it is called, what it means, what to do.
 */
export type CodeRow = readonly [
  code: number,
  constant: string,
  pilot1Constant: string,
  age: CodeAge,
  cause: Cause,
  container: ContainerRelation,
  meaning: string,
  advice: string,
  field?: string,
];
