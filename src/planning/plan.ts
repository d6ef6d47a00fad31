import { dayNumber, instant, type Instant } from '../model/dates.js';
import { fingerprint } from '../model/fingerprint.js';
import type { Adoption, History } from '../model/history.js';
import type { Inventory } from '../model/inventory.js';
import type { Operation } from '../model/operation.js';
import type { GridView, LineStop, Plan, RetirementView, SitePlan, Stage } from '../model/plan.js';
import { calendarBound } from '../waves/bound/calendar-bound.js';
import { capacity } from './calendar/pace.js';
import { candidates, type StagedSite, type PlanOverrides } from './candidates/candidates.js';
import { closingWarning, windowOf } from './calendar/window.js';
import { blockersOf, stopRule } from './readiness/readiness.js';
import { overdueSentence } from './verdicts/overdue.js';
import { siteCanGoBackUntil } from './verdicts/rollback-window.js';
import { requestView } from './requests/requests.js';
import { ladderAhead } from './requests/follow-up.js';
import { noticesDue } from './requests/notices.js';
import { retirementsBy } from './retirements.js';
import { pausedSentence, pauseOf, withoutStopped } from './stops.js';
import { assess, isLeft, sitesUnderWatch, type SiteFacts, type Situation } from './situation.js';
import { containersOf, stageOf, type SiteStage } from './stages.js';
import { containersToday, flipsOf, openToday, remediesToday, requestsToday, unfinishedToday } from './today.js';
import type { WavePlan, WaveProblem, WaveSite } from '../waves/problem.js';
import type { Solver } from '../waves/integer-program.js';
import { standardPlan, type PlannedWaves } from '../waves/standard-plan.js';
import { count, names } from '../model/text/sentences.js';
import { retirementWarnings, takenBackWarnings, bareWarnings, warningsOf } from './plan-warnings.js';

interface Staged extends StagedSite, SiteStage {
  readonly containers: SitePlan['containers'];
}

/**
 * What should happen now, over all tracks, with reasons, and the waves to come. Pure: the same
 * inventory, view, history and time (ms since the epoch) give the same plan. Without `overrides` all
 * commands make the same search for the waves: all agree on today's.
 */
export function plan(
  inventory: Inventory,
  view: GridView,
  history: History,
  nowMs: number,
  overrides: PlanOverrides = {},
): Plan {
  return draft(inventory, view, history, nowMs, overrides).plan;
}

/** A plan with what it was made of, for those who ask how good it is and why. */
export interface Draft {
  readonly plan: Plan;
  readonly situation: Situation;
  readonly problem: WaveProblem;
  readonly waves: WavePlan;
  readonly search: PlannedWaves['search'];
  /** By the search; null: there was none. */
  readonly searchBound: PlannedWaves['bound'];
  /** Migrated sites that wait for their containers. */
  readonly awaiting: readonly SiteFacts[];
}

/** The same as `plan`, with what it rests on. */
export function draft(
  inventory: Inventory,
  view: GridView,
  history: History,
  nowMs: number,
  { edit, schedule = standard, solver }: PlanOverrides = {},
): Draft {
  const situation = assess(inventory, view, history, nowMs);
  const staged = situation.sites.map((facts) => stagedSite(facts, situation));
  const { problem: unedited, agreed, unplanned } = candidates(staged, situation);
  const { problem, planned } = withAgreedDays(edit?.(unedited) ?? unedited, agreed, (one) => schedule(one, solver));
  const { plan: waves, search, bound: searchBound } = planned;
  const retirements = retirementsBy(situation, situation.day);
  const unfinished = unfinishedToday(staged, situation);
  const awaiting = staged.filter(({ containers }) => containers === 'awaiting').map(({ facts }) => facts);
  const { operations, warnings } = operationsToday(staged, unfinished, awaiting, waves, retirements, situation);
  const campaign = inventory.campaign.name;
  const window = windowOf(situation.calendar, situation.today);
  const { requests, commissioning } = inventory.campaign;
  const closing = closingWarning(window, {
    lead_days: requests.channel === 'none' ? 0 : requests.lead_days,
    expected_days: commissioning.expected_days,
  });
  const plan: Plan = {
    campaign,
    asOf: instant(nowMs),
    day: situation.day,
    id: planId({ campaign, day: situation.day, operations }),
    sites: sitePlans(staged, unfinished, problem, waves, situation),
    operations,
    retirements,
    monitored: view.activity !== null,
    window,
    takenToday: [...situation.takenToday],
    overdue: overdueSentence(situation),
    waves: waves.waves,
    finish: waves.finish,
    bound: calendarBound(problem),
    unplanned: [...unplanned, ...waves.unplanned],
    stops: stopsOf(staged, situation),
    adoptions: adoptionsOf(situation, instant(nowMs)),
    foundRequests: situation.requests.found.filter(({ site }) => situation.siteOf.has(site)),
    warnings: [
      ...(closing === null ? [] : [closing]),
      ...warnings,
      ...retirementWarnings(retirements),
      ...bareWarnings(situation),
      ...takenBackWarnings(situation),
      ...warningsOf(situation),
    ],
  };
  return { plan, situation, problem, waves, search, searchBound, awaiting };
}

