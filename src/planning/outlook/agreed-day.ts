import { dayNumber, isoDate, type IsoDate } from '../../model/dates.js';
import type { History, RequestFact } from '../../model/history.js';
import { count, names } from '../../model/text/sentences.js';
import type { Solver } from '../../waves/integer-program.js';
import { impossibleDay } from '../../waves/pin.js';
import type { WaveProblem } from '../../waves/problem.js';
import { scheduleWaves } from '../../waves/schedule.js';
import type { PlannedWaves } from '../../waves/standard-plan.js';
import { explainSite } from '../../waves/why/explain.js';
import { isBegun, surelyPlannedDays } from '../candidates/candidates.js';
import { draft, type Draft } from '../plan.js';
import { costOf, type Cost } from './cost.js';
import type { Refusal } from '../requested/subjects.js';
import { isLeft } from '../situation.js';

/** The answer of a site that names a day. */
export interface DayAnswer {
  readonly request: RequestFact & { readonly on: IsoDate };
  /** When the site was asked; null: nobody knows of it. */
  readonly asked: IsoDate | null;
}

/** What it costs to plan sites on the days that they accept. */
export interface DayCost extends Cost {
  readonly is: 'cost';
  /** The plan with the answers: what every command plans once they are noted. */
  readonly after: Draft;
  readonly sites: readonly SiteOnDay[];
  /** The same with a yes to any day; absent where every site has a day without its answer. */
  readonly anyDay?: { readonly finish: IsoDate | null; readonly days: readonly (IsoDate | null)[] };
}

export interface SiteOnDay {
  readonly site: string;
  readonly on: IsoDate;
  readonly before: IsoDate | null;
  /** null: something else still stands against the site. */
  readonly after: IsoDate | null;
  /** What stands against it. */
  readonly waits: string | null;
}

export interface DayRefusal {
  readonly is: 'refused';
  readonly refusals: readonly ImpossibleDay[];
}

export interface ImpossibleDay extends Refusal {
  /** The nearest days that a plan can give the site, the earlier first. */
  readonly near: readonly IsoDate[];
}

/** How far on either side of a day that cannot be others are looked for, and how many plans are made for it at most. */
const longestLookDays = 90;
const mostTries = 15;

/**
 * Plans again with sites on the days that they accept, as the plan will be once the answers are noted. A day that no
 * plan can give a site is refused with the nearest days that it can have.
 */
export function agreeOn(before: Draft, answers: readonly DayAnswer[], solver?: Solver): DayCost | DayRefusal {
  const refusals = answers.flatMap((answer) => {
    const never = whyNever(before, answer);
    if (never !== null) return [withoutDays(answer, never, 'No other day is possible either.')];
    const why = whyNot(before, answer, answer.request.on);
    return why === null ? [] : [refusal(before, answer, why)];
  });
  if (refusals.length > 0) return { is: 'refused', refusals };
  const requests = answers.map(({ request }) => request);
  const after = planned(before, requests, { solver });
  const sites = requests.map(({ site, on }) => onDay(before, after, site, on));
  const unfit = answers.flatMap((answer, index) => {
    const found = sites[index];
    if (!found || found.waits !== null) return [];
    if (found.after !== found.on) return [refusal(before, answer, whyNoRoom(after, found))];
    const lost = daysLost(before, after, answers);
    return lost.length === 0 ? [] : [refusal(before, answer, `it would take the day of ${names(lost)}`)];
  });
  if (unfit.length > 0) return { is: 'refused', refusals: unfit };
  return {
    is: 'cost',
    after,
    ...costOf(before, after),
    sites,
    ...(sites.some((site) => site.before === null) && { anyDay: anyDay(before, requests, solver) }),
  };
}

/** Why a site can be given no day at all any more, for the end of a sentence; null: it can. */
function whyNever({ situation }: Draft, { request: { site } }: DayAnswer): string | null {
  const facts = situation.siteOf.get(site);
  if (!facts) return 'the inventory does not know it';
  if (!facts.queues.some(isLeft)) return 'it has no queue left to flip';
  return isBegun(facts) || situation.takenToday.has(facts.name) ? 'its flips have begun' : null;
}

/** The last day that a site can be promised. */
function lastDay({ problem }: Draft): number {
  return problem.firstDay + surelyPlannedDays - 1;
}

/** Why no plan at all can give a site this day, for the end of a sentence; null: one may. */
function whyNot(before: Draft, { request, asked }: DayAnswer, on: IsoDate): string | null {
  const { situation, problem } = before;
  const facts = situation.siteOf.get(request.site);
  if (!facts) return 'the inventory does not know it';
  const { pin } = facts.site;
  if (pin !== null && pin !== on) return `the inventory pins it to ${pin}`;
  if (dayNumber(on) > lastDay(before))
    return `plans look ${surelyPlannedDays} days ahead, and the last day that can be promised is ${isoDate(lastDay(before))}`;
  const closed = situation.closed.get(facts.name) ?? [];
  const impossible = impossibleDay(problem, { country: facts.country, closed }, dayNumber(on));
  if (impossible !== null) return impossible;
  const { lead_days: leadDays } = situation.inventory.campaign.requests;
  return asked !== null && dayNumber(on) < dayNumber(asked) + leadDays
    ? `it was asked on ${asked}, and sites have ${count(leadDays, 'day')} from there`
    : null;
}

