import type { VerdictKind } from './history.js';

const faults: ReadonlySet<VerdictKind> = new Set(['container fault', 'pilot fault', 'site fault', 'configuration']);

/** Whether a verdict says that a change did not go well. */
export function isFault(verdict: VerdictKind): boolean {
  return faults.has(verdict);
}
