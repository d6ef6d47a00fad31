import type { Announcement, TouchedService } from '../../model/record.js';
import { hostOf } from '../host-of.js';
import { utcInstant } from '../naive-time.js';

type Raw = Readonly<Record<string, unknown>>;

/** A calendar in the catalogue's words: what it announces, and sentences about entries that cannot be understood. */
export interface Calendar {
  readonly announcements: readonly Announcement[];
  readonly problems: readonly string[];
}

/** What the keys of a calendar name. */
export type Keys = 'sites' | 'centres';

/**
 * The downtimes of an answer: `{site: [entry…]}` (AGIS), `{site: {id: entry}}` (CRIC),
 * `{id: entry}` or a plain list. Within an entry `site` and `rc_site` name the centre that declared it.
 * Left out: what is not ACTIVE, and what touches neither computing nor storage. null: no calendar.
 */
export function readCalendar(body: unknown, keys: Keys = 'sites'): Calendar | null {
  if (body === null || typeof body !== 'object') return null;
  const announcements: Announcement[] = [];
  const problems: string[] = [];
  for (const { site, entry } of entriesOf(body)) {
    if (!isObject(entry)) {
      problems.push(`An entry of the downtime calendar${site === '' ? '' : ` for ${site}`} is not an object.`);
    } else if (isActive(entry) && concernsJobs(entry)) {
      const announcement = announcementOf(site, entry, keys);
      if (typeof announcement === 'string') problems.push(announcement);
      else announcements.push(announcement);
    }
  }
  return { announcements, problems };
}

function entriesOf(body: object): { site: string; entry: unknown }[] {
  if (Array.isArray(body)) return body.map((entry: unknown) => ({ site: '', entry }));
  if (Object.values(body).every((value) => isObject(value) && 'start_time' in value))
    return Object.values(body).map((entry: unknown) => ({ site: '', entry }));
  return Object.entries(body).flatMap(([site, entries]: [string, unknown]) => {
    if (entries === null || typeof entries !== 'object') return [{ site, entry: entries }];
    return Object.values(entries).map((entry: unknown) => ({ site, entry }));
  });
}

function announcementOf(key: string, entry: Raw, keys: Keys): Announcement | string {
  const named = key || text(entry['atlas_site']);
  const site = named || text(entry['rc_site']) || text(entry['site']);
  const start = utcInstant(entry['start_time'] ?? entry['start']);
  const end = utcInstant(entry['end_time'] ?? entry['end']);
  if (site === '') return 'A downtime in the calendar has no site.';
  if (start === null || end === null)
    return `A downtime of ${site} in the calendar has no start or end that can be understood.`;
  return {
    site,
    isCentre: named === '' || (key !== '' && keys === 'centres'),
    start,
    end,
    severity: text(entry['severity']),
    description: text(entry['description']),
    touches: touchedBy(entry['services']),
  };
}

function touchedBy(services: unknown): Announcement['touches'] {
  if (!Array.isArray(services)) return null;
  return (services as readonly unknown[]).filter(isObject).flatMap((service): TouchedService[] => {
    const host = hostOf(service['endpoint']);
    const name = `${text(service['type'])} ${text(service['flavour'])}`;
    const kind = computing.test(name) ? 'compute' : storing.test(name) ? 'storage' : null;
    if (kind === null || host === '') return [];
    const isInUse = !/^disabled$/i.test(text(service['status'])) && isActive(service);
    return [{ kind, host, isInUse }];
  });
}

const computing = /\bCE\b|condor/i;
const storing = /SRM|dav|xrootd|gridftp|gsiftp|\bS3\b|\bSE\b|storage(?!\.accounting)/i;

function isActive({ state }: Raw): boolean {
  return typeof state !== 'string' || state === '' || state.toUpperCase() === 'ACTIVE';
}

// A calendar lists outages of network probes and accounting too; nobody would hold a site for those.
function concernsJobs({ affected_services: services }: Raw): boolean {
  return typeof services !== 'string' || services.trim() === '' || computing.test(services) || storing.test(services);
}

function isObject(value: unknown): value is Raw {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
