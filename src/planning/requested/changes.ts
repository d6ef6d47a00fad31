import { isoDate, type IsoDate } from '../../model/dates.js';
import type { Claim, Fields, Operation, Outcome } from '../../model/operation.js';
import type { RetirementView } from '../../model/plan.js';
import { countryHoliday } from '../calendar/calendar.js';
import { closedOn } from '../calendar/downtimes.js';
import { capacity } from '../calendar/pace.js';
import { leadDay } from '../requests/requests.js';
import { pick } from '../../changes/record/fields.js';
import { operationKey } from '../../model/keys/operation-keys.js';
import { queueOperation, type QueueKind } from '../operations/build.js';
import { containersClaims, flipClaims, overClaimed } from '../../changes/claims.js';
import { findSubjects, type Refusal, type Subject } from './subjects.js';
import { replacing, type Make } from '../../changes/supersede.js';
import { blockersOf, osReady, sl6Caveat } from '../readiness/readiness.js';
import { offOperation, retirementsBy } from '../retirements.js';
import { openToday } from '../today.js';
import { sitesUnderWatch, type Queue, type SiteFacts, type Situation } from '../situation.js';
import {
  bareCaveat,
  containersOff,
  containersOn,
  flip,
  offByLedger,
  rollback,
} from '../../changes/record/transitions.js';
import { containersPool, sitesPool } from '../../model/keys/pools.js';

/** What an operator's command comes to. */
export interface Intent {
  readonly operations: readonly Operation[];
  /** What stands as it was ordered, without anything to do. */
  readonly already: readonly Outcome[];
  readonly refusals: readonly Refusal[];
}

/** How a command treats one subject: its claims, the words for it, and the change of each queue. */
interface RequestedChange {
  readonly kind: QueueKind;
  readonly make: Make;
  readonly reason: (queue: Queue) => string;
  readonly claims: readonly Claim[];
}

const asked = 'An operator asked for it.';

/**
 * Sites, ATLAS sites or queues to the campaign's new pilot or back to the old one. Forward obeys
 * readiness, pace and limits, not the lead time: the command stands for it. Back obeys none of them;
 * `values` are what to go back to where this ledger does not know.
 */
export function flipIntent(
  situation: Situation,
  wanted: readonly string[],
  version: string,
  reason = asked,
  values: Fields | null = null,
): Intent {
  const { campaign } = situation.inventory;
  if (version === campaign.pilot?.to) return carry(situation, wanted, forward(situation, reason));
  if (version !== campaign.pilot?.from) {
    const known = campaign.pilot ? `${campaign.pilot.from} and ${campaign.pilot.to}` : 'none';
    return refusedWhole(version, `Campaign ${campaign.name} knows no pilot ${version}.`, `Its pilots: ${known}.`);
  }
  const make: Make = (record, history) => rollback(record, history, values);
  return carry(situation, wanted, () => ({ kind: 'rollback', make, reason: () => reason, claims: [] }));
}

/** Containers off, keeping the pilot; or on again. Only a first switching on counts against the pace. */
export function containersIntent(
  situation: Situation,
  wanted: readonly string[],
  to: 'on' | 'off',
  reason: string,
): Intent {
  const { campaign } = situation.inventory;
  if (to === 'on') return carry(situation, wanted, containersBack(situation, reason));
  const words = ({ record }: Queue) =>
    [reason, record ? sl6Caveat(record) : null].filter((text) => text !== null).join(' ');
  return carry(situation, wanted, () => ({
    kind: 'containers-off',
    make: (record) => containersOff(record, campaign),
    reason: words,
    claims: [],
  }));
}

/** The batch of a date; one still to come is refused unless `early`. What must not be done yet is `held` in its view. */
export function brokeroffIntent(
  situation: Situation,
  date: IsoDate,
  early: boolean,
): Intent & { readonly retirements: readonly RetirementView[] } {
  const retirements = retirementsBy(situation, date);
  if (date > situation.day && !early) {
    const refusal = refusedWhole(
      date,
      `${date} is still to come; today is ${situation.day}.`,
      '`--dry-run` shows what would be done; `--early` does it now.',
    );
    return { ...refusal, retirements };
  }
  const due = retirements.flatMap(({ operation }) => operation ?? []);
  return {
    operations: withBegun(
      'brokeroff',
      due.map((operation) => situation.history.queues.get(operation.subject)?.open?.operation ?? operation),
      situation,
    ),
    already: [],
    refusals: [],
    retirements,
  };
}

