import type { SiteOutcome } from '../../src/learning/site-outcomes.js';
import type { FaultClass } from '../../src/model/facts/verdicts.js';
import type { ObservedSite } from '../../src/learning/groups.js';
import type { Trait } from '../../src/learning/traits.js';

/** `kind value`, the kind of one word. */
export function traits(...names: readonly string[]): ReadonlyMap<string, Trait> {
  return new Map(
    names.map((name) => {
      const [kind = '', ...value] = name.split(' ');
      return [name, { kind, value: value.join(' ') }];
    }),
  );
}

export function anOutcome(...faults: readonly FaultClass[]): SiteOutcome {
  return { faults: new Set(faults), flippedMs: 0 };
}

/** So many sites alike; `outcome` null: still to go. */
export function observed(count: number, of: readonly string[], outcome: SiteOutcome | null): readonly ObservedSite[] {
  return Array.from({ length: count }, (_, k) => ({ name: `${of.join('/')}#${k}`, traits: traits(...of), outcome }));
}
