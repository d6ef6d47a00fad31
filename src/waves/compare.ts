import { dayNumber, isoDate, type IsoDate } from '../model/dates.js';
import type { WavePlan } from './problem.js';

/** Two plans side by side. */
export interface Comparison {
  readonly finish: { readonly before: IsoDate | null; readonly after: IsoDate | null };
  /** Days that `after` ends earlier (negative: later); null where one has no finish. */
  readonly daysEarlier: number | null;
  /** Sites with another day, by new day; null: no day. */
  readonly moved: readonly { readonly site: string; readonly before: IsoDate | null; readonly after: IsoDate | null }[];
  readonly days: readonly {
    readonly date: IsoDate;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
}

/** What a change of the rules, or of the waves by hand, does to the plan. */
export function compareWaves(before: WavePlan, after: WavePlan): Comparison {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  const moved = [...names].flatMap((site) => {
    const [from, to] = [before.dayOf.get(site), after.dayOf.get(site)];
    return from === to
      ? []
      : [{ site, before: from === undefined ? null : isoDate(from), after: to === undefined ? null : isoDate(to) }];
  });
  const beforeOn = new Map(before.waves.map(({ date, sites }) => [date, sites]));
  const afterOn = new Map(after.waves.map(({ date, sites }) => [date, sites]));
  return {
    finish: { before: before.finish, after: after.finish },
    daysEarlier:
      before.finish === null || after.finish === null ? null : dayNumber(before.finish) - dayNumber(after.finish),
    moved: moved.sort((a, b) => compareText(a.after ?? '9999', b.after ?? '9999') || compareText(a.site, b.site)),
    days: [...new Set([...beforeOn.keys(), ...afterOn.keys()])]
      .sort(compareText)
      .map((date) => ({ date, before: beforeOn.get(date) ?? [], after: afterOn.get(date) ?? [] })),
  };
}

function namesOf(plan: WavePlan): readonly string[] {
  return [...plan.dayOf.keys(), ...plan.unplanned.map((one) => one.site)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
