import { dayNumber } from '../../model/dates.js';
import { compareWaves, type Comparison } from '../../waves/compare.js';
import { closure } from '../calendar/calendar.js';
import type { Draft } from '../plan.js';

/** What a decision does to the plan. */
export interface Cost {
  readonly comparison: Comparison;
  /** Working days by which the finish moves; negative: it comes earlier; null: one of the plans has none. */
  readonly workingDays: number | null;
}

/** Both drafts are of the same campaign on the same day: without the decision, and with it. */
export function costOf(before: Draft, after: Draft): Cost {
  const comparison = compareWaves(before.waves, after.waves);
  return { comparison, workingDays: workingDaysBetween(before, comparison.finish) };
}

function workingDaysBetween(
  { situation: { calendar } }: Draft,
  { before, after }: Comparison['finish'],
): number | null {
  if (before === null || after === null) return null;
  const [from, to] = before <= after ? [before, after] : [after, before];
  let days = 0;
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day++) if (closure(calendar, day) === null) days += 1;
  return before <= after ? days : -days;
}
