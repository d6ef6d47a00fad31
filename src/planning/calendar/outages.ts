import { beginningOfTime, endOfTime, localDate, type Instant, type IsoDate } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import type { Announcement, Downtime, QueueRecord } from '../../model/record.js';

/** Where sites and storage are, as far as it was read. */
export interface Places {
  /** Resource centre by ATLAS site, where records do not say. */
  readonly centres: ReadonlyMap<string, string>;
  /** Hosts by storage endpoint; null: unknown. */
  readonly storageHosts: ReadonlyMap<string, readonly string[]> | null;
}

export interface Closures {
  /** By ATLAS site; of its outages only those that stop its jobs. */
  readonly downtimes: readonly Downtime[];
  /** Sentences about outages that close no day, and why. */
  readonly notes: readonly string[];
}

/** Which further lists it takes to understand the announcements. */
export function placesNeeded(
  announced: readonly Announcement[],
  records: readonly QueueRecord[],
): { readonly centres: boolean; readonly storageHosts: boolean } {
  const known = new Set(records.flatMap(({ atlas_site, rc_site }) => [atlas_site, rc_site]));
  return {
    centres: announced.some(({ site }) => !known.has(site)),
    storageHosts: announced.some(
      (announcement) =>
        isOutage(announcement) && known.has(announcement.site) && announcement.touches?.some(isStorage) === true,
    ),
  };
}

/**
 * What stops the jobs of which of `ours` (ATLAS sites). An outage closes a site where it touches storage that its
 * queues use, or all compute elements of its queues, alone or together with others; where the catalogue
 * does not say which these are, any such service of the site counts.
 */
export function closures(
  announced: readonly Announcement[],
  {
    records,
    places,
    ours,
    timezone,
  }: {
    readonly records: readonly QueueRecord[];
    readonly places: Places;
    readonly ours: ReadonlySet<string>;
    /** Of the days that notes name. */
    readonly timezone: string;
  },
): Closures {
  const dayOf = (at: Instant): IsoDate => localDate(Date.parse(at), timezone);
  const sites = servicesBySite(records, places);
  const owners = sitesByCentre(records, places);
  const downtimes: Downtime[] = [];
  const notes: string[] = [];
  const pieces: Piece[] = [];
  for (const announcement of announced) {
    for (const site of sitesOf(announcement, sites, owners)) {
      if (!ours.has(site)) continue;
      const reach = reachOf(announcement, sites.get(site) ?? unknownServices);
      if (reach.of === 'all') downtimes.push(downtimeOf(announcement, site));
      else if (reach.of === 'none') notes.push(noteOf(dayOf(announcement.end), site, reach.why));
      else {
        pieces.push({ announcement, site, hosts: reach.hosts });
        notes.push(partlyNote(announcement, site, reach, dayOf));
      }
    }
  }
  notes.push(...strangers(announced, { ours, sites, owners }));
  for (const [site, parts] of grouped(pieces, (part) => part.site))
    downtimes.push(...together(parts, sites.get(site) ?? unknownServices));
  return { downtimes, notes };
}

interface Services {
  readonly compute: ReadonlySet<string>;
  /** null: unknown. */
  readonly storage: ReadonlySet<string> | null;
}

interface Piece {
  readonly announcement: Announcement;
  readonly site: string;
  readonly hosts: readonly string[];
}

/** How much of a site an announcement stops. `all`: or of no outage, which is passed on as it is. */
type Reach = { readonly of: 'all' } | { readonly of: 'none'; readonly why: string } | Part;

interface Part {
  readonly of: 'part';
  readonly hosts: readonly string[];
  /** Compute elements that its queues have; 0: unknown. */
  readonly whole: number;
}

const unknownServices: Services = { compute: new Set(), storage: null };

function servicesBySite(records: readonly QueueRecord[], { storageHosts }: Places): ReadonlyMap<string, Services> {
  const active = records.filter(({ state }) => state === '' || state === 'ACTIVE');
  return new Map(
    [...grouped(active, ({ atlas_site }) => atlas_site)].map(([site, queues]) => {
      const hosts = new Set(
        queues.flatMap(({ storages }) => storages.flatMap((storage) => storageHosts?.get(storage) ?? [])),
      );
      return [
        site,
        {
          compute: new Set(queues.flatMap(({ compute_elements }) => compute_elements)),
          storage: hosts.size === 0 ? null : hosts,
        },
      ];
    }),
  );
}

