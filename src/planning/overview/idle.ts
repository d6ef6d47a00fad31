import type { Plan, SitePlan } from '../../model/plan.js';
import { reopening } from '../calendar/window.js';
import { count, names, sentence } from '../../model/text/sentences.js';

/** Most sites that are named one by one. */
const mostNamed = 8;

/** Why nothing is to be done for the chosen sites, or for any: one sentence a reason, never none. */
export function whyIdle(plan: Plan, chosen: ReadonlySet<string> | null): readonly string[] {
  const never = new Map(plan.unplanned.map(({ site, reason }) => [site, reason]));
  if (chosen !== null)
    return plan.sites.filter(({ site }) => chosen.has(site)).map((site) => ofOneSite(site, never.get(site.site), plan));
  const inStage = (stage: SitePlan['stage']): readonly string[] =>
    plan.sites.filter((site) => site.stage === stage).map(({ site }) => site);
  const wave = plan.waves[0];
  const watched = inStage('commissioning');
  const back = inStage('rolledBack');
  const reasons = [
    ...(plan.window.closed === null || (plan.waves.length === 0 && never.size === 0) ? [] : [closedSentence(plan)]),
    ...takenSentence(plan),
    ...(wave === undefined ? [] : [`The next wave is on ${wave.date}: ${some(wave.sites)}.`]),
    ...(watched.length === 0 ? [] : [`For a verdict ${wait(watched)}; \`migrate commission\` looks at the jobs.`]),
    ...blockedSentences(plan.sites.filter(({ stage }) => stage === 'blocked')),
    ...(back.length === 0 ? [] : [`Back at the old pilot: ${some(back)}; \`migrate flip\` flips them again.`]),
  ];
  if (reasons.length > 0) return reasons;
  if (never.size > 0) return [...never].slice(0, mostNamed).map(([site, reason]) => `${site}: ${reason}`);
  return atTheEnd(plan.sites);
}

/** Whose today's places are; empty: nobody has one. */
export function takenSentence({ takenToday }: Pick<Plan, 'takenToday'>): readonly string[] {
  if (takenToday.length === 0) return [];
  return [
    `${count(takenToday.length, 'place')} of today ${takenToday.length === 1 ? 'is' : 'are'} taken by ${some(takenToday)}.`,
  ];
}

function blockedSentences(blocked: readonly SitePlan[]): readonly string[] {
  const [only] = blocked;
  if (!only) return [];
  if (blocked.length === 1) return [`Blocked: ${only.site}: ${sentence(only.reason)}`];
  return [`Blocked: ${some(blocked.map(({ site }) => site))}; \`migrate status --stage blocked\` says by what.`];
}

/** Every site is where the campaign leaves it. */
function atTheEnd(sites: readonly SitePlan[]): readonly string[] {
  const migrated = sites.filter(({ stage }) => stage === 'migrated').map(({ site }) => site);
  const leaving = sites.filter(({ stage }) => stage === 'leaving');
  const told = leaving.slice(0, mostNamed).map(({ site, reason }) => `${site}: ${sentence(reason)}`);
  return [
    ...(migrated.length === 0
      ? []
      : [`${count(migrated.length, 'site')} ${migrated.length === 1 ? 'is' : 'are'} migrated: ${some(migrated)}.`]),
    ...told,
    ...(leaving.length > told.length ? [`${leaving.length - told.length} more sites are leaving.`] : []),
  ];
}

function ofOneSite(site: SitePlan, never: string | undefined, plan: Plan): string {
  const stands = `${site.site} (${site.stage}): `;
  if (never !== undefined) return `${stands}${never}`;
  if (site.date === null) return `${stands}${site.reason}`;
  const why = site.why === null ? site.reason : site.why;
  return `${stands}its day is ${site.date}: ${why}${plan.window.closed === null ? '' : `. ${closedSentence(plan)}`}`;
}

function closedSentence({ day, window: { closed } }: Plan): string {
  return `${day} takes no site: ${closed?.reason ?? ''}; ${reopening(closed?.until ?? null)}.`;
}

function wait(sites: readonly string[]): string {
  return `${some(sites)} ${sites.length === 1 ? 'waits' : 'wait'}`;
}

function some(sites: readonly string[]): string {
  if (sites.length <= mostNamed) return names(sites);
  return `${sites.slice(0, mostNamed).join(', ')} and ${sites.length - mostNamed} more`;
}
