import { at, nowhere, ownRule, siteAt, take, type Board } from '../board.js';
import type { IntegerProgram, Row } from '../integer-program.js';
import { ownWindows, windows } from '../windows.js';

/** A site on a day: what a column of the program stands for. */
export interface Place {
  readonly site: number;
  readonly day: number;
}

export interface Assignment {
  readonly places: readonly Place[];
  readonly program: IntegerProgram;
}

/** More places than this take a solver longer than people wait. */
const mostPlaces = 2500;
const nodes = 300;

/**
 * At least `count` of the sites by `end`, as an integer program by sites and days over all rules;
 * null: too large to be asked. The board is left empty of `sites`.
 */
export function assignment(board: Board, sites: readonly number[], end: number, count: number): Assignment | null {
  for (const site of sites) if (at(board.dayOf, site) !== nowhere) take(board, site);
  const { first, last } = count < sites.length ? ownWindows(board, end) : windows(board, sites, end);
  const places: Place[] = [];
  for (const site of sites) {
    for (let day = at(first, site); day <= at(last, site); day++)
      if (ownRule(board, site, day) === null) places.push({ site, day });
    if (places.length > mostPlaces) return null;
  }
  const rows = [
    ...sites.map((site): Row => ({ terms: termsOf(places, (place) => place.site === site), most: 1 })),
    ...sites.flatMap((site) => orderRows(board, places, site)),
    ...dayRows(board, places, end),
    { terms: termsOf(places, () => true), least: count },
  ].filter(({ terms, least }) => terms.length > 0 || least !== undefined);
  return { places, program: { columns: places.length, rows, nodes } };
}

function termsOf(
  places: readonly Place[],
  holds: (place: Place) => boolean,
  factor: (place: Place) => number = () => 1,
): Row['terms'] {
  return places.flatMap((place, column) => (holds(place) ? [{ column, factor: factor(place) }] : []));
}

/** A site has no day until one after a day of each that it comes after. */
function orderRows(board: Board, places: readonly Place[], site: number): readonly Row[] {
  return (board.before[site] ?? []).flatMap((other) =>
    places
      .filter((place) => place.site === site)
      .map(({ day }): Row => {
        const until = (place: Place): boolean =>
          place.site === site ? place.day <= day : place.site === other && place.day < day;
        return { terms: termsOf(places, until, (place) => (place.site === site ? 1 : -1)), most: 0 };
      }),
  );
}

/** What sites share: places, clouds' shares and slots of each day, and commissioning. */
function dayRows(board: Board, places: readonly Place[], end: number): readonly Row[] {
  const { room, clouds, stay } = board;
  const { limits } = board.problem;
  const rows: Row[] = [];
  for (let day = 0; day <= end; day++) {
    const here = (place: Place): boolean => place.day === day;
    if (!places.some(here)) continue;
    rows.push({ terms: termsOf(places, here), most: at(room.sites, day) });
    if (limits.slotsPerDay !== null)
      rows.push({ terms: termsOf(places, here, ({ site }) => siteAt(board, site).slots), most: at(room.slots, day) });
    for (let cloud = 0; cloud < clouds.length && limits.perCloudPerDay !== null; cloud++)
      rows.push({
        terms: termsOf(places, (place) => here(place) && board.cloudsOf[place.site]?.includes(cloud) === true),
        most: at(room.cloud, day * clouds.length + cloud),
      });
  }
  if (limits.inCommissioning === null && limits.tier1InCommissioning === null) return rows;
  for (let w = 0; w < room.commissioning.length; w++) {
    const together = ({ day }: Place): boolean =>
      at(board.workingDay, day) <= w && w < at(board.workingDay, day) + stay;
    rows.push({ terms: termsOf(places, together), most: at(room.commissioning, w) });
    rows.push({
      terms: termsOf(places, (place) => together(place) && siteAt(board, place.site).tier1),
      most: at(room.tier1, w),
    });
  }
  return rows;
}
