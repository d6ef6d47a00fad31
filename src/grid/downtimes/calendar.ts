import type { Downtime } from '../../model/record.js';
import { utcInstant } from '../naive-time.js';

type Raw = Readonly<Record<string, unknown>>;

/** A calendar in the catalogue's words: downtimes, and sentences about entries that cannot be understood. */
export interface Calendar {
  readonly downtimes: readonly Downtime[];
  readonly problems: readonly string[];
}

/**
 * The downtimes of an answer: `{site: [entry…]}` (AGIS), `{site: {id: entry}}` (CRIC) or a plain list.
 * The key is the experiment's own site; `site` and `rc_site` within name the centre that declared it.
 * Left out: what is not ACTIVE, and what touches neither computing nor storage. null: no calendar.
 */
export function readCalendar(body: unknown): Calendar | null {
  if (body === null || typeof body !== 'object') return null;
  const downtimes: Downtime[] = [];
  const problems: string[] = [];
  for (const { site, entry } of entriesOf(body)) {
    if (!isObject(entry)) {
      problems.push(`An entry of the downtime calendar${site === '' ? '' : ` for ${site}`} is not an object.`);
    } else if (isActive(entry) && concernsJobs(entry)) {
      const downtime = downtimeOf(site, entry);
      if (typeof downtime === 'string') problems.push(downtime);
      else downtimes.push(downtime);
    }
  }
  return { downtimes, problems };
}

function entriesOf(body: object): { site: string; entry: unknown }[] {
  if (Array.isArray(body)) return body.map((entry: unknown) => ({ site: '', entry }));
  return Object.entries(body).flatMap(([site, entries]: [string, unknown]) => {
    if (entries === null || typeof entries !== 'object') return [{ site, entry: entries }];
    return Object.values(entries).map((entry: unknown) => ({ site, entry }));
  });
}

function downtimeOf(key: string, entry: Raw): Downtime | string {
  const site = key || text(entry['atlas_site']) || text(entry['site']) || text(entry['rc_site']);
  const start = utcInstant(entry['start_time'] ?? entry['start']);
  const end = utcInstant(entry['end_time'] ?? entry['end']);
  if (site === '') return 'A downtime in the calendar has no site.';
  if (start === null || end === null)
    return `A downtime of ${site} in the calendar has no start or end that can be understood.`;
  return { atlas_site: site, start, end, severity: text(entry['severity']), description: text(entry['description']) };
}

function isActive({ state }: Raw): boolean {
  return typeof state !== 'string' || state === '' || state.toUpperCase() === 'ACTIVE';
}

// A calendar lists outages of network probes and accounting too; nobody would hold a site for those.
function concernsJobs({ affected_services: services }: Raw): boolean {
  return (
    typeof services !== 'string' ||
    services.trim() === '' ||
    /\bCE\b|SRM|dav|xrootd|gridftp|condor|storage(?!\.accounting)/i.test(services)
  );
}

function isObject(value: unknown): value is Raw {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
