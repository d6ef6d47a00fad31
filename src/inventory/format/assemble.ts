import type * as z from 'zod';
import type { Inventory, OsEvidence, QueueEntry, Site } from '../../model/inventory.js';
import { expectedName, isName } from './values.js';
import { shown, type Path, type Problem } from '../finding.js';
import { hashOf } from '../hash.js';
import { leftEmpty } from '../left-empty.js';
import { isPlainQueue, isPlainSite } from './plain.js';
import { problemsOf } from './problems.js';
import { includeSchema, mainSchema, type MainFile } from './schema/file.js';
import { queueSchema, siteSchema, type RawOs, type RawSite } from './schema/site.js';
import { mappingAt, type Placed, type Source } from '../sources.js';

/** Checks every value against the schema and fills in the defaults. `inventory` is null as soon as something is wrong. */
export function assembleInventory(sources: readonly Source[]): {
  inventory: Inventory | null;
  problems: readonly Placed[];
} {
  const [first] = sources;
  if (!first) return { inventory: null, problems: [] };
  const wrong = sources.map((source) => ({ source, problems: [] as Problem[] }));
  const heads = wrong.map(({ source, problems }) =>
    checked(source === first ? mainSchema : includeSchema, source.document, () => [], problems),
  );
  const main = heads[0] as MainFile | null;
  const defaultOs = main?.defaults.os ? osEvidence(main.defaults.os) : null;
  const sites = wrong.flatMap(({ source, problems }) =>
    assembleSites(mappingAt(source.document, 'sites'), defaultOs, problems),
  );
  const problems = wrong.flatMap(({ source, problems: found }) => found.map((problem) => ({ source, problem })));
  if (!main || problems.length > 0) return { inventory: null, problems };
  const { campaign, grid, ledger, notices } = main;
  const hash = hashOf(sources.map(({ text }) => text));
  const retirements = heads.flatMap((head) => head?.retirements ?? []);
  return { inventory: { file: first.file, hash, campaign, grid, ledger, notices, sites, retirements }, problems };
}

function checked<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: () => Path,
  problems: Problem[],
): z.output<T> | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const problem of problemsOf(result.error.issues, path(), value)) problems.push(problem);
  return null;
}

function assembleSites(
  listed: Readonly<Record<string, unknown>>,
  defaultOs: OsEvidence | null,
  problems: Problem[],
): Site[] {
  const sites: Site[] = [];
  for (const name of Object.keys(listed)) {
    const path = ['sites', name];
    if (!isName(name)) problems.push(badName(name, path));
    const raw = isPlainSite(listed[name]) ? listed[name] : checked(siteSchema, listed[name], () => path, problems);
    // Its queues are looked at even where the site itself is wrong.
    const queues = assembleQueues(mappingAt(listed[name], 'queues'), [...path, 'queues'], problems);
    if (raw) sites.push(site(name, raw, queues, defaultOs));
  }
  return sites;
}

function site(name: string, raw: RawSite, queues: Site['queues'], defaultOs: OsEvidence | null): Site {
  return {
    name,
    atlas_sites: raw.atlas_sites ?? [name],
    slots: raw.slots ?? 0,
    contact: raw.contact ?? null,
    os: raw.os ? osEvidence(raw.os) : defaultOs,
    ready_on: raw.ready_on ?? null,
    pin: raw.pin ?? null,
    after: raw.after ?? [],
    hold: raw.hold ? { because: raw.hold.because, until: raw.hold.until ?? null, by: raw.hold.by ?? null } : null,
    cloud: raw.cloud ?? null,
    tier: raw.tier ?? null,
    country: raw.country ?? null,
    ...(raw.traits && { traits: raw.traits }),
    queues,
  };
}

function assembleQueues(listed: Readonly<Record<string, unknown>>, path: Path, problems: Problem[]): Site['queues'] {
  const changed: [name: string, entry: QueueEntry][] = [];
  const names = Object.keys(listed);
  if (names.length === 0) {
    problems.push({ severity: 'error', path, about: 'value', found: 'no queue', expected: 'at least one queue' });
  }
  for (const name of names) {
    const value = listed[name];
    if (!isName(name)) problems.push(badName(name, [...path, name]));
    // A queue with nothing to override is all there.
    if (value === null || value === leftEmpty) changed.push([name, {}]);
    else if (!isEmpty(value)) {
      const entry = isPlainQueue(value) ? value : checked(queueSchema, value, () => [...path, name], problems);
      if (entry?.os && !isWhole(entry.os)) changed.push([name, { ...entry, os: osEvidence(entry.os) }]);
    }
  }
  // Most entries are right as they were read: copying a hundred thousand of them takes longer than checking.
  return changed.length === 0
    ? (listed as Site['queues'])
    : { ...(listed as Site['queues']), ...Object.fromEntries(changed) };
}

/** Nothing is left out, so that it can be taken as it was read. */
function isWhole(raw: RawOs): raw is OsEvidence {
  return raw.evidence !== undefined && raw.on !== undefined;
}

function osEvidence(raw: RawOs): OsEvidence {
  return isWhole(raw)
    ? raw
    : {
        is: raw.is,
        evidence: raw.evidence ?? null,
        on: raw.on ?? null,
        ...(raw.hint !== undefined && { hint: raw.hint }),
      };
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  for (const _key in value) return false;
  return true;
}

function badName(name: string, path: Path): Problem {
  return { severity: 'error', path, about: 'key', found: shown(name), expected: expectedName };
}
