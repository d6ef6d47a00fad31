import { createRequire } from 'node:module';
import type { Highs } from 'highs';
import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';

export type Answer = 'possible' | 'impossible' | 'unknown';

/**
 * Whether all sites can be done by `end`, by HiGHS: as an assignment of sites to days (`exact`), or of
 * parts of sites (`relaxed`: then `possible` proves nothing). Formulated from the problem alone.
 */
export async function solveExactly(
  problem: WaveProblem,
  end: number,
  kind: 'exact' | 'relaxed',
  limitSeconds: number,
): Promise<Answer> {
  const text = assignment(problem, end, kind === 'exact');
  if (text === null) return 'impossible';
  const load = createRequire(import.meta.url)('highs') as () => Promise<Highs>;
  const highs = await load();
  const { Status } = highs.solve(text, { time_limit: limitSeconds, output_flag: false });
  return Status === 'Optimal' ? 'possible' : Status === 'Infeasible' ? 'impossible' : 'unknown';
}

interface Place {
  readonly variable: string;
  readonly site: WaveSite;
  readonly day: number;
}

function assignment(problem: WaveProblem, end: number, integer: boolean): string | null {
  const { limits } = problem;
  const places = problem.sites.flatMap((site, k) =>
    allowedDays(problem, site, end).map((day): Place => ({ variable: `x${k}_${day}`, site, day })),
  );
  const rows: string[] = [];
  const atMost = (chosen: readonly Place[], limit: number, weight?: (place: Place) => number): void => {
    const terms = chosen
      .filter((place) => !weight || weight(place) > 0)
      .map((place) => (weight ? `${weight(place)} ${place.variable}` : place.variable));
    if (terms.length > 0) rows.push(`${terms.join(' + ')} <= ${limit}`);
  };

  const bySite = group(places, (place) => place.site.name);
  for (const site of problem.sites) {
    const days = bySite.get(site.name);
    if (!days) return null;
    rows.push(`${days.map((place) => place.variable).join(' + ')} = 1`);
    for (const name of site.after) {
      const earlier = bySite.get(name) ?? [];
      for (const { day } of days)
        atMost([...days.filter((place) => place.day <= day), ...earlier.filter((place) => place.day >= day)], 1);
    }
  }
  for (const [day, here] of group(places, (place) => place.day)) {
    const flipped = day === problem.firstDay ? problem.flippedOnFirstDay : [];
    atMost(here, problem.capacity(day).sites - flipped.length);
    if (limits.slotsPerDay !== null)
      atMost(here, limits.slotsPerDay - flipped.reduce((sum, one) => sum + one.slots, 0), (place) => place.site.slots);
    for (const [cloud, ofCloud] of group(here, (place) => place.site.cloud)) {
      if (limits.perCloudPerDay !== null)
        atMost(ofCloud, limits.perCloudPerDay - flipped.filter((one) => one.cloud === cloud).length);
    }
    const watched = stayEndingOn(problem, day);
    const inCommissioning = problem.inCommissioning.filter((one) => one.until > day);
    const together = places.filter((place) => watched.has(place.day));
    if (limits.inCommissioning !== null) atMost(together, limits.inCommissioning - inCommissioning.length);
    if (limits.tier1InCommissioning !== null)
      atMost(
        together.filter((place) => place.site.tier1),
        limits.tier1InCommissioning - inCommissioning.filter((one) => one.tier1).length,
      );
  }
  const names = places.map((place) => place.variable);
  const kind = integer
    ? `Binary\n ${names.join(' ')}`
    : `Bounds\n${names.map((name) => ` 0 <= ${name} <= 1`).join('\n')}`;
  return `Minimize\n obj: 0 ${names[0] ?? ''}\nSubject To\n${rows.map((row) => ` ${row}`).join('\n')}\n${kind}\nEnd\n`;
}

function allowedDays(problem: WaveProblem, site: WaveSite, end: number): number[] {
  const days: number[] = [];
  for (let day = Math.max(problem.firstDay, site.earliest); day <= Math.min(end, site.latest ?? Infinity); day++) {
    if (problem.capacity(day).sites <= 0 || problem.countryHoliday(site.country, day)) continue;
    if (site.pinned !== null && site.pinned !== day) continue;
    if (!site.closed.some(({ from, to }) => from <= day && day <= to)) days.push(day);
  }
  return days;
}

/** Days on which a flipped site is still in commissioning on `day`, which itself is one. */
function stayEndingOn(problem: WaveProblem, day: number): Set<number> {
  const days = new Set([day]);
  for (let d = day - 1; d >= problem.firstDay && days.size < problem.commissioningDays; d--)
    if (problem.capacity(d).sites > 0) days.add(d);
  return days;
}

function group<K>(places: readonly Place[], key: (place: Place) => K): Map<K, Place[]> {
  const groups = new Map<K, Place[]>();
  for (const place of places) {
    const list = groups.get(key(place));
    if (list) list.push(place);
    else groups.set(key(place), [place]);
  }
  return groups;
}
