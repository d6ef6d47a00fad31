import { isMapping } from '../../model/mapping.js';
import type { Announcement, TouchedService } from '../../model/record.js';
import { beginningOfTime, endOfTime } from '../../model/dates.js';
import { oneLine } from '../../model/text/printable.js';
import { hostOf } from '../host-of.js';
import { utcInstant } from '../naive-time.js';

export type Raw = Readonly<Record<string, unknown>>;

/** What an entry says, with sentences about what had to be taken for the worst. */
export interface ReadEntry {
  readonly announcement: Announcement;
  readonly doubts: readonly string[];
}

/**
 * An entry of a site, whatever can be read of it. What cannot be read is taken for the worst, so that no broken entry lets
 * its site go in its days: without an end it lasts until it is corrected, without a known severity it is an outage.
 */
export function readEntry(site: string, isCentre: boolean, entry: unknown): ReadEntry {
  const given = isMapping(entry) ? entry : {};
  const doubts = isMapping(entry) ? [] : ['is nothing that can be read, and counts as an outage until it is corrected'];
  const [start, end] = span(given, doubts);
  const announcement = {
    site,
    isCentre,
    start,
    end,
    severity: isMapping(entry) ? severityOf(given, doubts) : 'OUTAGE',
    description: text(given['description']),
    touches: touchedBy(given['services']),
  };
  return { announcement, doubts: doubts.map((doubt) => `A downtime of ${site} in the calendar ${doubt}.`) };
}

function span(entry: Raw, doubts: string[]): readonly [start: string, end: string] {
  const start = utcInstant(entry['start_time'] ?? entry['start']);
  const end = utcInstant(entry['end_time'] ?? entry['end']);
  if (start !== null && end !== null && end < start) {
    doubts.push(`ends before it begins: its times were taken as interchanged`);
    return [end, start];
  }
  if (doubts.length === 0 && start === null) doubts.push('has no start that can be read: it has begun');
  if (doubts.length === 0 && end === null) doubts.push('has no end that can be read: it lasts until it is corrected');
  return [start ?? beginningOfTime, end ?? endOfTime];
}

/** What a site may work through, and be flipped in. */
const mild = new Set(['WARNING', 'AT_RISK', 'MODERATE', 'INTERMITTENT', 'NO_OUTAGE']);

function severityOf(entry: Raw, doubts: string[]): string {
  const given = text(entry['severity']).trim();
  const severity = given.toUpperCase().replace(/[\s-]+/g, '_');
  if (severity === 'OUTAGE' || severity === 'SEVERE') return 'OUTAGE';
  if (mild.has(severity)) return severity;
  doubts.push(
    given === ''
      ? 'has no severity: it was taken for an outage'
      : `has the unknown severity "${oneLine(given, 40)}": it was taken for an outage`,
  );
  return 'OUTAGE';
}

const computing = /\bCE\b|condor/i;
const storing = /SRM|dav|xrootd|gridftp|gsiftp|\bS3\b|\bSE\b|storage(?!\.accounting)/i;

/** Services that no job waits for. What is none of the three kinds may be anything. */
const harmless =
  /perfsonar|latency|bandwidth|apel|accounting|bdii|squid|frontier|voms|myproxy|argus|nagios|monitor|dashboard|gocdb|gstat|lfc|fts|cvmfs|vobox|vo-box|rgma|\bUI\b/i;

/** null: what it touches is not listed, or not so that it can be read. */
function touchedBy(services: unknown): Announcement['touches'] {
  if (!Array.isArray(services)) return null;
  const touched: TouchedService[] = [];
  for (const service of services as readonly unknown[]) {
    if (!isMapping(service)) return null;
    const name = `${text(service['type'])} ${text(service['flavour'])}`.trim();
    const kind = computing.test(name) ? 'compute' : storing.test(name) ? 'storage' : null;
    const host = hostOf(service['endpoint']);
    if (kind === null && harmless.test(name)) continue;
    if (kind === null || host === '') return null;
    const isInUse = !/^disabled$/i.test(text(service['status'])) && isActive(service);
    touched.push({ kind, host, isInUse });
  }
  return touched;
}

/** False of what the calendar itself says is off; a state that nobody knows is on. */
export function isActive({ state }: Raw): boolean {
  return typeof state !== 'string' || !/^(inactive|disabled|deleted|cancell?ed|closed)$/i.test(state.trim());
}

/** A calendar lists outages of network probes and accounting too; nobody would hold a site for those. */
export function concernsJobs({ affected_services: services }: Raw): boolean {
  if (typeof services !== 'string' || services.trim() === '') return true;
  return services.split(',').some((name) => computing.test(name) || storing.test(name) || !harmless.test(name));
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
