import type { WaveProblem, WaveSite } from '../../src/waves/problem.js';
import { brokenRules } from './check.js';

/** The most sites that can have a day, and the earliest finish with so many (day number; -1: none has one). */
export interface Best {
  readonly sites: number;
  readonly finish: number;
}

/** Tries every day of every site of a small campaign, by the rules of `check.ts` and nothing of the planner's code. */
export function exhaustive(problem: WaveProblem): Best {
  const order = inSequence(problem.sites);
  const dayOf = new Map<string, number>();
  let best: Best = { sites: 0, finish: -1 };
  const keepsRules = (): boolean =>
    brokenRules(problem, {
      dayOf,
      unplanned: problem.sites.flatMap(({ name }) => (dayOf.has(name) ? [] : [{ site: name, reason: 'left out' }])),
    }).length === 0;
  const visit = (k: number, finish: number): void => {
    if (dayOf.size > best.sites || (dayOf.size === best.sites && finish < best.finish)) {
      best = { sites: dayOf.size, finish };
    }
    const site = order[k];
    const most = dayOf.size + order.length - k;
    if (!site || most < best.sites || (most === best.sites && finish >= best.finish)) return;
    for (let day = problem.firstDay; day < problem.firstDay + problem.horizonDays; day++) {
      dayOf.set(site.name, day);
      if (keepsRules()) visit(k + 1, Math.max(finish, day));
      dayOf.delete(site.name);
    }
    visit(k + 1, finish);
  };
  visit(0, -1);
  return best;
}

/** Sites behind those they come `after`; members of circles are left out, they can have no day. */
function inSequence(sites: readonly WaveSite[]): readonly WaveSite[] {
  const names = new Set(sites.map(({ name }) => name));
  const sorted: WaveSite[] = [];
  const done = new Set<string>();
  for (let grown = true; grown;) {
    grown = false;
    for (const site of sites) {
      if (done.has(site.name) || site.after.some((name) => names.has(name) && !done.has(name))) continue;
      done.add(site.name);
      sorted.push(site);
      grown = true;
    }
  }
  return sorted;
}
