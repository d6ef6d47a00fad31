import { count, names } from '../../model/text/sentences.js';
import type { Operation } from '../../model/operation.js';
import type { Plan } from '../../model/plan.js';
import { draft } from '../plan.js';
import type { Situation } from '../situation.js';

/**
 * What flips by order go ahead of, for the operator before the question: the planned day of a site, and the
 * places of others that they take today. Empty where they are today's own.
 */
export function goesAheadOf(operations: readonly Operation[], plan: Plan, situation: Situation): readonly string[] {
  const flips = operations.filter(({ kind }) => kind === 'flip');
  const sites = [...new Set(flips.map(({ site }) => site))];
  const today = new Set(plan.waves.find(({ date }) => date === plan.day)?.sites);
  const unplanned = sites.filter((site) => !today.has(site) && !situation.takenToday.has(site));
  if (unplanned.length === 0) return [];
  const dateOf = new Map(plan.sites.map(({ site, date }) => [site, date]));
  const early = unplanned.flatMap((site) => {
    const date = dateOf.get(site) ?? null;
    return date === null ? [] : [`${site} has its day on ${date}: this goes ahead of it.`];
  });
  const { plan: after } = draft(situation.inventory, situation.view, withClaims(situation, flips), situation.nowMs);
  const stillToday = new Set(after.waves.find(({ date }) => date === plan.day)?.sites);
  const lost = [...today].filter((site) => !stillToday.has(site) && !sites.includes(site));
  if (lost.length === 0) return early;
  const then = new Map(after.sites.map(({ site, date }) => [site, date]));
  const moved = lost.map((site) => {
    const date = then.get(site) ?? null;
    return `${site}, which then ${date === null ? 'has no day' : `goes on ${date}`}`;
  });
  const takes = `${names(unplanned)} ${unplanned.length === 1 ? 'takes' : 'take'}`;
  return [...early, `${takes} today's ${count(lost.length, 'place')} of ${names(moved)}.`];
}

function withClaims({ history }: Situation, flips: readonly Operation[]): Situation['history'] {
  const claims = new Map(history.claims);
  for (const flip of flips)
    for (const { pool, member, amount } of flip.claims) claims.set(pool, new Map(claims.get(pool)).set(member, amount));
  return { ...history, claims };
}
