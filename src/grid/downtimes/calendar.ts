import { isMapping } from '../../model/mapping.js';
import type { Announcement } from '../../model/record.js';
import { concernsJobs, isActive, readEntry, text, type Raw, type ReadEntry } from './entry.js';

/** A calendar in the catalogue's words: what it announces, and sentences about what in it cannot be understood. */
export interface Calendar {
  readonly announcements: readonly Announcement[];
  readonly problems: readonly string[];
}

/** What the keys of a calendar name. */
export type Keys = 'sites' | 'centres';

/**
 * The downtimes of an answer: `{site: [entry…]}` (AGIS), `{site: {id: entry}}` (CRIC),
 * `{id: entry}` or a plain list. Within an entry `site` and `rc_site` name the centre that declared it.
 * Left out: what is not active, what touches neither computing nor storage, and what names no site. null: no calendar.
 */
export function readCalendar(body: unknown, keys: Keys = 'sites'): Calendar | null {
  if (body === null || typeof body !== 'object' || isError(body)) return null;
  const announcements: Announcement[] = [];
  const problems: string[] = [];
  for (const { key, entry } of entriesOf(body)) {
    if (isMapping(entry) && !(isActive(entry) && concernsJobs(entry))) continue;
    const read = announced(key, entry, keys);
    if (read === null) problems.push('A downtime in the calendar names no site: nobody knows whom it concerns.');
    else {
      announcements.push(read.announcement);
      problems.push(...read.doubts);
    }
  }
  return { announcements, problems };
}

/** A refusal in JSON, such as `{"error": "…"}`, has nothing else in it. */
function isError(body: object): boolean {
  const values: readonly unknown[] = Object.values(body);
  return (
    !Array.isArray(body) &&
    ['error', 'detail', 'message', 'exception'].some((name) => typeof (body as Raw)[name] === 'string') &&
    values.every((value) => typeof value !== 'object' || value === null)
  );
}

function entriesOf(body: object): readonly { readonly key: string; readonly entry: unknown }[] {
  if (Array.isArray(body)) return body.map((entry: unknown) => ({ key: '', entry }));
  const entries: readonly [string, unknown][] = Object.entries(body);
  if (entries.some(([, value]) => isEntry(value)))
    return entries.map(([key, entry]) => ({ key: isEntry(entry) && namesSite(entry) ? '' : key, entry }));
  return entries.flatMap(([key, value]) => {
    if (value === null || typeof value !== 'object') return [{ key, entry: value }];
    return Object.values(value).map((entry: unknown) => ({ key, entry }));
  });
}

function namesSite(entry: unknown): boolean {
  return isMapping(entry) && ['atlas_site', 'rc_site', 'site'].some((name) => text(entry[name]) !== '');
}

/** What stands by its own id, and not by its site. */
function isEntry(value: unknown): boolean {
  return (
    isMapping(value) && ['start_time', 'end_time', 'severity'].some((name) => name in value && !isMapping(value[name]))
  );
}

function announced(key: string, entry: unknown, keys: Keys): ReadEntry | null {
  const given = isMapping(entry) ? entry : {};
  const named = key || text(given['atlas_site']);
  const site = (named || text(given['rc_site']) || text(given['site'])).trim();
  return site === '' ? null : readEntry(site, named === '' || (key !== '' && keys === 'centres'), entry);
}
