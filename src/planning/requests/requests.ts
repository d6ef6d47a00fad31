import { dayNumber, localDate, type IsoDate } from '../../model/dates.js';
import type { History, RequestFact, RequestState } from '../../model/history.js';
import type { RequestView } from '../../model/plan.js';
import { agreedDayStep, migrationStep } from '../../model/keys/operation-keys.js';
import { heardUpTo, isRequestNews, toldDay } from '../../model/facts/request-news.js';

/** The newest request of every site, and those of them that the ledger is still to be told of. */
export interface Requests {
  readonly migration: ReadonlyMap<string, RequestFact>;
  /** Of every step; `requestOf` finds one. */
  readonly newest: ReadonlyMap<string, RequestFact>;
  readonly found: readonly RequestFact[];
  /** The helpdesk could not be read: what the ledger does not know of may be there. */
  readonly unread: boolean;
  /** Site → why its ticket cannot be read. */
  readonly unreadable: ReadonlyMap<string, string>;
}

const shown: Readonly<Record<RequestState, RequestView['state']>> = {
  none: 'none',
  unconfirmed: 'unconfirmed',
  sent: 'sent',
  seen: 'sent',
  replied: 'replied',
  accepted: 'accepted',
  declined: 'declined',
  solved: 'accepted',
};

/** Of several tickets with one marker the most cautious answer counts; one that waits says nothing against an answer. */
const caution: Readonly<Record<RequestState, number>> = {
  none: 0,
  unconfirmed: 1,
  sent: 2,
  seen: 3,
  accepted: 4,
  solved: 4,
  replied: 5,
  declined: 6,
};

/** Lays what was found at the helpdesk over what the ledger knows. */
export function overlayRequests(
  history: Pick<History, 'sites'>,
  found: readonly RequestFact[] | null,
  unreadable: Requests['unreadable'] = new Map(),
): Requests {
  const newest = new Map<string, RequestFact>();
  for (const [site, { requests }] of history.sites) for (const fact of requests) keepNewest(newest, site, fact);
  const news = new Map<string, RequestFact>();
  for (const seen of found ?? []) {
    const id = requestId(seen.site, seen.step);
    const known = newest.get(id);
    const fact = known ? withAgreedDay(inNewestRound(seen, known), known) : seen;
    if (known && !isRequestNews(fact, known)) continue;
    const other = news.get(id);
    if (other === undefined || isMoreCautious(fact, other)) news.set(id, fact);
  }
  for (const [id, fact] of news) newest.set(id, fact);
  const migration = new Map<string, RequestFact>();
  for (const fact of newest.values()) if (fact.step === migrationStep) migration.set(fact.site, fact);
  return { migration, newest, found: [...news.values()], unread: found === null, unreadable };
}

function isMoreCautious(one: RequestFact, other: RequestFact): boolean {
  if (one.round !== other.round) return one.round > other.round;
  const more = caution[one.state] - caution[other.state];
  return more === 0 ? one.since > other.since : more > 0;
}

/** A site that was asked again may still answer where it was asked first. */
function inNewestRound(seen: RequestFact, known: RequestFact): RequestFact {
  const isAnswer = seen.state === 'declined' || seen.state === 'replied';
  return isAnswer && seen.round < known.round && heardUpTo(seen) > heardUpTo(known)
    ? { ...seen, round: known.round }
    : seen;
}

/** A ticket tells no day that a person agreed on: it stays until another is agreed, or the site is asked again. */
function withAgreedDay(seen: RequestFact, { round, on }: RequestFact): RequestFact {
  return on === undefined || seen.round !== round ? seen : { ...seen, on };
}

/** The day that was agreed with a site that has accepted; null: any day. */
export function agreedDay(fact: RequestFact | undefined): IsoDate | null {
  return fact?.on !== undefined && shown[fact.state] === 'accepted' ? fact.on : null;
}

/** The day before which a site is not flipped: agreed with it, or told to it and not set aside since; null: none. */
export function boundDay(
  requests: Requests,
  site: string,
): { readonly on: IsoDate; readonly is: 'agreed' | 'told' } | null {
  const request = requests.migration.get(site);
  const [agreed, told] = [agreedDay(request), toldDay(request, requestOf(requests, site, agreedDayStep))];
  if (told !== null && (agreed === null || told > agreed)) return { on: told, is: 'told' };
  return agreed === null ? null : { on: agreed, is: 'agreed' };
}

/** The newest round of a step of a site. */
export function requestOf({ newest }: Requests, site: string, step: string): RequestFact | undefined {
  return newest.get(requestId(site, step));
}

function keepNewest(newest: Map<string, RequestFact>, site: string, fact: RequestFact): void {
  const id = requestId(site, fact.step);
  const known = newest.get(id);
  if (!known || known.round < fact.round) newest.set(id, fact);
}

function requestId(site: string, step: string): string {
  return `${site}\n${step}`;
}

/** A request as people see it: seen counts as sent, solved as accepted. `unread`: the helpdesk was not. */
export function requestView(fact: RequestFact | undefined, unread = false): RequestView {
  const state = fact ? shown[fact.state] : 'none';
  if (!fact || state === 'none') return { state: unread ? 'unknown' : 'none' };
  const on = agreedDay(fact);
  return { state, since: fact.since, ...(fact.ref === null ? {} : { ref: fact.ref }), ...(on !== null && { on }) };
}

/** The first day that a request lets its site flip: the day agreed on, where there is one; null while nobody can know (none, declined, unconfirmed). */
export function leadDay(fact: RequestFact | undefined, leadDays: number, timezone: string): number | null {
  const state = fact ? shown[fact.state] : 'none';
  if (!fact || (state !== 'sent' && state !== 'accepted')) return null;
  const on = agreedDay(fact);
  const since = dayNumber(localDate(Date.parse(fact.since), timezone));
  if (on !== null) return Math.max(since, dayNumber(on));
  return state === 'accepted' ? since : since + leadDays;
}
