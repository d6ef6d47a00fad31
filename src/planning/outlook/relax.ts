import { dayNumber, isoDate, weekdayIndex, type IsoDate } from '../../model/dates.js';
import { planWaves } from '../../waves/improve.js';
import type { DayCapacity, WavePlan, WaveProblem } from '../../waves/problem.js';
import { scheduleWaves } from '../../waves/schedule.js';
import { count } from '../../model/text/sentences.js';

/** What one rule less strict would bring. */
export interface Relaxation {
  /** The change, e.g. `one more site a day from 2019-08-05 to 2019-08-30 (vacation period)`. */
  readonly change: string;
  readonly finish: IsoDate | null;
  readonly daysEarlier: number;
  /** Sites that get a day and have none now. */
  readonly moreSites: number;
}

/**
 * Plans again with each rule relaxed in turn and answers those that gain something, best first.
 * `effort`: iterations of each search; with 0, and for campaigns of more than 2,000 sites, lists are compared.
 */
export function gainsByRelaxing(problem: WaveProblem, plan: WavePlan, effort = 1000): readonly Relaxation[] {
  const byLists = effort === 0 || problem.sites.length > 2000;
  const again = (relaxed: WaveProblem): WavePlan =>
    byLists ? scheduleWaves(relaxed) : planWaves(relaxed, { effort }).plan;
  const now = byLists ? scheduleWaves(problem) : plan;
  const gains = candidates(problem, now).flatMap(({ change, relaxed }) => {
    const { finish, dayOf } = again(relaxed);
    const moreSites = dayOf.size - now.dayOf.size;
    const daysEarlier = finish === null || now.finish === null ? 0 : dayNumber(now.finish) - dayNumber(finish);
    return moreSites > 0 || (moreSites === 0 && daysEarlier > 0) ? [{ change, finish, daysEarlier, moreSites }] : [];
  });
  return gains.sort((a, b) => b.moreSites - a.moreSites || b.daysEarlier - a.daysEarlier);
}

/** `one more site a day in …: 9 days earlier`. */
export function relaxationSentence({ change, daysEarlier, moreSites }: Relaxation): string {
  const gains = [
    moreSites > 0 ? `${count(moreSites, 'site')} more` : '',
    daysEarlier > 0 ? `${count(daysEarlier, 'day')} earlier` : '',
  ];
  return `${change}: ${gains.filter((gain) => gain !== '').join(', ')}`;
}

interface Candidate {
  readonly change: string;
  readonly relaxed: WaveProblem;
}

function candidates(problem: WaveProblem, plan: WavePlan): readonly Candidate[] {
  const end =
    plan.unplanned.length > 0 || plan.finish === null
      ? problem.firstDay + problem.horizonDays - 1
      : dayNumber(plan.finish);
  return [...calendarCandidates(problem, end), ...limitCandidates(problem), ...siteCandidates(problem)];
}

const mostCalendarRules = 6;

/** Days of the same reason together: one more site on those that take some, open weekdays among those that take none. */
function calendarCandidates(problem: WaveProblem, end: number): readonly Candidate[] {
  const days = new Map<string, { readonly open: boolean; readonly days: number[] }>();
  for (let day = problem.firstDay; day <= end; day++) {
    const { sites, reason } = problem.capacity(day);
    if (sites <= 0 && weekdayIndex(day) > 4) continue;
    const group = days.get(reason) ?? { open: sites > 0, days: [] };
    group.days.push(day);
    days.set(reason, group);
  }
  const largest = [...days].sort((a, b) => b[1].days.length - a[1].days.length).slice(0, mostCalendarRules);
  const usual = usualSites(
    problem,
    largest.flatMap(([, { open, days: list }]) => (open ? [] : list)),
  );
  return largest.map(([reason, { open, days: list }]) => {
    const changed = new Set(list);
    const capacity = (day: number): DayCapacity => {
      const now = problem.capacity(day);
      return changed.has(day) ? { ...now, sites: open ? now.sites + 1 : (usual.get(day) ?? 0) } : now;
    };
    const when = `from ${isoDate(list[0] ?? end)} to ${isoDate(list[list.length - 1] ?? end)} (${reason})`;
    return { change: open ? `one more site a day ${when}` : `flips also ${when}`, relaxed: { ...problem, capacity } };
  });
}

