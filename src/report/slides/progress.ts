// Sites migrated by day, for whatever draws it.
import type { StatusModel } from '../status-model/sources.js';

export interface Point {
  readonly date: string;
  /** Sites migrated by the end of that day. */
  readonly sites: number;
}

/** `done` ends and `planned` begins with today; `goal`: sites migrated when the plan is carried out. */
export function progress({ pace, day, sites: { migrated }, waves }: StatusModel): {
  readonly done: readonly Point[];
  readonly planned: readonly Point[];
  readonly goal: number;
} {
  const today = { date: day, sites: migrated };
  const planned = [today];
  let sites = migrated;
  for (const wave of waves) {
    sites += wave.sites.length;
    planned.push({ date: wave.date, sites });
  }
  return {
    done: [...pace.days.map((past) => ({ date: past.date, sites: past.migrated })), today],
    planned,
    goal: sites,
  };
}
