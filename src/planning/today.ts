import { confirmedOs } from '../model/inventory.js';
import { isoDate } from '../model/dates.js';
import type { RequestFact } from '../model/history.js';
import { sentence } from '../model/text/sentences.js';
import type { OpenOperation, Operation, OperationKind } from '../model/operation.js';
import { countryHoliday, openDay } from './calendar/calendar.js';
import { closedOn } from './calendar/downtimes.js';
import { capacity, withinPace } from './calendar/pace.js';
import { isBegun, type StagedSite } from './candidates/candidates.js';
import { remedyOf } from './verdicts/remedies.js';
import { faultInForce, faultSentence } from './verdicts/verdicts.js';
import { followUpOf, followUpOperation } from './requests/follow-up.js';
import { queueOperation, requestOperation } from './operations/build.js';
import { containersClaims, flipClaims, type UnderWatch } from '../changes/claims.js';
import { inOrder } from './candidates/order.js';
import { isHeld } from './readiness/inventory-rules.js';
import { evidence } from './readiness/ready-when.js';
import { requestView } from './requests/requests.js';
import { unsettled } from './requests/unsettled.js';
import { isLeft, type Queue, type SiteFacts, type Situation } from './situation.js';
import { awaitingContainers } from './stages.js';
import { bareCaveat, containersOn, flip } from '../changes/record/transitions.js';
import { containersPool } from '../model/keys/pools.js';

/** Kinds of operation that every plan thinks out afresh. */
const plannedKinds: ReadonlySet<OperationKind> = new Set(['flip', 'containers-on', 'brokeroff']);

/** Remedies that verdicts ask for, and the warnings to people where nothing can be changed. */
export function remediesToday(situation: Situation): {
  readonly operations: readonly Operation[];
  readonly warnings: readonly string[];
} {
  const operations: Operation[] = [];
  const warnings: string[] = [];
  for (const facts of situation.sites) {
    for (const queue of facts.queues) {
      const remedy = remedyOf(queue, situation);
      if (remedy?.is === 'advice') warnings.push(remedy.sentence);
      else if (remedy && queue.history?.open)
        warnings.push(`${queue.name}: ${remedy.reason} It waits for ${queue.history.open.operation.key}.`);
      else if (remedy)
        operations.push(queueOperation(situation, facts, queue, remedy.kind, remedy.transition, remedy.reason));
    }
  }
  return { operations, warnings };
}

/**
 * What was begun and has not ended is carried on before anything new. Of the plan's own kinds only
 * what may have been sent: where nothing was, today's plan decides anew.
 */
export function openToday(situation: Situation): readonly Operation[] {
  const { history, requests } = situation;
  const changes = [...history.queues.values()].flatMap(({ open }) =>
    open && isCarriedOn(open) ? [open.operation] : [],
  );
  return [...changes, ...[...requests.newest.values()].flatMap((request) => unsettled(situation, request) ?? [])];
}

function isCarriedOn({ state, operation }: OpenOperation): boolean {
  return state !== 'intended' || !plannedKinds.has(operation.kind);
}

/** True where another operation of the queue has to end first: not one of the same kind, or that nobody holds, and that sent nothing. */
function isBusy({ history }: Queue, kind: OperationKind): boolean {
  const open = history?.open;
  if (open == null) return false;
  return isCarriedOn(open) || (open.operation.kind !== kind && open.heldUntil !== undefined);
}

/** The flips of one site: all its queues that are left, together. */
export function flipsOf(
  facts: SiteFacts,
  watch: UnderWatch,
  reason: string,
  situation: Situation,
): readonly Operation[] {
  const { calendar, today, inventory, history } = situation;
  const claims = flipClaims(facts, today, capacity(calendar, today).sites, inventory.campaign.limits, history, watch);
  const consent = consentWords(situation.requests.migration.get(facts.name));
  return facts.queues.flatMap((queue) => {
    if (!queue.record || !isLeft(queue) || isBusy(queue, 'flip')) return [];
    const change = flip(queue.record, inventory.campaign);
    if (change.is !== 'change') return [];
    const caveat = bareCaveat(change.after['container_type'] ?? '', inventory.campaign);
    const sentences = [reason, caveat, consent].filter((sentence) => sentence !== null);
    return queueOperation(situation, facts, queue, 'flip', change, sentences.join(' '), claims);
  });
}