/** A day agreed with a site that the limits leave no room for is not kept: the site goes on the first day after it. */
function withAgreedDays(
  problem: WaveProblem,
  agreed: ReadonlySet<string>,
  schedule: (problem: WaveProblem) => PlannedWaves,
): { readonly problem: WaveProblem; readonly planned: PlannedWaves } {
  const planned = schedule(problem);
  const homeless = new Set(planned.plan.unplanned.flatMap(({ site }) => (agreed.has(site) ? [site] : [])));
  const isPinned = (site: WaveSite): boolean => site.pinned !== null && homeless.has(site.name);
  if (!problem.sites.some(isPinned)) return { problem, planned };
  const freed = { ...problem, sites: problem.sites.map((site) => (isPinned(site) ? { ...site, pinned: null } : site)) };
  return { problem: freed, planned: schedule(freed) };
}

function standard(problem: WaveProblem, solver?: Solver): PlannedWaves {
  return standardPlan(problem, { solver });
}

/** Equal for equal operations of a campaign on a day. */
export function planId({ campaign, day, operations }: Pick<Plan, 'campaign' | 'day' | 'operations'>): string {
  return fingerprint({ campaign, day, operations });
}

function stagedSite(facts: SiteFacts, situation: Situation): Staged {
  const blockers = blockersOf(facts, situation);
  const { stage, reason } = stageOf(facts, blockers, situation);
  return { facts, blockers, stage, reason, containers: containersOf(facts, stage, situation) };
}

/** All tracks in the order in which they are carried out; a queue has one operation at most. */
function operationsToday(
  staged: readonly Staged[],
  unfinished: readonly SiteFacts[],
  awaiting: readonly SiteFacts[],
  waves: WavePlan,
  retirements: readonly RetirementView[],
  situation: Situation,
): { readonly operations: readonly Operation[]; readonly warnings: readonly string[] } {
  const remedies = remediesToday(situation);
  const open = openToday(situation);
  const watch = sitesUnderWatch(situation);
  const wave = new Set(waves.waves.find(({ date }) => date === situation.day)?.sites);
  const inWave = new Map(staged.filter(({ facts }) => wave.has(facts.name)).map((site) => [site.facts.name, site]));
  const flips = [
    ...unfinished.flatMap((facts) => flipsOf(facts, watch, 'The rest of a site that was begun today.', situation)),
    ...[...wave].flatMap((name) => {
      const site = inWave.get(name);
      return site ? flipsOf(site.facts, watch, site.reason, situation) : [];
    }),
  ];
  const requests = requestsToday(waves.dayOf, situation);
  const asked = situation.inventory.campaign.requests.lead_days === 0;
  const busy = new Set(open.map(({ queue }) => queue));
  const begun = new Set(open.map(({ key }) => key));
  const retiring = retirements.flatMap(({ operation }) => operation ?? []);
  const due = withoutStopped(
    [
      ...remedies.operations,
      ...open,
      ...noticesDue(retirements, situation).filter(({ key }) => !begun.has(key)),
      ...retiring.filter(({ queue }) => !busy.has(queue)),
      ...(asked ? [...requests, ...flips] : flips),
      ...containersToday(awaiting, situation),
      ...(asked ? [] : requests),
    ],
    situation,
  );
  return { operations: due.going, warnings: [...due.warnings, ...remedies.warnings] };
}

