import { reminderStep } from '../../model/keys/operation-keys.js';
import { dayNumber, localDate } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import { isHeld } from '../readiness/readiness.js';
import { agreedDay, requestOf, requestView } from './requests.js';
import { inCommissioning, isLeft, type SiteFacts, type Situation } from '../situation.js';
import { count } from '../../model/text/sentences.js';

/** What an unanswered request asks for: one reminder, and then a person's decision. */
export interface FollowUp {
  readonly is: 'remind' | 'decide';
  readonly request: RequestFact;
  readonly sentence: string;
}

/**
 * What is due for a site that was asked and has not answered for `remind_days`: a reminder, once, and as
 * many days after it the choice to go on or to hold. null: nothing is, or the site has nothing left to ask for.
 */
export function followUpOf(facts: SiteFacts, situation: Situation): FollowUp | null {
  const { inventory, requests } = situation;
  const { remind_days: remindDays, channel } = inventory.campaign.requests;
  const request = requests.migration.get(facts.name);
  if (!request || requestView(request).state !== 'sent' || isHeld(facts, situation) || !isUntouched(facts, situation))
    return null;
  const { name } = facts;
  const asked = `${name} was asked on ${dayOf(request, situation)}`;
  const reminder = requestOf(requests, name, reminderStep);
  if (reminder?.round !== request.round || reminder.state === 'none') {
    const waited = daysSince(request, situation);
    if (waited < remindDays) return null;
    const silent = `${asked} and has not answered for ${count(waited, 'day')}`;
    if (channel === 'none') return { is: 'decide', request, sentence: `${silent}: ${choice(name)}` };
    if (channel === 'mail' && facts.site.contact === null)
      return { is: 'decide', request, sentence: `${silent}, and has no \`contact\` to remind: ${choice(name)}` };
    return { is: 'remind', request, sentence: `${silent}: a reminder is due.` };
  }
  if (daysSince(reminder, situation) < remindDays) return null;
  return {
    is: 'decide',
    request,
    sentence: `${asked} and reminded on ${dayOf(reminder, situation)}, and has not answered: ${choice(name)}`,
  };
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
  if (due?.is === 'remind') return `${stands}, ${count(daysSince(request, situation), 'day')} without an answer.`;
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
