import { dayNumber, localDate } from '../../model/dates.js';
import type { History, RequestFact, RequestState } from '../../model/history.js';
import type { RequestView } from '../../model/plan.js';

/** The step that asks a site for its migration. */
export const migrationStep = 'migration';

/** The step that asks once more, in the same place, where no answer came. */
export const reminderStep = 'reminder';

/** The newest request of every site, and those of them that the ledger is still to be told of. */
export interface Requests {
  readonly migration: ReadonlyMap<string, RequestFact>;
  /** Of every step; `requestOf` finds one. */
  readonly newest: ReadonlyMap<string, RequestFact>;
  readonly found: readonly RequestFact[];
  /** The helpdesk could not be read: what the ledger does not know of may be there. */
  readonly unread: boolean;
}

/** How far a request has come; a found one never takes it back. */
const progress: Readonly<Record<RequestState, number>> = {
  none: 0,
  unconfirmed: 1,
  sent: 2,
  seen: 3,
  accepted: 4,
  declined: 4,
  solved: 4,
};

const shown: Readonly<Record<RequestState, RequestView['state']>> = {
  none: 'none',
  unconfirmed: 'unconfirmed',
  sent: 'sent',
  seen: 'sent',
  accepted: 'accepted',
  declined: 'declined',
  solved: 'accepted',
};

/** Lays what was found at the helpdesk over what the ledger knows. */
export function overlayRequests(history: History, found: readonly RequestFact[] | null): Requests {
  const newest = new Map<string, RequestFact>();
  for (const [site, { requests }] of history.sites) for (const fact of requests) keepNewest(newest, site, fact);
  const news = new Map<string, RequestFact>();
  for (const fact of found ?? []) {
    const id = requestId(fact.site, fact.step);
    const known = newest.get(id);
    if (known && !isNews(fact, known)) continue;
    newest.set(id, fact);
    news.set(id, fact);
  }
  const migration = new Map<string, RequestFact>();
  for (const fact of newest.values()) if (fact.step === migrationStep) migration.set(fact.site, fact);
  return { migration, newest, found: [...news.values()], unread: found === null };
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

function isNews(found: RequestFact, known: RequestFact): boolean {
  if (found.round !== known.round) return found.round > known.round;
  const further = progress[found.state] - progress[known.state];
  return further > 0 || (further === 0 && found.state !== known.state && found.since > known.since);
}

/** A request as people see it: seen counts as sent, solved as accepted. `unread`: the helpdesk was not. */
export function requestView(fact: RequestFact | undefined, unread = false): RequestView {
  const state = fact ? shown[fact.state] : 'none';
  if (!fact || state === 'none') return { state: unread ? 'unknown' : 'none' };
  return { state, since: fact.since, ...(fact.ref === null ? {} : { ref: fact.ref }) };
}

/** The first day that a request lets its site flip; null while nobody can know (none, declined, unconfirmed). */
export function leadDay(fact: RequestFact | undefined, leadDays: number, timezone: string): number | null {
  const state = fact ? shown[fact.state] : 'none';
  if (!fact || (state !== 'sent' && state !== 'accepted')) return null;
  const since = dayNumber(localDate(Date.parse(fact.since), timezone));
  return state === 'accepted' ? since : since + leadDays;
}
