import type { RequestView } from '../model/plan.js';
import type { RequestState } from '../model/history.js';

/** The state of a request; where the site has accepted for a day, that day: `accepted for 2019-08-20`. */
export function requestWord({
  state,
  on,
}: {
  readonly state: RequestView['state'] | RequestState;
  readonly on?: string;
}): string {
  return on !== undefined && (state === 'accepted' || state === 'solved') ? `${state} for ${on}` : state;
}
