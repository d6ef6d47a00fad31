import { localDate, type IsoDate } from '../model/dates.js';
import type { Site } from '../model/inventory.js';
import { dayOff, sitesAllowed } from './calendar.js';
import { inCommissioning } from './in-commissioning.js';
import type { Case, Violation } from './case.js';
import { pairsOf, type OurChange, type Replay } from './replay.js';

/** The first flip of a site. */
export interface SiteFlip {
  readonly site: Site;
  readonly date: IsoDate;
  readonly atMs: number;
  readonly queue: string;
}

/** Constraints of the calendar and the limits, by the first flip of each site. */
export function flipViolations(facts: Case, replayed: Replay): readonly Violation[] {
  const flips = firstFlips(facts, replayed);
  return [
    ...byDay(facts, flips),
    ...flips.flatMap((flip) => ofOneSite(facts, flip, flips, replayed)),
    ...inCommissioning(facts, flips, replayed),
    ...replayed.ours.flatMap((ours) => ofOneQueue(facts, ours)),
  ];
}

function firstFlips({ inventory }: Case, { turns }: Replay): readonly SiteFlip[] {
  const first = new Map<string, SiteFlip>();
  for (const { site, atMs, direction, queue } of turns) {
    if (direction !== 'to new' || first.has(site.name)) continue;
    first.set(site.name, { site, atMs, queue, date: localDate(atMs, inventory.campaign.timezone) });
  }
  return [...first.values()];
}

function byDay(facts: Case, flips: readonly SiteFlip[]): readonly Violation[] {
  const { campaign } = facts.inventory;
  return [...grouped(flips, ({ date }) => date)].flatMap(([date, sites]) => {
    const atMs = sites[0]?.atMs ?? 0;
    const found: Violation[] = [];
    const allowed = sitesAllowed(campaign, date);
    if (sites.length > allowed) {
      found.push({ rule: 'pace', atMs, subject: date, sentence: `${sites.length} sites were flipped on ${date}, ${allowed} are allowed: ${list(sites)}.` });
    }
    const { per_cloud_per_day: perCloud, slots_per_day: slotsPerDay } = campaign.limits;
    for (const [cloud, ofCloud] of grouped(sites, (flip) => cloudOf(facts, flip))) {
      if (perCloud === null || ofCloud.length <= perCloud) continue;
      found.push({ rule: 'cloud', atMs, subject: `${cloud} ${date}`, sentence: `${ofCloud.length} sites of cloud ${cloud} were flipped on ${date}, ${perCloud} are allowed: ${list(ofCloud)}.` });
    }
    const slots = sites.reduce((sum, { site }) => sum + site.slots, 0);
    if (slotsPerDay !== null && slots > slotsPerDay) {
      found.push({ rule: 'slots', atMs, subject: date, sentence: `${slots} slots were put at risk on ${date}, ${slotsPerDay} are allowed: ${list(sites)}.` });
    }
    return found;
  });
}

function ofOneSite(facts: Case, flip: SiteFlip, flips: readonly SiteFlip[], { end, siteOf }: Replay): readonly Violation[] {
  const { site, date, atMs } = flip;
  const found: Violation[] = [];
  const say = (rule: string, sentence: string): void => {
    found.push({ rule, atMs, subject: site.name, sentence });
  };
  if (site.ready_on !== null && date < site.ready_on) say('ready_on', `${site.name} was flipped on ${date}, ready from ${site.ready_on}.`);
  if (site.hold && (site.hold.until === null || date < site.hold.until)) say('hold', `${site.name} was flipped on ${date}, held: ${site.hold.because}.`);
  const country = site.country ?? facts.start.get(flip.queue)?.country ?? '';
  if (dayOff(facts.inventory.campaign, country, date)) say('holiday', `${site.name} was flipped on ${date}, a holiday in ${country}.`);
  for (const name of site.after) {
    const earlier = flips.find((other) => other.site.name === name);
    if (earlier ? earlier.date >= date : !isDone(facts, name, end, siteOf)) {
      say('after', `${site.name} was flipped on ${date}, and ${name} was not flipped on an earlier day.`);
    }
  }
  return found;
}

function ofOneQueue({ inventory }: Case, { change, before, site }: OurChange): readonly Violation[] {
  const { campaign } = inventory;
  if (!site || change.what !== 'pilot_version' || change.new !== campaign.pilot?.to) return [];
  const found: Violation[] = [];
  const say = (rule: string, sentence: string): void => {
    found.push({ rule, atMs: change.at, subject: change.queue, sentence });
  };
  const os = (site.queues[change.queue]?.os ?? site.os)?.is ?? 'unknown';
  if (!allows(campaign.ready_when['os'], os)) say('os', `${change.queue} was flipped with os ${os}.`);
  if (!allows(campaign.ready_when['pilot_manager'], before.pilot_manager)) {
    say('pilot_manager', `${change.queue} was flipped although ${before.pilot_manager} does not obey pilot_version.`);
  }
  if (Number.parseInt(before.pilot_version, 10) > Number.parseInt(campaign.pilot.to, 10)) {
    say('beyond', `${change.queue} was set back to ${campaign.pilot.to} from ${before.pilot_version}.`);
  }
  return found;
}

/** Queues that run bare: flipped by us, and a pair that the flip should have translated is left; not where somebody else put it back. */
export function bareQueues({ inventory }: Case, { turns, end, changedByOthers }: Replay): readonly Violation[] {
  const { pilot, containers } = inventory.campaign;
  const old = Object.keys(containers?.translate ?? {});
  const flipped = turns.filter(({ direction }) => direction === 'to new');
  return flipped.flatMap(({ queue, atMs }) => {
    const state = end.get(queue);
    const pairs = pairsOf(state?.container_type ?? '');
    const left = old.filter((pair) => pairs.has(pair));
    const byOthers = (changedByOthers.get(`${queue} container_type`) ?? -Infinity) >= atMs;
    if (left.length === 0 || byOthers || state?.pilot_version !== pilot?.to) return [];
    return [{ rule: 'bare', atMs, subject: queue, sentence: `${queue} has the new pilot and still ${left.join(', ')}: its containers are silently off.` }];
  });
}

function isDone({ inventory, start }: Case, name: string, end: Replay['end'], siteOf: Replay['siteOf']): boolean {
  const to = inventory.campaign.pilot?.to;
  return [...siteOf].some(([queue, site]) => site.name === name && (start.get(queue) ?? end.get(queue))?.pilot_version === to);
}

function cloudOf({ start }: Case, { site, queue }: SiteFlip): string {
  return site.cloud ?? start.get(queue)?.cloud ?? '';
}

function allows(wanted: readonly string[] | undefined, found: string): boolean {
  return wanted === undefined || wanted.some((value) => value.toLowerCase() === found.toLowerCase());
}

function grouped(flips: readonly SiteFlip[], by: (flip: SiteFlip) => string): ReadonlyMap<string, readonly SiteFlip[]> {
  const groups = new Map<string, SiteFlip[]>();
  for (const flip of flips) {
    const group = groups.get(by(flip));
    if (group) group.push(flip);
    else groups.set(by(flip), [flip]);
  }
  return groups;
}

function list(flips: readonly SiteFlip[]): string {
  return flips.map(({ site }) => site.name).join(', ');
}
