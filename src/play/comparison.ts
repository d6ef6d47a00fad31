import { dayNumber } from '../model/dates.js';
import type { PlayResult } from './play.js';
import type { Policy } from './policy.js';

/** What one policy comes to. */
export interface PolicyResult {
  readonly policy: Readonly<Record<string, string>>;
  /** Calendar days, the first and the last one counted; null where the play ended before the campaign did. */
  readonly daysToFinish: number | null;
  readonly finished: string | null;
  readonly rolledBack: readonly string[];
  readonly containersOff: number;
  readonly migrated: number;
  readonly violations: number;
}

export function policyResult(
  policy: Policy,
  { days, finished, rolledBack, final, violations }: PlayResult,
): PolicyResult {
  const first = days[0]?.date;
  return {
    policy: { ...policy },
    daysToFinish: finished === null || first === undefined ? null : dayNumber(finished) - dayNumber(first) + 1,
    finished,
    rolledBack: rolledBack.map(({ site }) => site),
    containersOff: final.containers.off,
    migrated: final.sites.migrated,
    violations: violations.length,
  };
}
