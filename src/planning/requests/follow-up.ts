import { dayNumber, localDate } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import type { StepToCome } from '../../model/plan.js';
import { escalationOperation, reminderOperation } from '../operations/build.js';
import { isHeld } from '../readiness/inventory-rules.js';
import { datedSteps, nextStep, type DatedStep } from './ladder.js';
import { agreedDay, requestView } from './requests.js';
import { inCommissioning, isLeft, type SiteFacts, type Situation } from '../situation.js';
import { count } from '../../model/text/sentences.js';

/** What an unanswered request asks for: a text, or a person's decision. */
export interface FollowUp {
  readonly is: 'remind' | 'escalate' | 'decide';
  readonly request: RequestFact;
  readonly sentence: string;
  /** `escalate`: whom it goes to. */
  readonly to?: string;
}

/**
 * What is due for a site that was asked and has not answered, by the campaign's ladder: each step once, and no two on
 * one day. null: nothing is, or the site has nothing left to ask for.
 */
export function followUpOf(facts: SiteFacts, situation: Situation): FollowUp | null {
  const request = waitedFor(facts, situation);
  if (!request) return null;
  const steps = datedSteps(request, situation);
  const next = nextStep(steps);
  if (!next || next.on > situation.day) return null;
  const { name } = facts;
  const said = silence(name, request, steps, situation);
  const { channel } = situation.inventory.campaign.requests;
  if (next.step === 'hold' || channel === 'none')
    return { is: 'decide', request, sentence: `${said}: ${choice(name)}` };
  if (next.step === 'escalate') {
    const to = next.to ?? '';
    return { is: 'escalate', request, to, sentence: `${said}: an escalation to ${to} is due.` };
  }
  if (channel === 'mail' && facts.site.contact === null)
    return { is: 'decide', request, sentence: `${said}, and has no \`contact\` to remind: ${choice(name)}` };
  return { is: 'remind', request, sentence: `${said}: a reminder is due.` };
}

/** The text that is due: none for a decision, which is a person's. */
export function followUpOperation(
  situation: Situation,
  facts: SiteFacts,
  { is, request, to = '', sentence }: FollowUp,
): readonly Operation[] {
  if (is === 'decide') return [];
  return is === 'remind'
    ? [reminderOperation(situation, facts, request, sentence)]
    : [escalationOperation(situation, facts, request, to, sentence)];
}

/** What follows where a site does not answer, with the days; empty where nothing is waited for. */
export function ladderAhead(facts: SiteFacts, situation: Situation): readonly StepToCome[] {
  const request = waitedFor(facts, situation);
  const steps = request ? datedSteps(request, situation) : [];
  return steps.flatMap(({ step, on, to, done }) => (done ? [] : [{ step, on, ...(to !== undefined && { to }) }]));
}

/** The request that its site has not answered; null: nothing is waited for. */
function waitedFor(facts: SiteFacts, situation: Situation): RequestFact | null {
  const request = situation.requests.migration.get(facts.name);
  if (!request || requestView(request).state !== 'sent' || isHeld(facts, situation) || !isUntouched(facts, situation))
    return null;
  return request;
}

/** `OSCER was asked on D and reminded on D, and has not answered`. */
function silence(site: string, request: RequestFact, steps: readonly DatedStep[], situation: Situation): string {
  const asked = `${site} was asked on ${dayOf(request, situation)}`;
  const done = steps.flatMap(({ step, done }) =>
    done ? [`${step === 'remind' ? 'reminded' : 'escalated'} on ${dayOf(done, situation)}`] : [],
  );
  if (done.length === 0) return `${asked} and has not answered for ${count(daysSince(request, situation), 'day')}`;
  return `${[asked, ...done].join(done.length === 1 ? ' and ' : ', ')}, and has not answered`;
}

/** How a site's request stands, as the end of a sentence, and what it asks for. */
export function requestSentence(facts: SiteFacts, situation: Situation): string {
  const request = situation.requests.migration.get(facts.name);
  if (!request)
    return situation.requests.unread
      ? 'whether a request was sent is unknown: the helpdesk could not be read.'
      : 'no request sent yet.';
  const day = dayOf(request, situation);
  const agreed = agreedDay(request);
  const stands =
    request.state === 'seen'
      ? `request sent on ${day}, and seen`
      : `request ${request.state} on ${day}${agreed === null ? '' : ` for ${agreed}`}`;
  const due = followUpOf(facts, situation);
  if (due && due.is !== 'decide') return `${stands}, ${count(daysSince(request, situation), 'day')} without an answer.`;
  return due ? `${stands}. ${due.sentence}` : `${stands}.`;
}

function choice(site: string): string {
  return `go on (\`migrate request accept ${site} --reason …\`) or hold it (\`hold\` in the inventory).`;
}

/** Nothing of it was moved yet, nor moved and taken back, nor may be on its way; and something is left. */
function isUntouched({ queues }: SiteFacts, { nowMs }: Situation): boolean {
  return queues.some(isLeft) && !queues.some((queue) => queue.history?.pilot != null || inCommissioning(queue, nowMs));
}

function dayOf({ since }: RequestFact, { inventory }: Situation): string {
  return localDate(Date.parse(since), inventory.campaign.timezone);
}

function daysSince(fact: RequestFact, situation: Situation): number {
  return situation.today - dayNumber(dayOf(fact, situation));
}