function sitePlans(
  staged: readonly Staged[],
  unfinished: readonly SiteFacts[],
  problem: WaveProblem,
  waves: WavePlan,
  situation: Situation,
): readonly SitePlan[] {
  const carriedOn = new Set(unfinished.map(({ name }) => name));
  const dateOf = new Map(waves.waves.map(({ date }) => [dayNumber(date), date]));
  const problems = new Map(problem.sites.map((site) => [site.name, site]));
  const room = capacity(situation.calendar, situation.today);
  const by = situation.takenToday.size === 0 ? '' : `, taken by ${names([...situation.takenToday])}`;
  const taken = `the days before are closed or taken; today ${room.sites === 0 ? '' : `${count(room.sites, 'site')}: `}${room.reason}${by}`;
  return staged.map(({ facts, stage, reason, blockers, containers }) => {
    const day = waves.dayOf.get(facts.name);
    const flip = { ...facts, site: facts.name, kind: 'flip' } as const;
    const pause = hasWork(stage) ? pauseOf(flip, situation.history, situation.nowMs) : null;
    const stop = pause && pausedSentence(pause, situation.inventory.campaign.timezone);
    const waiting = problems.get(facts.name);
    const until = siteCanGoBackUntil(facts.queues, situation.inventory.campaign);
    const ladder = ladderAhead(facts, situation);
    const risk = facts.queues.some(isLeft) ? situation.learned.riskOf(facts.name) : null;
    return {
      site: facts.name,
      stage,
      reason: stop === null ? reason : `${stop} ${reason}`,
      paused: stop,
      cloud: facts.cloud,
      ...(facts.alsoIn.length > 0 && { alsoIn: facts.alsoIn }),
      tier: facts.tier,
      country: facts.country,
      slots: facts.slots,
      queues: facts.queues.map(({ name }) => name),
      blockers,
      request: requestView(situation.requests.migration.get(facts.name), situation.requests.unread),
      ...(ladder.length > 0 && { ladder }),
      containers,
      date: day === undefined ? (carriedOn.has(facts.name) ? situation.day : null) : (dateOf.get(day) ?? null),
      canGoBackUntil: until !== null && until >= situation.day ? until : null,
      why:
        waiting && day !== undefined && day > situation.today
          ? whyNotEarlier(day, waiting, situation.today, taken)
          : null,
      ...(risk && { risk: { chance: risk.chance, reason: risk.reason, proposal: risk.proposal } }),
    };
  });
}

/** Held are the sites that this very stop blocks; the first of several does. */
function stopsOf(staged: readonly Staged[], { learned }: Situation): readonly LineStop[] {
  const waiting = staged.filter(({ blockers }) => blockers.some(({ rule }) => rule === stopRule));
  return learned.stops().map((stop) => {
    const { fault, traits, without, eValue, needed, reason, ends, lifted, lookCloser } = stop;
    return {
      fault,
      traits,
      with: stop.with,
      without,
      eValue,
      needed,
      reason,
      ends,
      lifted: lifted && { by: lifted.by, until: lifted.until, reason: lifted.reason },
      held: waiting.map(({ facts }) => facts.name).filter((name) => learned.stopOf(name) === stop),
      lookCloser,
    };
  });
}

/** Whether something is left that a pause keeps from happening. */
function hasWork(stage: Stage): boolean {
  return stage !== 'leaving' && stage !== 'migrated';
}

function whyNotEarlier(day: number, { earliest, earliestBecause }: WaveSite, today: number, taken: string): string {
  if (day === earliest) return earliestBecause;
  return earliest <= today ? taken : `${earliestBecause}; ${taken}`;
}

/** Queues found at the new version that this ledger never flipped; watched where they changed lately. */
function adoptionsOf(situation: Situation, at: Instant): readonly Adoption[] {
  const { pilot, commissioning } = situation.inventory.campaign;
  if (!pilot) return [];
  const lately = instant(situation.nowMs - commissioning.deadline_hours * 3_600_000);
  const adoptions: Adoption[] = [];
  for (const { name: site, queues } of situation.sites) {
    for (const { name: queue, record, history, versionState } of queues) {
      if (versionState !== 'at' || !record || history?.pilot || history?.adopted || history?.open) continue;
      const changedAt = record.last_modified === '' ? null : record.last_modified;
      adoptions.push({ queue, site, at, changedAt, underWatch: changedAt !== null && changedAt >= lately });
    }
  }
  return adoptions;
}