function onDay(before: Draft, after: Draft, site: string, on: IsoDate): SiteOnDay {
  const isCandidate = after.problem.sites.some(({ name }) => name === site);
  const waits = isCandidate ? null : (after.plan.unplanned.find((one) => one.site === site)?.reason ?? null);
  return { site, on, before: dateIn(before, site), after: dateIn(after, site), waits };
}

/** Other sites that were promised the day they have, and would have another. */
function daysLost(before: Draft, after: Draft, answers: readonly DayAnswer[]): readonly string[] {
  const asked = new Set(answers.map(({ request }) => request.site));
  return before.problem.sites.flatMap(({ name, pinned }) => {
    const had = pinned !== null && !asked.has(name) && before.waves.dayOf.get(name) === pinned;
    return had && after.waves.dayOf.get(name) !== pinned ? [name] : [];
  });
}

function dateIn({ waves }: Draft, site: string): IsoDate | null {
  const day = waves.dayOf.get(site);
  return day === undefined ? null : isoDate(day);
}

function whyNoRoom({ problem, waves }: Draft, { site, on }: SiteOnDay): string {
  const own = problem.sites.find(({ name }) => name === site);
  if (own && own.earliest > dayNumber(on)) return own.earliestBecause;
  const spans = explainSite(problem, waves, site)?.notBefore ?? [];
  const span = spans.find(({ from, to }) => from <= on && on <= to);
  return span?.reason ?? waves.unplanned.find((one) => one.site === site)?.reason ?? 'the limits leave no room then';
}

function refusal(before: Draft, answer: DayAnswer, why: string): ImpossibleDay {
  const { site } = answer.request;
  const { near, tried } = nearestDays(before, answer);
  const [first, last] = [tried[0], tried.at(-1)];
  if (near.length > 0)
    return {
      ...withoutDays(answer, why, `The nearest possible ${near.length === 1 ? 'day is' : 'days are'} ${names(near)}.`),
      near,
    };
  const looked =
    first === undefined || last === undefined ? '' : `No day from ${first} to ${last} is possible either. `;
  return withoutDays(answer, why, `${looked}\`migrate plan --explain ${site}\` says what stands against its days.`);
}

function withoutDays({ request: { site, on } }: DayAnswer, why: string, advice: string): ImpossibleDay {
  return { subject: site, sentence: `${site} cannot go on ${on}: ${why}.`, advice, near: [] };
}

/** The nearest day before and the nearest after that a plan can give the site, and the days that were looked at, in order. */
function nearestDays(
  before: Draft,
  answer: DayAnswer,
): { readonly near: readonly IsoDate[]; readonly tried: readonly IsoDate[] } {
  const { firstDay } = before.problem;
  const last = lastDay(before);
  // From a day that is over, or beyond all plans, the nearest ones are the first or the last of all.
  const wanted = Math.min(Math.max(dayNumber(answer.request.on), firstDay - 1), last + 1);
  const look = (step: 1 | -1): { readonly found: readonly IsoDate[]; readonly tried: readonly IsoDate[] } => {
    const tried: IsoDate[] = [];
    let plans = 0;
    for (let away = 1; away <= longestLookDays && plans < mostTries; away++) {
      const day = wanted + step * away;
      if (day < firstDay || day > last) break;
      const on = isoDate(day);
      tried.push(on);
      if (whyNot(before, answer, on) !== null) continue;
      plans += 1;
      const { site } = answer.request;
      const after = planned(before, [{ ...answer.request, on }], { schedule: listed });
      const fits = dateIn(after, site) === on || !after.problem.sites.some(({ name }) => name === site);
      if (fits && daysLost(before, after, [answer]).length === 0) return { found: [on], tried };
    }
    return { found: [], tried };
  };
  const [earlier, later] = [look(-1), look(1)];
  return { near: [...earlier.found, ...later.found], tried: [...earlier.tried.toReversed(), ...later.tried] };
}

function listed(problem: WaveProblem): PlannedWaves {
  return { plan: scheduleWaves(problem), search: { iterations: 0, stoppedBecause: 'none' }, bound: null };
}

function planned(
  { situation: { inventory, view, history, nowMs } }: Draft,
  requests: readonly RequestFact[],
  how: { readonly solver?: Solver | undefined; readonly schedule?: (problem: WaveProblem) => PlannedWaves },
): Draft {
  return draft(inventory, view, withRequests(history, requests), nowMs, how);
}

/** The history as it is once these requests are noted. */
function withRequests(history: History, requests: readonly RequestFact[]): History {
  const sites = new Map(history.sites);
  for (const request of requests) {
    const others = (sites.get(request.site)?.requests ?? []).filter(({ step }) => step !== request.step);
    sites.set(request.site, { requests: [...others, request] });
  }
  return { ...history, sites };
}

function anyDay(
  before: Draft,
  requests: readonly RequestFact[],
  solver: Solver | undefined,
): NonNullable<DayCost['anyDay']> {
  const yes = planned(
    before,
    requests.map(({ site, step, round, state, since, ref, by, reason }) => ({
      site,
      step,
      round,
      state,
      since,
      ref,
      by,
      reason,
    })),
    { solver },
  );
  return { finish: yes.waves.finish, days: requests.map(({ site }) => dateIn(yes, site)) };
}
