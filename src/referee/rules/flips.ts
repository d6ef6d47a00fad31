import { cloudsOf } from '../clouds.js';
import { confirmedOs } from '../../model/inventory.js';
import { grouped } from '../../model/grouped.js';
import { sitesAllowed } from '../calendar.js';
import type { Case, Violation } from '../case.js';
import { closureViolations } from '../closures.js';
import { inCommissioning } from './in-commissioning.js';
import { siteDays, type OurChange, type Replay, type SiteDay } from '../replay.js';

/** Constraints of the calendar and the limits, for every day on which a site was flipped, and readiness of every queue. */
export function flipViolations(facts: Case, flips: readonly SiteDay[], replayed: Replay): readonly Violation[] {
  return [
    ...byDay(facts, flips),
    ...flips.flatMap((flip) => [
      ...ofOneSite(facts, flip, flips, replayed),
      ...closureViolations(facts, flip, 'flipped'),
    ]),
    ...inCommissioning(facts, flips, replayed),
    ...replayed.ours.flatMap((ours) => ofOneQueue(facts, ours)),
  ];
}

/** Every day on which something of a site went to the new pilot. */
export function flipDays({ turns }: Replay): readonly SiteDay[] {
  return siteDays(turns.filter(({ direction }) => direction === 'to new'));
}

function byDay(facts: Case, flips: readonly SiteDay[]): readonly Violation[] {
  const { campaign } = facts.inventory;
  return [...grouped(flips, ({ date }) => date)].flatMap(([date, sites]) => {
    const atMs = sites[0]?.atMs ?? 0;
    const found: Violation[] = [];
    const allowed = sitesAllowed(campaign, date);
    if (sites.length > allowed) {
      found.push({
        rule: 'pace',
        atMs,
        subject: date,
        sentence: `${sites.length} sites were flipped on ${date}, ${allowed} are allowed: ${list(sites)}.`,
      });
    }
    const { per_cloud_per_day: perCloud, slots_per_day: slotsPerDay } = campaign.limits;
    const inCloud = sites.flatMap((flip) => cloudsOf(facts, flip.site).map((cloud) => ({ cloud, flip })));
    for (const [cloud, counted] of grouped(inCloud, (one) => one.cloud)) {
      const ofCloud = counted.map(({ flip }) => flip);
      if (perCloud === null || ofCloud.length <= perCloud) continue;
      found.push({
        rule: 'cloud',
        atMs,
        subject: `${cloud} ${date}`,
        sentence: `${ofCloud.length} sites of cloud ${cloud} were flipped on ${date}, ${perCloud} are allowed: ${list(ofCloud)}.`,
      });
    }
    const slots = sites.reduce((sum, { site }) => sum + site.slots, 0);
    if (slotsPerDay !== null && slots > slotsPerDay) {
      found.push({
        rule: 'slots',
        atMs,
        subject: date,
        sentence: `${slots} slots were put at risk on ${date}, ${slotsPerDay} are allowed: ${list(sites)}.`,
      });
    }
    return found;
  });
}

function ofOneSite(
  facts: Case,
  { site, date, atMs }: SiteDay,
  flips: readonly SiteDay[],
  replayed: Replay,
): readonly Violation[] {
  const found: Violation[] = [];
  const say = (rule: string, sentence: string): void => {
    found.push({ rule, atMs, subject: site.name, sentence });
  };
  if (site.ready_on !== null && date < site.ready_on)
    say('ready_on', `${site.name} was flipped on ${date}, ready from ${site.ready_on}.`);
  for (const name of site.after) {
    const earlier = flips.find((other) => other.site.name === name);
    if (earlier ? earlier.date >= date : !isDone(facts, name, replayed)) {
      say('after', `${site.name} was flipped on ${date}, and ${name} was not flipped on an earlier day.`);
    }
  }
  const before = new Set(flips.filter((other) => other.date < date).map((other) => other.date)).size;
  const step = facts.inventory.campaign.ramp?.steps.find(({ days, slots }) => before < days && site.slots > slots);
  if (step)
    say(
      'ramp',
      `${site.name} with ${site.slots} slots was flipped after ${before} days of flips; the first ${step.days} take sites up to ${step.slots}.`,
    );
  return found;
}

function ofOneQueue({ inventory }: Case, { change, before, site }: OurChange): readonly Violation[] {
  const { campaign } = inventory;
  const { pilot } = campaign;
  if (!site || !pilot || change.what === 'status' || change.what.startsWith('rule ')) return [];
  const found: Violation[] = [];
  const say = (rule: string, sentence: string): void => {
    found.push({ rule, atMs: change.at, subject: change.queue, sentence });
  };
  if (Number.parseInt(before.pilot_version, 10) > Number.parseInt(pilot.to, 10)) {
    say('beyond', `${change.what} of ${change.queue} was written at ${before.pilot_version}, beyond ${pilot.to}.`);
  }
  if (change.what !== 'pilot_version' || change.new !== pilot.to) return found;
  const os = confirmedOs(site, site.queues[change.queue] ?? {})?.is ?? 'unknown';
  if (!allows(campaign.ready_when['os'], os)) say('os', `${change.queue} was flipped with os ${os}.`);
  if (!allows(campaign.ready_when['pilot_manager'], before.pilot_manager)) {
    say('pilot_manager', `${change.queue} was flipped although ${before.pilot_manager} does not obey pilot_version.`);
  }
  if (!['ACTIVE', ''].includes(before.state))
    say('state', `${change.queue} was flipped with a record that is ${before.state}.`);
  return found;
}

function isDone({ inventory, start }: Case, name: string, { end, siteOf }: Replay): boolean {
  const to = inventory.campaign.pilot?.to;
  return [...siteOf].some(
    ([queue, site]) => site.name === name && (start.get(queue) ?? end.get(queue))?.pilot_version === to,
  );
}

function allows(wanted: readonly string[] | undefined, found: string): boolean {
  return wanted === undefined || wanted.some((value) => value.toLowerCase() === found.toLowerCase());
}

function list(flips: readonly SiteDay[]): string {
  return flips.map(({ site }) => site.name).join(', ');
}