/** The named queues offline; without names all that are drained and stand by our own rule. */
export function offIntent(situation: Situation, queues: readonly string[]): Intent {
  if (queues.length > 0) return offNamed(situation, queues);
  const drained = retirementsBy(situation, situation.day).filter(({ state }) => state === 'drained');
  const all = offNamed(
    situation,
    drained.map(({ queue }) => queue),
  );
  return { ...all, operations: withBegun('off', all.operations, situation), refusals: [] };
}

/** What an earlier run began comes first: the catalogue may show it by now, and the ledger has to learn so. */
function withBegun(
  kind: 'brokeroff' | 'off',
  operations: readonly Operation[],
  situation: Situation,
): readonly Operation[] {
  const begun = openToday(situation).filter((operation) => operation.kind === kind);
  const keys = new Set(begun.map(({ key }) => key));
  return [...begun, ...operations.filter(({ key }) => !keys.has(key))];
}

function offNamed(situation: Situation, queues: readonly string[]): Intent {
  const operations: Operation[] = [];
  const refusals: Refusal[] = [];
  for (const subject of queues) {
    const retirement = situation.retiring.get(subject);
    const open = situation.history.queues.get(subject)?.open?.operation;
    if (!retirement)
      refusals.push({
        subject,
        sentence: `${subject} does not retire.`,
        advice: 'Only queues of `retirements` are taken offline.',
      });
    else if (open?.kind === 'off') operations.push(open);
    else {
      const off = offOperation(retirement, situation);
      if ('key' in off) operations.push(off);
      else refusals.push({ subject, ...off });
    }
  }
  return { operations, already: [], refusals };
}

function forward(situation: Situation, reason: string): (subject: Subject) => RequestedChange | Refusal {
  const { inventory, calendar, today, history } = situation;
  const { campaign } = inventory;
  const watch = sitesUnderWatch(situation);
  const make: Make = (record, past) => {
    const change = flip(record, campaign);
    if (change.is !== 'nothing' || past?.pilot?.kind !== 'rollback') return change;
    const present = pick(record, ['pilot_version']);
    return { is: 'change', before: present, after: present };
  };
  return ({ subject, facts, queues }) => {
    const blockers = blockersOf({ ...facts, queues }, situation).filter(({ rule }) => rule !== 'set back');
    if (blockers.length > 0) {
      const advice = blockers.flatMap((blocker) => blocker.advice ?? []);
      return { subject, sentence: blockers.map(({ sentence }) => sentence).join(' '), advice: advice.join(' ') };
    }
    const closed = closedToday(facts, situation);
    if (closed !== null) return { subject, sentence: closed, advice: 'Flip it on another day.' };
    const claims = flipClaims(facts, today, capacity(calendar, today).sites, campaign.limits, history, watch);
    const words = [reason, leadCaveat(facts, situation)].filter((text) => text !== null).join(' ');
    const wordsFor = ({ record, history: past }: Queue): string => {
      const change = record && make(record, past);
      const caveat =
        change?.is === 'change'
          ? bareCaveat(change.after['container_type'] ?? record?.container_type ?? '', campaign)
          : null;
      return caveat === null ? words : `${words} ${caveat}`;
    };
    return { kind: 'flip', make, reason: wordsFor, claims };
  };
}

function containersBack(situation: Situation, reason: string): (subject: Subject) => RequestedChange | Refusal {
  const { inventory, calendar, today } = situation;
  return ({ subject, facts, queues }) => {
    const unready = queues.find((queue) => !osReady(facts, queue, situation));
    if (unready) {
      const wanted = inventory.campaign.ready_when['os']?.join(' or ') ?? '';
      return {
        subject,
        sentence: `${unready.name} is not known to run ${wanted}, which containers need.`,
        advice: 'Write its `os` with the evidence into the inventory.',
      };
    }
    const restored = queues.every(({ record, history }) => record && offByLedger(record, history));
    const claims = restored ? [] : containersClaims(facts, today, capacity(calendar, today).sites);
    return {
      kind: 'containers-on',
      make: (record, history) => containersOn(record, inventory.campaign, history),
      reason: () => reason,
      claims,
    };
  };
}

