import type { Downtime } from '../../model/record.js';
import { utcInstant } from '../naive-time.js';

type Raw = Readonly<Record<string, unknown>>;

/** A calendar in the catalogue's words: downtimes, and sentences about entries that cannot be understood. */
export interface Calendar {
  readonly downtimes: readonly Downtime[];
  readonly problems: readonly string[];
  /** Outages that close no site, and why. */
  readonly notes: readonly { readonly end: string; readonly sentence: string }[];
}

/**
 * The downtimes of an answer: `{site: [entry…]}` (AGIS), `{site: {id: entry}}` (CRIC),
 * `{id: entry}` or a plain list.
 * The key is the experiment's own site; `site` and `rc_site` within name the centre that declared it.
 * Left out: what is not ACTIVE, and what touches neither computing nor storage. null: no calendar.
 */
export function readCalendar(body: unknown): Calendar | null {
  if (body === null || typeof body !== 'object') return null;
  const downtimes: Downtime[] = [];
  const problems: string[] = [];
  const notes: { end: string; sentence: string }[] = [];
  for (const { site, entry } of entriesOf(body)) {
    if (!isObject(entry)) {
      problems.push(`An entry of the downtime calendar${site === '' ? '' : ` for ${site}`} is not an object.`);
    } else if (isActive(entry) && concernsJobs(entry)) {
      const downtime = downtimeOf(site, entry);
      if (typeof downtime === 'string') {
        problems.push(downtime);
        continue;
      }
      const why = whyNotClosed(entry, downtime);
      if (why === null) downtimes.push(downtime);
      else
        notes.push({
          end: downtime.end,
          sentence: `The outage of ${downtime.atlas_site} until ${downtime.end.slice(0, 10)} ${why}: it closes no day.`,
        });
    }
  }
  return { downtimes, problems, notes };
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

function downtimeOf(key: string, entry: Raw): Downtime | string {
  const site = key || text(entry['atlas_site']) || text(entry['site']) || text(entry['rc_site']);
  const start = utcInstant(entry['start_time'] ?? entry['start']);
  const end = utcInstant(entry['end_time'] ?? entry['end']);
  if (site === '') return 'A downtime in the calendar has no site.';
  if (start === null || end === null)
    return `A downtime of ${site} in the calendar has no start or end that can be understood.`;
  return { atlas_site: site, start, end, severity: text(entry['severity']), description: text(entry['description']) };
}

/** No planned work lasts so long: such an outage tells of services that are gone. */
const longestOutageMs = 365 * 86_400_000;

/** An outage that touches none of the site's services, or lasts for years, is told and closes nothing. */
function whyNotClosed({ services }: Raw, { start, end, severity }: Downtime): string | null {
  if (severity.toUpperCase() !== 'OUTAGE') return null;
  if (Array.isArray(services) && services.length === 0) return 'touches none of its services';
  return Date.parse(end) - Date.parse(start) > longestOutageMs ? 'lasts for more than a year' : null;
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
