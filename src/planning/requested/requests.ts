import type { Outcome } from '../../model/operation.js';
import { isoDate, localDate } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import type { RequestFact } from '../../model/history.js';
import type { StepToCome } from '../../model/plan.js';
import { ladderSentence } from '../requests/ladder.js';
import { followUpOf, followUpOperation, ladderAhead } from '../requests/follow-up.js';
import { agreedDayNotice, isNewer, isNoticeStep, noticeContent } from '../requests/notices.js';
import { offeredDay } from '../readiness/site-answers.js';
import { asked, type Intent } from './carry.js';
import {
  escalationStep,
  migrationStep,
  reminderStep,
  requestKey,
  stepOfKey,
  templateOfStep,
} from '../../model/keys/operation-keys.js';
import { reminderOperation, textOperation } from '../operations/build.js';
import { namesOf, type Named } from '../names.js';
import { factsOf, type Refusal } from './subjects.js';
import { requestOf, requestView } from '../requests/requests.js';
import { unsettled } from '../requests/unsettled.js';
import { isLeft, type SiteFacts, type Situation } from '../situation.js';
import { stageOf } from '../stages.js';
import { count, quoted, sentence } from '../../model/text/sentences.js';
import { suggestion } from '../../model/text/near-names.js';

/** What an operator wants written to sites. */
export interface Wanted {
  readonly sites: readonly string[];
  /** `migration`, or the name of the template of a notice. */
  readonly step: string;
  /** Another round, where the step was written before. */
  readonly again: boolean;
  /** An operator's words; null: they gave none. */
  readonly reason: string | null;
}

type Answer = Intent['operations'][number] | Outcome | Refusal;

/** Requests and notices to sites by an operator's command: each once, and again only where the operator says so. */
export function requestIntent(situation: Situation, { sites, step, again, reason }: Wanted): Intent {
  return intentOf(sites, situation, (facts) => {
    if (step === escalationStep) return escalated(facts, situation);
    const known = requestOf(situation.requests, facts.name, step);
    const content = isNoticeStep(step)
      ? noticeContent(step, facts, situation, reason)
      : { before: { request: 'none' }, reason: reason ?? asked, changedAt: null };
    const isNews = known !== undefined && isNewer(content, known);
    if (known && !again && !isNews && isOut(known, situation))
      return unsettled(situation, known) ?? already(situation, known);
    const pointless = step === migrationStep ? nothingToAsk(facts, situation) : null;
    if (pointless || !content) {
      const refusal = pointless ?? unchanged(facts.name, step);
      return lookedFor(situation, facts.name, step, refusal) ?? refusal;
    }
    const round = (known?.round ?? 1) + (known && (again || isNews) ? 1 : 0);
    return textOperation(
      situation,
      facts,
      { step, round, before: content.before, after: { request: 'sent' } },
      content.reason,
    );
  });
}

/** A text that is not wanted any more, and that may have arrived: it is looked for alone. */
function lookedFor({ history }: Situation, site: string, step: string, { sentence }: Refusal): Answer | undefined {
  const open = [...history.openRequests.values()].find(
    ({ operation, state }) => operation.site === site && stepOfKey(operation.key) === step && state !== 'intended',
  );
  return open && { ...open.operation, after: { request: 'found' }, reason: sentence };
}

/** Help is asked for by the campaign's ladder, where and when it says so. */
function escalated(facts: SiteFacts, situation: Situation): Answer {
  const { name: subject } = facts;
  const known = requestOf(situation.requests, subject, escalationStep);
  if (known?.round === situation.requests.migration.get(subject)?.round && known && isOut(known, situation))
    return already(situation, known);
  const due = followUpOf(facts, situation);
  const [operation] = due?.is === 'escalate' ? followUpOperation(situation, facts, due) : [];
  if (operation?.kind === 'request') return operation;
  const next = ladderSentence(ladderAhead(facts, situation)) ?? 'Nothing is waited for.';
  return { subject, sentence: `No escalation is due for ${subject}. ${next}`, advice: 'See `requests.ladder`.' };
}