/** What the command goes ahead of; null: the site knows, and has had its time. */
function leadCaveat({ name }: SiteFacts, { requests, inventory, today }: Situation): string | null {
  const { lead_days: leadDays } = inventory.campaign.requests;
  if (leadDays === 0) return null;
  const request = requests.migration.get(name);
  const known = leadDay(request, leadDays, inventory.campaign.timezone);
  if (request?.state === 'declined') return `${name} has declined.`;
  if (request?.state === 'replied') return `${name} has replied, and nobody has said what it means.`;
  if (request?.state === 'unconfirmed') return `Whether ${name} was asked is not known.`;
  if (known === null) return `${name} was not asked beforehand.`;
  return known > today ? `${name} was promised time until ${isoDate(known)}.` : null;
}

/** Outages and holidays of the site's own country. */
function closedToday(facts: SiteFacts, { calendar, closed, today, day }: Situation): string | null {
  const outage = closedOn(closed.get(facts.name), today);
  if (outage) return `${facts.name} has a ${outage.reason}.`;
  return countryHoliday(calendar, facts.country, today) ? `${day} is a holiday in ${facts.country}.` : null;
}

/** Makes the requested changes subject by subject, within what is left of pace and limits. */
function carry(
  situation: Situation,
  wanted: readonly string[],
  changeFor: (subject: Subject) => RequestedChange | Refusal,
): Intent {
  const { subjects, refusals } = findSubjects(wanted, situation);
  const taken = new Map(situation.history.claims);
  const intent = { operations: [] as Operation[], already: [] as Outcome[], refusals: [...refusals] };
  for (const subject of subjects) {
    const given = changeFor(subject);
    if ('sentence' in given) {
      intent.refusals.push(given);
      continue;
    }
    const answers = subject.queues.map((queue) => changeOf(situation, subject.facts, queue, given));
    const over = answers.some(isOperation) ? overClaimed(given.claims, taken) : null;
    if (over) {
      intent.refusals.push({ subject: subject.subject, ...noRoom(over, situation) });
      continue;
    }
    for (const answer of answers) {
      if (isOperation(answer)) intent.operations.push(answer);
      else if ('outcome' in answer) intent.already.push(answer);
      else intent.refusals.push(answer);
    }
    if (answers.some(isOperation))
      for (const { pool, member, amount } of given.claims)
        taken.set(pool, new Map(taken.get(pool)).set(member, amount));
  }
  return intent;
}

function isOperation(answer: Operation | Outcome | Refusal): answer is Operation {
  return 'inputsFingerprint' in answer;
}

/** One queue's part of a command: carried on where it is open already, in place of another open operation after the in-flight window of that. */
function changeOf(
  situation: Situation,
  facts: SiteFacts,
  queue: Queue,
  { kind, make, reason, claims }: RequestedChange,
): Operation | Outcome | Refusal {
  const { name, record, history } = queue;
  if (!record)
    return {
      subject: name,
      sentence: `The catalogue does not know ${name}.`,
      advice: 'Correct the name in the inventory.',
    };
  const open = history?.open ?? null;
  if (open?.operation.kind === kind) return open.operation;
  const { campaign, grid } = situation.inventory;
  const change =
    open && history
      ? replacing(record, history, open, make, {
          inFlightMs: grid.timing.quiet_minutes * 60_000,
          nowMs: situation.nowMs,
          timezone: campaign.timezone,
        })
      : make(record, history);
  if (change.is === 'refused') return { subject: name, sentence: change.sentence, advice: change.advice };
  if (change.is === 'nothing') {
    return {
      key: operationKey(campaign.name, name, kind, history),
      queue: name,
      site: facts.name,
      kind,
      outcome: 'already',
      message: change.sentence,
    };
  }
  const operation = queueOperation(situation, facts, queue, kind, change, reason(queue), claims);
  if (change.is === 'change' || !open) return operation;
  return {
    ...operation,
    key: operationKey(campaign.name, name, kind, history, true),
    supersedes: open.operation.key,
    orBefore: change.orBefore,
  };
}

function noRoom(
  { pool, limit }: Claim,
  { calendar, today, day }: Situation,
): { readonly sentence: string; readonly advice: string } {
  const advice = 'Wait for a day with room, or change the limit in the inventory.';
  if (pool !== sitesPool(today) && pool !== containersPool(today))
    return { sentence: `The limit of ${limit} for ${pool} leaves no room.`, advice };
  const why = capacity(calendar, today).reason;
  return {
    sentence: limit === 0 ? `${day} takes no site: ${why}.` : `${day} takes ${limit} and has them: ${why}.`,
    advice,
  };
}

function refusedWhole(subject: string, sentence: string, advice: string): Intent {
  return { operations: [], already: [], refusals: [{ subject, sentence, advice }] };
}
