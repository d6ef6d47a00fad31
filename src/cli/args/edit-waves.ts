import { dayNumber, type IsoDate } from '../../model/dates.js';
import type { WaveProblem, WaveSite } from '../../waves/problem.js';

/** Waves edited by hand. */
export interface WaveEdits {
  /** Site → its day. */
  readonly pins?: ReadonlyMap<string, IsoDate>;
  /** Sites to leave out; those that come `after` them wait too. */
  readonly excludes?: readonly string[];
  /** A site that must go before a date (not on it), or before another site. */
  readonly before?: readonly { readonly site: string; readonly before: string }[];
}

/** The problem with the edits in it. Throws RangeError for sites that are not in it and impossible dates. */
export function editWaves(
  problem: WaveProblem,
  { pins = new Map(), excludes = [], before = [] }: WaveEdits,
): WaveProblem {
  const known = new Set(problem.sites.map((site) => site.name));
  const check = (name: string, edit: string): string => {
    if (!known.has(name))
      throw new RangeError(
        `${edit}: ${name} is not among the ${known.size} sites still to be planned. \`migrate plan\` names them.`,
      );
    return name;
  };
  const pinned = new Map([...pins].map(([name, date]) => [check(name, '--pin'), day(date, '--pin')]));
  const excluded = new Set(excludes.map((name) => check(name, '--exclude')));
  const after = new Map<string, string[]>();
  const latest = new Map<string, number>();
  for (const { site, before: other } of before) {
    check(site, '--before');
    if (/^\d{4}-/.test(other)) latest.set(site, Math.min(latest.get(site) ?? Infinity, day(other, '--before') - 1));
    else after.set(check(other, '--before'), [...(after.get(other) ?? []), site]);
  }
  const edited = problem.sites.map((site): WaveSite => {
    const last = latest.get(site.name);
    return {
      ...site,
      pinned: pinned.get(site.name) ?? site.pinned,
      after: [...site.after, ...(after.get(site.name) ?? [])],
      ...(last === undefined ? {} : { latest: Math.min(site.latest ?? Infinity, last) }),
      ...(excluded.has(site.name) ? { earliest: Infinity, earliestBecause: 'left out by --exclude' } : {}),
    };
  });
  return { ...problem, sites: edited };
}

function day(date: IsoDate, edit: string): number {
  const number = dayNumber(date);
  if (Number.isNaN(number)) throw new RangeError(`${edit}: ${date} is no date; write YYYY-MM-DD.`);
  return number;
}
