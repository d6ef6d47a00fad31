import { dayNumber, isoDate } from '../model/dates.js';
import type { Pause } from '../model/history.js';
import type { Blocker, Stage } from '../model/plan.js';
import { closure, countryHoliday, openDay } from './calendar/calendar.js';
import { capacity } from './calendar/pace.js';
import { faultSentence } from './verdicts/verdicts.js';
import { inOrder, inLearningOrder } from './order.js';
import { agreedDay, boundDay, leadDay, requestView } from './requests/requests.js';
import { dayAfterPause, pausedSentence, pauseOf } from './stops.js';
import { isMigrated, type SiteFacts, type Situation } from './situation.js';
import type { DayCapacity, FlippedSite, WaveProblem, WaveSite } from '../waves/problem.js';
import type { Solver } from '../waves/integer-program.js';
import type { PlannedWaves } from '../waves/standard-plan.js';
import { impossibleDay } from '../waves/pin.js';
import { dayOfSitesPool, sitesPool } from '../model/keys/pools.js';

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
  return Math.min(longestHorizonDays, (day - today) * 4 + 730);
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

type Earliest = { readonly earliest: number; readonly reason: string };

function earliestOf(
  facts: SiteFacts,
  blockers: readonly Blocker[],
  situation: Situation,
  { begun, rampDay }: { readonly begun: boolean; readonly rampDay: (slots: number) => Earliest | null },
): Earliest {
  let latest: Earliest = { earliest: situation.today, reason: 'ready' };
  for (const { clears, sentence } of blockers) {
    if (clears !== null) latest = later(latest, { earliest: dayNumber(clears), reason: sentence.replace(/\.$/, '') });
  }
  latest = later(latest, endOfPause('flip', facts, situation));
  if (!begun) latest = later(later(latest, dayAgreed(facts, situation)), leadTime(facts, situation));
  return later(latest, rampDay(facts.slots));
}

function later(one: Earliest, other: Earliest | null): Earliest {
  return other !== null && other.earliest > one.earliest ? other : one;
}

/** Not before the day agreed with the site or told to it, whatever the campaign's lead time. */
function dayAgreed({ name }: SiteFacts, { requests }: Situation): Earliest | null {
  const bound = boundDay(requests, name);
  if (bound === null) return null;
  return { earliest: dayNumber(bound.on), reason: `${bound.is === 'agreed' ? 'accepted for' : 'told'} ${bound.on}` };
}

function pauseOfKind(kind: 'flip' | 'request', facts: SiteFacts, { history, nowMs }: Situation): Pause | null {
  return pauseOf({ ...facts, site: facts.name, kind }, history, nowMs);
}

/** Not before the day on which a pause with an end is over. */
function endOfPause(kind: 'flip' | 'request', facts: SiteFacts, situation: Situation): Earliest | null {
  const pause = pauseOfKind(kind, facts, situation);
  if (!pause) return null;
  const ends = dayAfterPause(pause, situation.inventory.campaign.timezone);
  return {
    earliest: ends ?? Infinity,
    reason: `${pause.scope} is paused${ends === null ? '' : ` until ${isoDate(ends)}`}`,
  };
}

/** The day the request's lead time is over: kept for a request sent today where none was sent yet. */
function leadTime(facts: SiteFacts, situation: Situation): Earliest {
  const { lead_days: leadDays, channel } = situation.inventory.campaign.requests;
  const { today } = situation;
  if (channel === 'none') return { earliest: today, reason: 'sites are not asked' };
  if (leadDays === 0) return { earliest: today, reason: 'no lead time' };
  const fact = situation.requests.migration.get(facts.name);
  const { state } = requestView(fact);
  const known = leadDay(fact, leadDays, situation.inventory.campaign.timezone);
  if (known !== null && state === 'accepted')
    return { earliest: known, reason: `request accepted on ${isoDate(known)}` };
  if (known !== null)
    return { earliest: known, reason: `request ${state} on ${isoDate(known - leadDays)}, ${leadDays} days ahead` };
  if (state === 'unconfirmed' && channel === 'mail') {
    return {
      earliest: Infinity,
      reason: `the request's mail is unconfirmed: say whether it arrived with \`migrate request sent ${facts.name}\``,
    };
  }
  if (facts.site.contact === null && channel === 'mail') {
    return { earliest: Infinity, reason: `no request can be sent: ${facts.name} has no \`contact\`` };
  }
  const until = facts.site.hold?.until ?? null;
  const paused = endOfPause('request', facts, situation)?.earliest ?? today;
  const sendable = Math.max(today, paused, until === null ? today : dayNumber(until));
  const unsent = situation.requests.unread ? 'whether a request was sent is unknown' : 'no request sent yet';
  return { earliest: sendable + leadDays, reason: `${unsent}, ${leadDays} days ahead` };
}

/** The first day on which the ramp lets a site of a size go; null: no step holds it. */
function rampDays({ inventory, history, calendar, today }: Situation): (slots: number) => Earliest | null {
  const steps = inventory.campaign.ramp?.steps ?? [];
  const past = [...history.claims.keys()].filter((pool) => (dayOfSitesPool(pool) ?? today) < today).length;
  const held = steps.map(({ days, slots }) => ({
    slots,
    days,
    earliest: days <= past ? today : (openDay(calendar, today, days - past) ?? Infinity),
  }));
  return (slots) => {
    const holding = held.filter((step) => slots > step.slots);
    if (holding.length === 0) return null;
    const last = holding.reduce((one, other) => (other.earliest > one.earliest ? other : one));
    return {
      earliest: last.earliest,
      reason: `the first ${last.days} working days take sites up to ${last.slots} slots`,
    };
  };
}