function sitesByCentre(records: readonly QueueRecord[], { centres }: Places): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  const add = (centre: string, site: string): void => {
    const sites = owners.get(centre);
    if (sites) sites.add(site);
    else owners.set(centre, new Set([site]));
  };
  for (const [site, centre] of centres) add(centre, site);
  for (const { atlas_site, rc_site } of records) if (rc_site !== '') add(rc_site, atlas_site);
  return owners;
}

/** Announcements of a name that neither sites nor centres have: whom they concern is for a person to find out. */
function strangers(
  announced: readonly Announcement[],
  {
    ours,
    sites,
    owners,
  }: {
    ours: ReadonlySet<string>;
    sites: ReadonlyMap<string, Services>;
    owners: ReadonlyMap<string, ReadonlySet<string>>;
  },
): readonly string[] {
  const unknown = announced.filter(
    (one) => isOutage(one) && !ours.has(one.site) && !sites.has(one.site) && !owners.has(one.site),
  );
  return [...new Set(unknown.map(({ site }) => site))].map(
    (site) => `The outage of ${site} names no site that the catalogue or the inventory knows: it closes no day.`,
  );
}

/** A name that no queue has as its site's is taken for a resource centre's. */
function sitesOf(
  { site, isCentre }: Announcement,
  sites: ReadonlyMap<string, Services>,
  owners: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  if (sites.has(site) && !isCentre) return new Set([site]);
  return new Set([site, ...(owners.get(site) ?? [])]);
}

/** Nobody plans work for so long: such an outage tells of services that are gone. */
const decadesMs = 15 * 365 * 86_400_000;

const all: Reach = { of: 'all' };

function reachOf(announcement: Announcement, own: Services): Reach {
  const { start, end, touches } = announcement;
  if (!isOutage(announcement)) return all;
  if (touches?.length === 0) return { of: 'none', why: 'touches no service that jobs need' };
  if (start !== beginningOfTime && end !== endOfTime && Date.parse(end) - Date.parse(start) > decadesMs)
    return { of: 'none', why: 'lasts for decades' };
  if (touches === null) return all;
  const isOwnStorage = ({ host, isInUse }: (typeof touches)[number]): boolean => own.storage?.has(host) ?? isInUse;
  if (touches.filter(isStorage).some(isOwnStorage)) return all;
  const compute = touches.filter(({ kind }) => kind === 'compute');
  const isUnknown = own.compute.size === 0;
  if (isUnknown && compute.some(({ isInUse }) => isInUse)) return all;
  const hosts = [...new Set(compute.map(({ host }) => host).filter((host) => isUnknown || own.compute.has(host)))];
  if (hosts.length === 0) return { of: 'none', why: 'touches no compute element or storage of its queues' };
  return hosts.length === own.compute.size ? all : { of: 'part', hosts, whole: own.compute.size };
}

/** Outages of parts that together leave no compute element: the stretches on which they do. */
function together(parts: readonly Piece[], own: Services): Downtime[] {
  if (parts.length < 2 || own.compute.size === 0) return [];
  const edges = parts.flatMap(({ announcement: { start, end } }) => [start, end]);
  const sorted = [...new Set(edges)].toSorted();
  return sorted.slice(0, -1).flatMap((start, index) => {
    const end = sorted[index + 1] ?? start;
    const open = parts.filter(({ announcement }) => announcement.start <= start && announcement.end >= end);
    const [first] = open;
    const out = new Set(open.flatMap(({ hosts }) => hosts));
    if (first === undefined || out.size < own.compute.size) return [];
    const description = open.map(({ announcement }) => announcement.description).join('; ');
    return [downtimeOf({ ...first.announcement, start, end, description }, first.site)];
  });
}

function downtimeOf({ start, end, severity, description }: Announcement, site: string): Downtime {
  return { atlas_site: site, start, end, severity, description };
}

function noteOf(until: IsoDate, site: string, why: string): string {
  return `The outage of ${site} until ${until} ${why}: it closes no day.`;
}

function partlyNote(
  { start, end, description }: Announcement,
  site: string,
  { hosts, whole }: Part,
  dayOf: (at: Instant) => IsoDate,
): string {
  const share =
    whole === 0 ? 'compute elements that are out of production' : `${hosts.length} of ${whole} compute elements`;
  const what = description === '' ? '' : `: ${description}`;
  return `${site} is partly out from ${dayOf(start)} to ${dayOf(end)}, ${share} (${hosts.join(', ')})${what}. It closes no day.`;
}

function isOutage({ severity }: Announcement): boolean {
  return severity.toUpperCase() === 'OUTAGE';
}

function isStorage({ kind }: { readonly kind: string }): boolean {
  return kind === 'storage';
}
