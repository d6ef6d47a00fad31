import type { WavePlan, WaveProblem, WaveSite } from '../../src/waves/problem.js';

/** Every rule that a plan breaks, in words; written from the rules, with nothing of the planner's code. */
export function brokenRules(problem: WaveProblem, plan: Pick<WavePlan, 'dayOf' | 'unplanned'>): string[] {
  const broken: string[] = [];
  const { limits, firstDay } = problem;
  const byName = new Map(problem.sites.map((site) => [site.name, site]));
  const byDay = new Map<number, WaveSite[]>();
  const unplanned = new Set(plan.unplanned.map((one) => one.site));

  for (const site of problem.sites) {
    const day = plan.dayOf.get(site.name);
    if ((day === undefined) !== unplanned.has(site.name))
      broken.push(`${site.name} is neither or both planned and unplanned`);
    if (day === undefined) continue;
    byDay.set(day, [...(byDay.get(day) ?? []), site]);
    if (day < firstDay || day >= firstDay + problem.horizonDays) broken.push(`${site.name} outside the horizon`);
    if (day < site.earliest) broken.push(`${site.name} too early`);
    if (day > (site.latest ?? Infinity)) broken.push(`${site.name} too late`);
    if (site.pinned !== null && day !== site.pinned) broken.push(`${site.name} not on its pinned day`);
    if (site.closed.some(({ from, to }) => from <= day && day <= to)) broken.push(`${site.name} on a closed day`);
    if (problem.countryHoliday(site.country, day)) broken.push(`${site.name} on a holiday`);
    for (const name of site.after) {
      const earlier = byName.has(name)
        ? plan.dayOf.get(name)
        : problem.flippedOnFirstDay.some((one) => one.name === name)
          ? firstDay
          : -Infinity;
      if (earlier === undefined || earlier >= day) broken.push(`${site.name} not after ${name}`);
    }
  }
  for (const one of plan.unplanned)
    if (one.reason.trim() === '' || !byName.has(one.site)) broken.push(`${one.site} unplanned without a reason`);

  for (const [day, sites] of byDay) {
    const all = [...sites, ...(day === firstDay ? problem.flippedOnFirstDay : [])];
    if (all.length > problem.capacity(day).sites) broken.push(`day ${day} over its pace`);
    if (all.reduce((sum, one) => sum + one.slots, 0) > (limits.slotsPerDay ?? Infinity))
      broken.push(`day ${day} over its slots`);
    for (const cloud of sites.flatMap(cloudsOf)) {
      if (all.filter((one) => cloudsOf(one).includes(cloud)).length > (limits.perCloudPerDay ?? Infinity))
        broken.push(`cloud ${cloud} over its share on ${day}`);
    }
    for (const tier1Only of [false, true]) {
      if (tier1Only && !sites.some((one) => one.tier1)) continue;
      const limit = (tier1Only ? limits.tier1InCommissioning : limits.inCommissioning) ?? Infinity;
      const planned = problem.sites.filter(
        (one) => inCommissioning(problem, plan.dayOf.get(one.name), day) && (one.tier1 || !tier1Only),
      );
      const earlier = problem.inCommissioning.filter((one) => one.until > day && (one.tier1 || !tier1Only));
      if (planned.length + earlier.length > limit)
        broken.push(`too many ${tier1Only ? 'Tier-1s' : 'sites'} in commissioning on ${day}`);
    }
  }
  return broken;
}

/** Flipped on its day, a site is watched that working day and those that follow, a total of `commissioningDays`. */
function inCommissioning(problem: WaveProblem, flipped: number | undefined, day: number): boolean {
  if (flipped === undefined || flipped > day) return false;
  let workingDays = 0;
  for (let d = flipped; d < day; d++) if (problem.capacity(d).sites > 0 || problem.workingDay?.(d)) workingDays += 1;
  return workingDays < problem.commissioningDays;
}

function cloudsOf({ cloud, alsoIn = [] }: Pick<WaveSite, 'cloud' | 'alsoIn'>): readonly string[] {
  return [cloud, ...alsoIn];
}