/** Why a site needs not be asked any more; null: something of it is left to move. */
function nothingToAsk(facts: SiteFacts, situation: Situation): Refusal | null {
  const { name: subject, queues } = facts;
  const { pilot } = situation.inventory.campaign;
  if (queues.some(isLeft) || pilot === null) return null;
  const { stage, reason } = stageOf(facts, [], situation);
  const sentence =
    stage === 'leaving' ? reason : `${subject} is at the new pilot (${quoted(pilot.to)}) already. ${reason}`;
  return {
    subject,
    sentence,
    advice: `There is nothing left to ask it for; \`migrate status ${subject}\` shows its queues.`,
  };
}

/** A notice of a change that this ledger never made would tell the site something untrue. */
function unchanged(site: string, step: string): Refusal {
  switch (step) {
    case 'roll-back':
      return {
        subject: site,
        sentence: `No queue of ${site} was taken back to the old pilot.`,
        advice: 'Choose another template, or flip it back first.',
      };
    case 'containers-off-notice':
      return {
        subject: site,
        sentence: `Containers were not switched off at ${site}.`,
        advice: 'Choose another template, or switch them off first.',
      };
    case agreedDayNotice:
      return {
        subject: site,
        sentence: `No day is agreed with ${site}.`,
        advice: `Record one first: \`migrate request accept ${site} --on DATE\`.`,
      };
    default:
      return { subject: site, sentence: `No queue of ${site} retires.`, advice: 'Choose another template.' };
  }
}

/** Reminders to the sites named, or to all for whom one is due. */
export function remindIntent(situation: Situation, sites: readonly string[]): Intent {
  const due = situation.sites.filter((facts) => followUpOf(facts, situation)?.is === 'remind').map(({ name }) => name);
  return intentOf(sites.length > 0 ? sites : due, situation, (facts) => {
    const { name } = facts;
    const pointless = nothingToAsk(facts, situation);
    if (pointless) return lookedFor(situation, name, reminderStep, pointless) ?? pointless;
    const request = situation.requests.migration.get(name);
    const { state } = requestView(request);
    if (!request || state !== 'sent') {
      return {
        subject: name,
        sentence: `${name} has no request without an answer: ${state === 'none' ? 'it was not asked yet' : `it is ${state}`}.`,
        advice: 'See `migrate request status`.',
      };
    }
    const reminder = requestOf(situation.requests, name, reminderStep);
    if (reminder?.round === request.round && isOut(reminder, situation)) return already(situation, reminder);
    return reminderOperation(
      situation,
      facts,
      request,
      followUpOf(facts, situation)?.sentence ?? early(name, request, situation),
    );
  });
}

/** Why a reminder goes ahead of its day. */
function early(site: string, { since }: RequestFact, { inventory, today, nowMs }: Situation): string {
  const hours = Math.floor((nowMs - Date.parse(since)) / 3_600_000);
  const ordered = `An operator asked for it on ${isoDate(today)}.`;
  if (hours >= inventory.campaign.requests.remind_days * 24) return ordered;
  const ago =
    hours < 1 ? 'less than an hour' : hours < 48 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
  return `${site} was asked only ${ago} ago. ${ordered}`;
}

function intentOf(names: readonly string[], situation: Situation, answerOf: (facts: SiteFacts) => Answer): Intent {
  const intent = {
    operations: [] as Intent['operations'][number][],
    already: [] as Outcome[],
    refusals: [] as Refusal[],
  };
  const lookUp = namesOf(situation.inventory);
  const sites = new Set<SiteFacts>();
  for (const name of names) {
    const named = lookUp(name);
    if (named.is === 'site' || named.is === 'atlas site') sites.add(factsOf(named.site, situation));
    else intent.refusals.push(noSite(name, named));
  }
  for (const facts of sites) {
    const answer = unasked(facts, situation) ?? answerOf(facts);
    if ('inputsFingerprint' in answer) intent.operations.push(answer);
    else if ('outcome' in answer) intent.already.push(answer);
    else intent.refusals.push(answer);
  }
  return intent;
}

