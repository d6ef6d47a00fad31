import { dayNumber, isoDate, localDate } from '../../model/dates.js';
import type { Adoption, DayDone } from '../../model/history.js';
import { openDay } from '../calendar/calendar.js';
import { capacity } from '../calendar/pace.js';
import { isMigrated, type Situation } from '../situation.js';
import type { Setbacks } from '../../forecast/forecast.js';
import { dayOfSitesPool } from '../../model/keys/pools.js';

/** Half a year: what was done before says little about next week. */
const lookBackDays = 182;

/**
 * The open days from the first on which a site was done until yesterday, half a year at most: how
 * many sites went and how many the pace allowed. A site went on the day this ledger flipped it; one
 * that was found at the new version (`found`: not noted in the ledger yet) on the day its last
 * queue's record changed, if none of its queues is left.
 */
export function daysDone(
  { history, calendar, today, inventory, siteOf }: Situation,
  found: readonly Adoption[],
): readonly DayDone[] {
  const dayOf = new Map<string, number>();
  const flipped = new Set<string>();
  for (const [name, members] of history.claims) {
    const day = dayOfSitesPool(name);
    if (day === null) continue;
    for (const site of members.keys()) {
      flipped.add(site);
      dayOf.set(site, Math.max(day, dayOf.get(site) ?? day));
    }
  }
  const noted = [...history.queues.values()].flatMap(({ adopted }) => adopted ?? []);
  for (const { site, changedAt } of [...noted, ...found]) {
    const isWhole = siteOf.get(site)?.queues.every(isMigrated) ?? true;
    if (changedAt === null || flipped.has(site) || !isWhole) continue;
    const day = dayNumber(localDate(Date.parse(changedAt), inventory.campaign.timezone));
    dayOf.set(site, Math.max(day, dayOf.get(site) ?? day));
  }
  const doneOn = new Map<number, number>();
  for (const day of dayOf.values()) doneOn.set(day, (doneOn.get(day) ?? 0) + 1);
  const known = [...doneOn.keys()].filter((day) => day >= today - lookBackDays && day < today);
  const days: DayDone[] = [];
  for (let day = known.reduce((one, other) => Math.min(one, other), today); day < today; day++) {
    const allowed = capacity(calendar, day).sites;
    if (allowed > 0) days.push({ date: isoDate(day), done: doneOn.get(day) ?? 0, allowed });
  }
  return days;
}

/** Shares of roll-backs among the sites this ledger flipped, and of requests without an answer past their time. */
export function setbacksOf({ history, requests, calendar, today, inventory, sites }: Situation): Setbacks {
  const { requests: policy, commissioning, timezone } = inventory.campaign;
  const flipped = new Set(
    [...history.claims].flatMap(([name, members]) => (dayOfSitesPool(name) !== null ? [...members.keys()] : [])),
  );
  const back = sites.filter(({ queues }) => queues.some((queue) => queue.history?.pilot?.kind === 'rollback'));
  const asked = [...requests.migration.values()].filter(({ state }) => state !== 'none');
  const silent = asked.filter(({ state, since }) => {
    const due = openDay(calendar, dayNumber(localDate(Date.parse(since), timezone)), policy.remind_days);
    return state === 'sent' && due !== null && due <= today;
  });
  return {
    rolledBack: share(back.length, flipped.size),
    rolledBackDays: commissioning.expected_days,
    unanswered: share(silent.length, asked.length),
    unansweredDays: policy.remind_days,
  };
}

/** Never all of them: the future would have no end. */
function share(part: number, all: number): number {
  return all === 0 ? 0 : Math.min(part, all) / (all + 1);
}
