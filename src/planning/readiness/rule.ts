import type { Blocker } from '../../model/plan.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';

/** Asked of a site that has queues left to flip: adds what stands against it. */
export type Rule = (found: Blocker[], facts: SiteFacts, left: readonly Queue[], situation: Situation) => void;

/** One line of the table of readiness (docs/operations.md#readiness). */
export interface ReadinessRule {
  /** Key of its switch in `campaign.readiness`. */
  readonly name: string;
  /** What it asks for, as a sentence. */
  readonly sentence: string;
  /** Where that is known from. */
  readonly source: string;
  /** What it does to a site unless the campaign says otherwise. */
  readonly result: 'block' | 'warn';
  /** The inventory itself is its switch, or nothing is. */
  readonly fixed?: true;
  readonly find: Rule;
}

export function blocker(rule: string, sentence: string, advice: string | null, clears: string | null = null): Blocker {
  return { rule, sentence, advice, clears };
}