/** What the nearest open day takes, of two as near the larger; closed days may be many, so each is looked at once. */
function usualSites({ capacity, horizonDays }: WaveProblem, closed: readonly number[]): ReadonlyMap<number, number> {
  const sorted = [...closed].sort((a, b) => a - b);
  const usual = new Map<number, number>();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return usual;
  let [from, to] = [first, last];
  while (from > first - horizonDays && capacity(from).sites <= 0) from--;
  while (to < last + horizonDays && capacity(to).sites <= 0) to++;
  const open: { readonly day: number; readonly sites: number }[] = [];
  for (let day = from; day <= to; day++) {
    const { sites } = capacity(day);
    if (sites > 0) open.push({ day, sites });
  }
  let next = 0;
  for (const day of sorted) {
    while ((open[next]?.day ?? Infinity) < day) next++;
    const [before, after] = [open[next - 1], open[next]];
    const [back, ahead] = [day - (before?.day ?? -Infinity), (after?.day ?? Infinity) - day];
    const near = Math.min(back, ahead);
    if (near > horizonDays) continue;
    usual.set(day, Math.max(back === near ? (before?.sites ?? 0) : 0, ahead === near ? (after?.sites ?? 0) : 0));
  }
  return usual;
}

function limitCandidates(problem: WaveProblem): readonly Candidate[] {
  const { perCloudPerDay, slotsPerDay, tier1InCommissioning, inCommissioning } = problem.limits;
  const largest = problem.sites.reduce((most, site) => Math.max(most, site.slots), 0);
  const slots = slotsPerDay === null ? null : Math.max(largest, Math.ceil(1.25 * slotsPerDay));
  const list: Candidate[] = [];
  const add = (name: string, limit: Partial<WaveProblem['limits']>, now: number, then: number): void => {
    list.push({
      change: `limits.${name} ${then} instead of ${now}`,
      relaxed: { ...problem, limits: { ...problem.limits, ...limit } },
    });
  };
  if (perCloudPerDay !== null)
    add('per_cloud_per_day', { perCloudPerDay: perCloudPerDay + 1 }, perCloudPerDay, perCloudPerDay + 1);
  if (slotsPerDay !== null && slots !== null) add('slots_per_day', { slotsPerDay: slots }, slotsPerDay, slots);
  if (tier1InCommissioning !== null)
    add(
      'tier1_in_commissioning',
      { tier1InCommissioning: tier1InCommissioning + 1 },
      tier1InCommissioning,
      tier1InCommissioning + 1,
    );
  if (inCommissioning !== null)
    add('in_commissioning', { inCommissioning: inCommissioning + 1 }, inCommissioning, inCommissioning + 1);
  return list;
}

/** The site that is ready last, and all `after` at once. */
function siteCandidates(problem: WaveProblem): readonly Candidate[] {
  const waiting = problem.sites.filter((site) => site.earliest > problem.firstDay && site.earliest < Infinity);
  const list: Candidate[] = [];
  if (waiting.length > 0) {
    const last = waiting.reduce((one, other) => (other.earliest > one.earliest ? other : one));
    const sites = problem.sites.map((site) => (site === last ? { ...site, earliest: problem.firstDay } : site));
    list.push({ change: `${last.name} without waiting (${last.earliestBecause})`, relaxed: { ...problem, sites } });
  }
  if (problem.sites.some((site) => site.after.length > 0)) {
    list.push({
      change: 'no `after`',
      relaxed: { ...problem, sites: problem.sites.map((site) => ({ ...site, after: [] })) },
    });
  }
  return list;
}