/** Why nothing can be sent to a site of this campaign, whatever it is; null: it can. */
function unasked({ name, site }: SiteFacts, { inventory }: Situation): Refusal | null {
  const { channel } = inventory.campaign.requests;
  if (channel === 'none')
    return {
      subject: name,
      sentence: 'In this campaign sites are not asked: requests.channel is none.',
      advice: 'Choose a channel in the inventory, or record what was asked by hand: `migrate request sent SITE`.',
    };
  if (channel === 'mail' && site.contact === null)
    return { subject: name, sentence: `${name} has no \`contact\`.`, advice: 'Write its address into the inventory.' };
  return null;
}

function noSite(name: string, named: Extract<Named, { readonly is: 'queue' | 'unknown' }>): Refusal {
  const advice = named.is === 'unknown' ? suggestion(named.near) : named.site && `Its site is ${named.site.name}.`;
  return {
    subject: name,
    sentence: `The inventory knows no site ${name}.`,
    advice: advice ?? 'Look the name up in the inventory.',
    isUnknown: true,
  };
}

/** It went out, or may have gone out where nobody can look it up. */
function isOut({ state }: RequestFact, { inventory }: Situation): boolean {
  return state !== 'none' && (state !== 'unconfirmed' || inventory.campaign.requests.channel === 'mail');
}

function already({ inventory }: Situation, { site, step, round, state, since, ref }: RequestFact): Outcome {
  const day = localDate(Date.parse(since), inventory.campaign.timezone);
  const message =
    state === 'unconfirmed'
      ? `Whether it went out on ${day} is not known: ask ${site}, then ${recording(site, step)}, or send it once more with --again.`
      : `${state} on ${day}${ref === null ? '' : `: ${ref}`}.`;
  const outcome = state === 'unconfirmed' ? 'unconfirmed' : 'already';
  return { key: requestKey(inventory.campaign.name, site, step, round), site, kind: 'request', outcome, message };
}

function recording(site: string, step: string): string {
  return `\`migrate request sent ${site}${step === migrationStep ? '' : ` --template ${templateOfStep(step)}`}\``;
}

/** One request as it stands, for people. */
export interface RequestLine extends RequestFact {
  /** What it asks for now. */
  readonly due: 'remind' | 'escalate' | 'decide' | 'confirm' | 'read' | null;
  readonly sentence: string | null;
  /** What follows where the site does not answer; absent where nothing is waited for. */
  readonly ladder?: readonly StepToCome[];
}

/** What the site has said, and the command that would record it; a person says whether it means that. */
function replySentence({ site, reason }: RequestFact, { day }: Situation): string {
  const accept = `\`migrate request accept ${site}${offeredDay(reason, day)} --reason …\``;
  return `${reason === null ? '' : `${sentence(reason)} `}Record what it means: ${accept} or \`decline\`.`;
}

/** Every request known, site by site in the inventory's order; the unconfirmed ones ask to be confirmed. */
export function requestLines(situation: Situation): readonly RequestLine[] {
  const bySite = grouped(situation.requests.newest.values(), ({ site }) => site);
  return situation.sites.flatMap((facts) => {
    const due = followUpOf(facts, situation);
    return (bySite.get(facts.name) ?? []).map((fact): RequestLine => {
      if (fact.state === 'unconfirmed')
        return {
          ...fact,
          due: 'confirm',
          sentence: `Ask ${fact.site} whether it arrived, and record it: ${recording(fact.site, fact.step)}.`,
        };
      if (fact.step === migrationStep && fact.state === 'replied')
        return { ...fact, due: 'read', sentence: replySentence(fact, situation) };
      if (fact.step !== migrationStep) return { ...fact, due: null, sentence: null };
      const ladder = ladderAhead(facts, situation);
      return {
        ...fact,
        due: due?.is ?? null,
        sentence: due?.sentence ?? ladderSentence(ladder),
        ...(ladder.length > 0 && { ladder }),
      };
    });
  });
}
