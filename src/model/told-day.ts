import type { IsoDate } from './dates.js';
import type { RequestFact } from './history.js';

/**
 * The day that a site was told last, which no newer word about its request has set aside: it is not flipped before.
 * `request`: its newest; `told`: the newest text about a day. null: it was told none.
 */
export function toldDay(request: RequestFact | null | undefined, told: RequestFact | null | undefined): IsoDate | null {
  if (told?.on === undefined || told.state === 'none') return null;
  const isSetAside = request != null && request.state !== 'none' && request.since > told.since;
  return isSetAside ? null : told.on;
}
