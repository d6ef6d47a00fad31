import { isoDate } from '../../model/dates.js';
import { countryHoliday } from '../calendar/calendar.js';
import { closedOn } from '../calendar/downtimes.js';
import { isBegun } from '../candidates/candidates.js';
import { boundDay, leadDay } from '../requests/requests.js';
import { isLeft, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { blockersOf } from './readiness.js';

/** What stands against a flip on this very day, whether it is ordered now or was planned before. */

/** Why these queues of a site may not be flipped today, whatever the operator says; null: they may. */
export function whyNotToday(
  facts: SiteFacts,
  queues: readonly Queue[],
  situation: Situation,
): { readonly sentence: string; readonly advice: string } | null {
  const blockers = blockersOf({ ...facts, queues }, situation).filter(({ rule }) => rule !== 'set back');
  if (blockers.length > 0) {
    const advice = blockers.flatMap((blocker) => blocker.advice ?? []);
    return { sentence: blockers.map(({ sentence }) => sentence).join(' '), advice: advice.join(' ') };
  }
  const bound = boundDay(situation.requests, facts.name);
  if (bound !== null && bound.on > situation.day && !isBegun(facts))
    return {
      sentence: `${facts.name} ${bound.is === 'agreed' ? 'has accepted for' : 'was told'} ${bound.on}: nothing is flipped before.`,
      advice: `With another word of the site: \`migrate request accept ${facts.name} --on DATE --reason …\`.`,
    };
  const closed = closedToday(facts, situation);
  return closed === null ? null : { sentence: closed, advice: 'Flip it on another day.' };
}

/** Outages and holidays of the site's own country. */
export function closedToday(facts: SiteFacts, { calendar, closed, today, day }: Situation): string | null {
  const outage = closedOn(closed.get(facts.name), today);
  if (outage) return `${facts.name} has a ${outage.reason}.`;
  return countryHoliday(calendar, facts.country, today) ? `${day} is a holiday in ${facts.country}.` : null;
}

/** What a flip goes ahead of; null: sites are not asked, or this one was begun, or knows and has had its time. */
export function leadCaveat(facts: SiteFacts, queues: readonly Queue[], situation: Situation): string | null {
  const { requests, inventory, today } = situation;
  const { lead_days: leadDays, channel } = inventory.campaign.requests;
  if (leadDays === 0 || channel === 'none' || isBegun(facts) || !queues.some(isYetToBegin)) return null;
  const { name } = facts;
  const request = requests.migration.get(name);
  const known = leadDay(request, leadDays, inventory.campaign.timezone);
  if (request?.state === 'declined') return `${name} has declined.`;
  if (request?.state === 'replied') return `${name} has replied, and nobody has said what it means.`;
  if (request?.state === 'unconfirmed') return `Whether ${name} was asked is not known.`;
  if (known === null) return `${name} was not asked beforehand.`;
  return known > today ? `${name} was promised time until ${isoDate(known)}.` : null;
}

function isYetToBegin(queue: Queue): boolean {
  return isLeft(queue) && queue.history?.open?.operation.kind !== 'flip';
}
