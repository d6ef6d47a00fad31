import type { VerdictKind } from '../history.js';

/** Kinds of fault that a flip can have, by the verdicts of commissioning. */
export const faultClasses = ['container fault', 'pilot fault', 'site fault', 'configuration'] as const;
export type FaultClass = (typeof faultClasses)[number];

/** Whether a verdict says that a change did not go well. */
export function isFault(verdict: VerdictKind): verdict is FaultClass {
  return (faultClasses as readonly VerdictKind[]).includes(verdict);
}
