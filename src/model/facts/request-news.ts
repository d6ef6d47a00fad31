import type { Instant, IsoDate } from '../dates.js';
import type { RequestFact, RequestState } from '../history.js';

/** How far a request has come. What the program finds never takes it back; a person may. */
const progress: Readonly<Record<RequestState, number>> = {
  none: 0,
  unconfirmed: 1,
  sent: 2,
  seen: 3,
  replied: 4,
  accepted: 4,
  declined: 4,
  solved: 4,
};

/** Whether what was found of a request says more than what is known of it: a later round, a step further, or a newer answer. */
export function isRequestNews(found: RequestFact, known: RequestFact): boolean {
  if (found.round !== known.round) return found.round > known.round;
  const further = progress[found.state] - progress[known.state];
  if (further !== 0) return further > 0;
  if (heardUpTo(found) <= heardUpTo(known)) return false;
  if (found.state !== known.state || found.state === 'replied') return true;
  return found.state === 'declined' && found.reason !== known.reason;
}

/** Up to when the words of a request's ticket are known, by the clock of the helpdesk where that was read. */
export function heardUpTo({ heard, since }: RequestFact): Instant {
  return heard ?? since;
}

/**
 * The day that a site was told last, which no newer word about its request has set aside: it is not flipped before.
 * `request`: its newest; `told`: the newest text about a day. null: it was told none.
 */
export function toldDay(request: RequestFact | null | undefined, told: RequestFact | null | undefined): IsoDate | null {
  if (told?.on === undefined || told.state === 'none') return null;
  const isSetAside = request != null && request.state !== 'none' && request.since > told.since;
  return isSetAside ? null : told.on;
}
