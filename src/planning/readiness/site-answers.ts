// What a site has said to its request, as far as it keeps the site from going.
import { localDate, type IsoDate } from '../../model/dates.js';
import type { RequestState } from '../../model/history.js';
import type { Blocker } from '../../model/plan.js';
import { daysIn } from '../../model/text/days-in.js';
import { sentence } from '../../model/text/sentences.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { blocker } from './rule.js';

export function declined(
  blockers: Blocker[],
  { name }: SiteFacts,
  _left: readonly Queue[],
  { requests, inventory }: Situation,
): void {
  const fact = requests.migration.get(name);
  if (fact?.state !== 'declined') return;
  const why = fact.reason === null ? '' : `: ${fact.reason}`;
  const day = localDate(Date.parse(fact.since), inventory.campaign.timezone);
  const advice = `Agree with the site, then record its answer: \`migrate request accept ${name} --reason …\`.`;
  blockers.push(blocker('declined', sentence(`${name} declined on ${day}${why}`), advice));
}

/** What a person has said of a site stands, whether or not its ticket can be read; these have blockers of their own, or none. */
const saidByPerson: ReadonlySet<RequestState> = new Set(['accepted', 'declined', 'replied']);

export function replied(
  blockers: Blocker[],
  { name }: SiteFacts,
  _left: readonly Queue[],
  { requests, inventory, day: today }: Situation,
): void {
  const fact = requests.migration.get(name);
  const isOpen = fact?.state === 'sent' || fact?.state === 'seen';
  const broken = fact !== undefined && saidByPerson.has(fact.state) ? null : (requests.unreadable.get(name) ?? null);
  const unread = broken ?? (requests.unread && isOpen ? 'the helpdesk is silent' : null);
  if (unread !== null) {
    const look = `Look there; \`migrate request accept ${name} --reason …\` records that it agrees.`;
    blockers.push(blocker('replied', sentence(`Whether ${name} has answered is unknown: ${unread}`), look));
  }
  if (fact?.state !== 'replied') return;
  const day = localDate(Date.parse(fact.since), inventory.campaign.timezone);
  const where = fact.ref === null ? '' : ` in ${fact.ref}`;
  const said = fact.reason === null ? '' : `: ${fact.reason}`;
  const accept = `\`migrate request accept ${name}${offeredDay(fact.reason, today)} --reason …\``;
  const advice = `Read it, then record what it means: ${accept} or \`migrate request decline ${name} --reason …\`.`;
  blockers.push(blocker('replied', sentence(`${name} has replied on ${day}${where}${said}`), advice));
}

/** ` --on DATE` where the words of a site name one day to come; a person says whether that is what they mean. */
export function offeredDay(words: string | null, today: IsoDate): string {
  const days = daysIn(words ?? '').filter((day) => day >= today);
  const [only] = days;
  return only === undefined ? '' : ` --on ${days.length === 1 ? only : 'DATE'}`;
}
