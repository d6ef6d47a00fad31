import { dayNumber } from '../../model/dates.js';
import type { Blocker, Stage } from '../../model/plan.js';
import { closure, countryHoliday, openDay } from '../calendar/calendar.js';
import { capacity } from '../calendar/pace.js';
import { faultSentence } from '../verdicts/verdicts.js';
import { inOrder, inLearningOrder } from './order.js';
import { agreedDay } from '../requests/requests.js';
import { dayAfterPause, pausedSentence } from '../stops.js';
import { isMigrated, type SiteFacts, type Situation } from '../situation.js';
import type { DayCapacity, FlippedSite, WaveProblem, WaveSite } from '../../waves/problem.js';
import type { Solver } from '../../waves/integer-program.js';
import type { PlannedWaves } from '../../waves/standard-plan.js';
import { impossibleDay } from '../../waves/pin.js';
import { sitesPool } from '../../model/keys/pools.js';
import { earliestOf, pauseOfKind, rampDays } from './earliest.js';

/** A site with its stage and what stands against it. */
export interface StagedSite {
  readonly facts: SiteFacts;
  readonly stage: Stage;
  readonly blockers: readonly Blocker[];
}

/** How an operator wants the waves planned otherwise: the same rules, changed by hand or searched longer. */
export interface PlanOverrides {
  /** Changes the problem before it is planned. */
  readonly edit?: (problem: WaveProblem) => WaveProblem;
  /** Plans it. Default: the standard plan, the same for everybody. */
  readonly schedule?: (problem: WaveProblem, solver?: Solver) => PlannedWaves;
  /** For what the search of a small campaign does not reach. */
  readonly solver?: Solver | undefined;
}

/** The sites that get a wave, and why each of the others gets none. */
export interface Candidates {
  readonly problem: WaveProblem;
  /** Sites that are pinned to the day agreed with them, as long as it can be had. */
  readonly agreed: ReadonlySet<string>;
  readonly unplanned: readonly { readonly site: string; readonly reason: string }[];
}

/** Every plan looks at so many days at least: a day within them can be promised, whatever is done until then. */
export const surelyPlannedDays = 730;
/** Longest look ahead: a hundred years. */
const longestHorizonDays = 36_525;
/** A calendar without room for so long is closed for good. */
const longestPauseDays = 3_660;

/** Sorts out who can have a wave at all and puts the waves' problem together. */
export function candidates(staged: readonly StagedSite[], situation: Situation): Candidates {
  const unplanned: { site: string; reason: string }[] = [];
  const going: StagedSite[] = [];
  for (const site of staged) {
    if (!hasWorkLeft(site) || situation.takenToday.has(site.facts.name)) continue;
    const reason = whyNever(site, situation);
    if (reason === null) going.push(site);
    else unplanned.push({ site: site.facts.name, reason });
  }
  return { problem: waveProblem(going, staged, situation), agreed: agreedSites(going, situation), unplanned };
}

function agreedSites(going: readonly StagedSite[], { requests }: Situation): ReadonlySet<string> {
  const agreed = going.filter(
    ({ facts }) => facts.site.pin === null && agreedDay(requests.migration.get(facts.name)) !== null,
  );
  return new Set(agreed.map(({ facts }) => facts.name));
}

/** True where this ledger flipped some queues of the site and not yet all. */
export function isBegun({ queues }: SiteFacts): boolean {
  return queues.some(({ history }) => history?.pilot?.kind === 'flip');
}

function isBegunBefore({ queues }: SiteFacts, day: string): boolean {
  return queues.some(({ history }) => history?.pilot?.kind === 'flip' && history.pilot.day < day);
}

function hasWorkLeft({ facts, stage }: StagedSite): boolean {
  return (
    stage !== 'leaving' &&
    stage !== 'migrated' &&
    (stage === 'rolledBack' || facts.queues.some((queue) => !isMigrated(queue)))
  );
}

function whyNever({ facts, stage, blockers }: StagedSite, situation: Situation): string | null {
  if (stage === 'rolledBack')
    return `rolled back: \`migrate flip ${facts.name} --to ${situation.inventory.campaign.pilot?.to ?? ''}\` flips it again when the reason is gone`;
  const lasting = blockers.filter(({ rule, clears }) => clears === null && rule !== 'after');
  if (lasting.length > 0) return lasting.map(({ sentence }) => sentence).join(' ');
  const pause = pauseOfKind('flip', facts, situation);
  const { timezone } = situation.inventory.campaign;
  if (pause && dayAfterPause(pause, timezone) === null) return pausedSentence(pause, timezone);
  return faultSentence(facts.queues, situation.nowMs);
}

function waveProblem(going: readonly StagedSite[], staged: readonly StagedSite[], situation: Situation): WaveProblem {
  const { calendar, today, inventory } = situation;
  const { limits, commissioning } = inventory.campaign;
  const capacities = new Map<number, DayCapacity>();
  const capacityOf = (day: number): DayCapacity => {
    const known = capacities.get(day) ?? capacity(calendar, day);
    capacities.set(day, known);
    return known;
  };
  const days: Days = {
    firstDay: today,
    capacity: capacityOf,
    countryHoliday: (country, day) => countryHoliday(calendar, country, day),
  };
  const flipped = flippedToday(staged, situation);
  const sites = waveSites([...going, ...flipped], days, situation);
  const taken = new Set(flipped.map(({ facts }) => facts.name));
  const beforeFlips = new Map(sites.flatMap((site) => (taken.has(site.name) ? [[site.name, site] as const] : [])));
  return {
    ...days,
    horizonDays: horizonDays(sites.length, today, capacityOf),
    sites: sites.filter(({ name }) => !taken.has(name)),
    workingDay: (day) => closure(calendar, day) === null,
    limits: {
      perCloudPerDay: limits.per_cloud_per_day,
      slotsPerDay: limits.slots_per_day,
      tier1InCommissioning: limits.tier1_in_commissioning,
      inCommissioning: limits.in_commissioning,
    },
    flippedOnFirstDay: [...situation.takenToday].map((name) => shareOf(name, situation, beforeFlips.get(name))),
    inCommissioning: underWatch(staged, going, situation),
    commissioningDays: Math.max(1, commissioning.expected_days),
  };
}