/** What the site wrote where it closed its ticket with consent: an operator sees whether it is one. */
function consentWords(fact: RequestFact | undefined): string | null {
  if (fact?.state !== 'solved' || fact.reason === null) return null;
  return `Its ticket ${fact.ref === null ? '' : `${fact.ref} `}is solved: ${sentence(fact.reason)}`;
}

/** Sites that took today's place in the pace and have queues left, e.g. after an interruption; none that went back. */
export function unfinishedToday(staged: readonly StagedSite[], situation: Situation): readonly SiteFacts[] {
  const { takenToday, nowMs } = situation;
  const begun = staged.filter(
    ({ facts, stage, blockers }) => takenToday.has(facts.name) && stage !== 'rolledBack' && blockers.length === 0,
  );
  const unfinished = begun.filter(({ facts }) => facts.queues.some(isLeft));
  return unfinished.map(({ facts }) => facts).filter(({ queues }) => faultSentence(queues, nowMs) === null);
}

/** Containers on for migrated sites that wait for them, as many sites as the pace allows. */
export function containersToday(awaiting: readonly SiteFacts[], situation: Situation): readonly Operation[] {
  const { calendar, today, history } = situation;
  const { sites } = capacity(calendar, today);
  const members = new Map(history.claims.get(containersPool(today)));
  const operations: Operation[] = [];
  for (const facts of inOrder(awaiting, situation)) {
    if (!withinPace(sites, members, facts.name)) continue;
    if (
      isHeld(facts, situation) ||
      countryHoliday(calendar, facts.country, today) ||
      closedOn(situation.closed.get(facts.name), today)
    )
      continue;
    const made = awaitingContainers(facts, situation).flatMap((queue) =>
      containersOnOf(facts, queue, sites, situation),
    );
    if (made.length === 0) continue;
    members.set(facts.name, 1);
    operations.push(...made);
  }
  return operations;
}

function containersOnOf(facts: SiteFacts, queue: Queue, sites: number, situation: Situation): readonly Operation[] {
  if (!queue.record || isBusy(queue, 'containers-on') || faultInForce(queue.history, situation.nowMs)) return [];
  const change = containersOn(queue.record, situation.inventory.campaign, queue.history);
  if (change.is !== 'change') return [];
  const os = confirmedOs(facts.site, queue.entry);
  const reason = `Runs the new pilot without containers and is ready for them${os ? `: ${evidence(os)}` : ''}.`;
  return [
    queueOperation(
      situation,
      facts,
      queue,
      'containers-on',
      change,
      reason,
      containersClaims(facts, situation.today, sites),
    ),
  ];
}

/** Reminders and escalations that are due; a site whose wave comes before an answer could is not asked any more. */
function followUpsToday(dayOf: ReadonlyMap<string, number>, situation: Situation): readonly Operation[] {
  const { today, inventory, sites } = situation;
  return sites.flatMap((facts) => {
    const due = followUpOf(facts, situation);
    const wave = dayOf.get(facts.name) ?? Infinity;
    if (!due || due.is === 'decide' || wave < today + inventory.campaign.requests.lead_days) return [];
    return followUpOperation(situation, facts, due);
  });
}

/**
 * Requests that go today: waiting for the next working day would break the lead time before the
 * site's wave. `dayOf`: day number of each site's wave.
 */
export function requestsToday(dayOf: ReadonlyMap<string, number>, situation: Situation): readonly Operation[] {
  const { siteOf, calendar, today } = situation;
  const { lead_days: leadDays, channel } = situation.inventory.campaign.requests;
  if (channel === 'none') return [];
  const next = openDay(calendar, today + 1, 0) ?? today + 1;
  const operations: Operation[] = [];
  for (const [name, flipDay] of dayOf) {
    if (flipDay >= next + leadDays) continue;
    const facts = siteOf.get(name);
    if (!facts || isBegun(facts) || isHeld(facts, situation)) continue;
    const { state } = requestView(situation.requests.migration.get(name));
    const open = state === 'none' || (state === 'unconfirmed' && channel !== 'mail');
    if (!open || (facts.site.contact === null && channel === 'mail')) continue;
    operations.push(
      requestOperation(
        situation,
        facts,
        `Its wave is on ${isoDate(flipDay)}; the site is asked ${leadDays} days ahead.`,
      ),
    );
  }
  return [...operations, ...followUpsToday(dayOf, situation)];
}
