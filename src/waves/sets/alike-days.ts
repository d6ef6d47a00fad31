import { at, ownRule, siteAt, type Board } from '../board.js';
import type { Windows } from '../windows.js';

/** Days that the same sites may have, with the same room. */
export interface AlikeDays {
  /** Offsets, ascending. */
  readonly days: readonly number[];
  readonly sites: readonly Candidate[];
  readonly places: number;
  readonly slots: number;
  /** Places by cloud. */
  readonly clouds: Int32Array;
}

export interface Candidate {
  /** Position in the list of sites. */
  readonly row: number;
  readonly slots: number;
  readonly cloud: number;
}

/** Those of `days` that have room, by what they can take of `sites`. */
export function alikeDays(
  board: Board,
  sites: readonly number[],
  days: readonly number[],
  { first, last }: Windows,
): readonly AlikeDays[] {
  const alike = new Map<string, AlikeDays & { readonly days: number[] }>();
  for (const day of days) {
    const places = at(board.room.sites, day);
    if (places <= 0) continue;
    const rows = [...sites.keys()].filter((row) => {
      const site = sites[row] ?? 0;
      return at(first, site) <= day && day <= at(last, site) && ownRule(board, site, day) === null;
    });
    const slots = at(board.room.slots, day);
    const clouds = board.room.cloud.slice(day * board.clouds, (day + 1) * board.clouds);
    const key = [places, slots, clouds.join(), rows.join()].join(' ');
    const known = alike.get(key);
    if (known) known.days.push(day);
    else {
      const candidates = rows.map((row) => ({
        row,
        slots: siteAt(board, sites[row] ?? 0).slots,
        cloud: at(board.cloudOf, sites[row] ?? 0),
      }));
      alike.set(key, { days: [day], sites: candidates, places, slots, clouds });
    }
  }
  return [...alike.values()];
}