type Days = Pick<WaveProblem, 'firstDay' | 'capacity' | 'countryHoliday'>;

/** Sites that took their place in the pace today: this morning they were in the problem. */
function flippedToday(staged: readonly StagedSite[], { history, today }: Situation): readonly StagedSite[] {
  const members = history.claims.get(sitesPool(today));
  return members ? staged.filter(({ facts }) => members.has(facts.name)) : [];
}

function shareOf(name: string, { siteOf }: Situation, asPlanned: WaveSite | undefined): FlippedSite {
  const facts = siteOf.get(name);
  return {
    name,
    cloud: facts?.cloud ?? '',
    ...(facts && alsoIn(facts)),
    slots: facts?.slots ?? 0,
    ...(asPlanned && { asPlanned }),
  };
}

function alsoIn({ alsoIn: clouds }: SiteFacts): Pick<WaveSite, 'alsoIn'> {
  return clouds.length === 0 ? {} : { alsoIn: clouds };
}

function underWatch(
  staged: readonly StagedSite[],
  going: readonly StagedSite[],
  situation: Situation,
): WaveProblem['inCommissioning'] {
  const { calendar, today, inventory, history } = situation;
  const inPlan = new Set(going.filter(isInCommissioning));
  const takenToday = history.claims.get(sitesPool(today));
  const watched = staged.filter((site) => isInCommissioning(site) && !inPlan.has(site));
  return watched.map(({ facts }) => {
    const flipped = facts.queues
      .map(({ history }) => history?.pilot?.day ?? '')
      .reduce((one, other) => (one > other ? one : other), '');
    const since = flipped === '' ? today : dayNumber(flipped);
    const until = openDay(calendar, since, inventory.campaign.commissioning.expected_days) ?? today;
    const watch = { tier1: facts.tier === 1, until: Math.max(until, today + 1) };
    return takenToday?.has(facts.name) ? { ...watch, name: facts.name } : watch;
  });
}

function isInCommissioning({ stage }: StagedSite): boolean {
  return stage === 'commissioning';
}

/** Far enough for every site even where a limit takes four times as long as the pace. */
export function horizonDays(sites: number, today: number, capacityOf: (day: number) => DayCapacity): number {
  let left = sites;
  let day = today;
  let pause = 0;
  while (left > 0 && pause < longestPauseDays && day - today < longestHorizonDays) {
    const room = capacityOf(day).sites;
    pause = room > 0 ? 0 : pause + 1;
    left -= room;
    day++;
  }
  return Math.min(longestHorizonDays, (day - today) * 4 + surelyPlannedDays);
}

function waveSites(going: readonly StagedSite[], days: Days, situation: Situation): readonly WaveSite[] {
  const staged = new Map(going.map((site) => [site.facts.name, site]));
  const flippedToday = situation.history.claims.get(sitesPool(situation.today));
  const wasBegun = ({ facts }: StagedSite): boolean =>
    flippedToday?.has(facts.name) ? isBegunBefore(facts, situation.day) : isBegun(facts);
  const begun = new Set(going.filter(wasBegun).map(({ facts }) => facts.name));
  const inTurn = situation.inventory.campaign.learning.order === 'learn' ? inLearningOrder : inOrder;
  const ordered = inTurn(
    going.map(({ facts }) => facts),
    situation,
    begun,
  );
  const rampDay = rampDays(situation);
  return ordered.map((facts, rank) => {
    const { earliest, reason } = flippedToday?.has(facts.name)
      ? { earliest: situation.today, reason: 'ready' }
      : earliestOf(facts, staged.get(facts.name)?.blockers ?? [], situation, { begun: begun.has(facts.name), rampDay });
    const closed = situation.closed.get(facts.name) ?? none;
    return {
      name: facts.name,
      cloud: facts.cloud,
      ...alsoIn(facts),
      country: facts.country,
      tier1: facts.tier === 1,
      slots: facts.slots,
      rank,
      earliest,
      earliestBecause: reason,
      closed,
      after:
        facts.site.after.length === 0
          ? none
          : facts.site.after.filter((name) => staged.has(name) || situation.takenToday.has(name)),
      pinned: begun.has(facts.name) ? null : pinOf(facts, { closed, earliest }, days, situation),
    };
  });
}

/** The operator's word; else the day agreed with the site, where it can be had: past or closed, it is only not gone before. */
function pinOf(
  { site, name, country }: SiteFacts,
  { closed, earliest }: Pick<WaveSite, 'closed' | 'earliest'>,
  days: Days,
  { requests }: Situation,
): number | null {
  if (site.pin !== null) return dayNumber(site.pin);
  const agreed = agreedDay(requests.migration.get(name));
  if (agreed === null) return null;
  const day = dayNumber(agreed);
  return earliest <= day && impossibleDay(days, { country, closed }, day) === null ? day : null;
}

const none: readonly never[] = [];
