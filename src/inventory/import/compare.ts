import type { IsoDate } from '../../model/dates.js';
import type { Inventory, Site } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { grouped } from '../../model/grouped.js';
import { count, names } from '../../model/text/sentences.js';
import { isName } from '../format/values.js';
import { shown } from '../finding.js';
import { nearName } from '../../model/text/near-names.js';
import { osHint, type OsHint } from './os-hint.js';

/** What the catalogue has and the inventory has not, and what of it is for a person to decide. */
export interface CatalogueDiff {
  /** `newSite`: the site comes with the queue. */
  readonly added: readonly {
    readonly queue: string;
    readonly site: string;
    readonly newSite: boolean;
    readonly hint: OsHint | null;
  }[];
  /** `exclude`: what is written at the queue; null: nothing, because it retires. */
  readonly gone: readonly { readonly queue: string; readonly site: string; readonly exclude: string | null }[];
  /** Excluded by an earlier import, and there again. */
  readonly back: readonly { readonly queue: string; readonly site: string }[];
  readonly renamed: readonly {
    readonly from: string;
    readonly to: string;
    readonly site: string;
    readonly evidence: string;
  }[];
  readonly moved: readonly {
    readonly queue: string;
    readonly from: string;
    readonly to: string;
    readonly newSite: boolean;
  }[];
  readonly undecided: readonly Undecided[];
}

/** Left as it is until a person has decided. */
export interface Undecided {
  readonly subject: string;
  readonly sentence: string;
  readonly advice: string;
}

export interface CompareOptions {
  readonly today: IsoDate;
  /** Every record could be understood; else nothing is taken for gone. */
  readonly complete: boolean;
  /** Renamings that a person has confirmed, old name to new. */
  readonly renamed: ReadonlyMap<string, string>;
}

const goneText = 'not in the catalogue since ';

/** A record that an import takes: a disabled one is no queue any more. */
export function isActive({ state }: Pick<QueueRecord, 'state'>): boolean {
  return state === '' || state.toUpperCase() === 'ACTIVE';
}

/** Pure: what an import would change. Nobody's own fields, order or comments are part of it. */
export function compareCatalogue(
  inventory: Inventory,
  records: readonly QueueRecord[],
  { today, complete, renamed: confirmed }: CompareOptions,
): CatalogueDiff {
  const siteOfQueue = new Map(inventory.sites.flatMap((site) => Object.keys(site.queues).map((name) => [name, site])));
  const ownerOf = new Map(inventory.sites.flatMap((site) => site.atlas_sites.map((atlasSite) => [atlasSite, site])));
  const retiring = new Set(inventory.retirements.map(({ queue }) => queue));
  const byName = new Map(records.map((record) => [record.panda_resource, record]));
  const undecided: Undecided[] = [];
  const taken = writable(records.filter(isActive), inventory, ownerOf, undecided);
  const fresh = taken.filter(({ panda_resource: name }) => !siteOfQueue.has(name));
  const entryOf = (name: string): Site['queues'][string] => siteOfQueue.get(name)?.queues[name] ?? {};
  const missing = [...siteOfQueue.keys()].filter(
    (name) => complete && !byName.has(name) && entryOf(name).exclude === undefined,
  );
  const renamed = renamings(missing, fresh, { siteOfQueue, ownerOf, confirmed }, undecided);
  const settled = new Set(renamed.certain.flatMap(({ from, to }) => [from, to]));
  const left = (name: string): boolean => !settled.has(name) && !renamed.open.has(name);
  const siteFor = (record: QueueRecord): string => ownerOf.get(record.atlas_site)?.name ?? record.atlas_site;
  const added = fresh
    .filter(({ panda_resource: name }) => left(name))
    .map((record) => ({
      queue: record.panda_resource,
      site: siteFor(record),
      newSite: !ownerOf.has(record.atlas_site),
      hint: osHint(record),
    }));
  const fed = new Set(added.map(({ site }) => site));
  const moved = movings(taken, { inventory, siteOfQueue, ownerOf, retiring, fed }, undecided);
  return {
    added,
    gone: missing
      .filter(left)
      .map((queue) => ({
        queue,
        site: siteOfQueue.get(queue)?.name ?? '',
        exclude: retiring.has(queue) ? null : `${goneText}${today}`,
      })),
    back: backAgain(inventory, byName),
    renamed: renamed.certain,
    moved,
    undecided,
  };
}

/** The records whose names can stand in the file, and whose site is not another's name. */
function writable(
  records: readonly QueueRecord[],
  { sites }: Inventory,
  ownerOf: ReadonlyMap<string, Site>,
  undecided: Undecided[],
): readonly QueueRecord[] {
  const siteNames = new Set(sites.map(({ name }) => name));
  return records.filter(({ panda_resource: name, atlas_site: atlasSite }) => {
    const wrong = !isName(name)
      ? `its panda_resource ${shown(name)} is no name that sites.yaml takes`
      : atlasSite === ''
        ? 'it has no atlas_site'
        : !isName(atlasSite)
          ? `its atlas_site ${shown(atlasSite)} is no name that sites.yaml takes`
          : !ownerOf.has(atlasSite) && siteNames.has(atlasSite)
            ? `its atlas_site ${atlasSite} is the name of a site that has other atlas_sites`
            : null;
    if (wrong === null) return true;
    undecided.push({
      subject: isName(name) ? name : shown(name),
      sentence: `${isName(name) ? name : 'A queue'} is left out: ${wrong}.`,
      advice: 'Have the record corrected in the catalogue, or list the queue by hand.',
    });
    return false;
  });
}

interface Places {
  readonly siteOfQueue: ReadonlyMap<string, Site>;
  readonly ownerOf: ReadonlyMap<string, Site>;
}

/**
 * A queue of a site is missing and another one of the same site is new: it may have a new name. It certainly has
 * where the new one still has the old name as its nickname; else a person says so.
 */
function renamings(
  missing: readonly string[],
  fresh: readonly QueueRecord[],
  { siteOfQueue, ownerOf, confirmed }: Places & { readonly confirmed: ReadonlyMap<string, string> },
  undecided: Undecided[],
): { readonly certain: CatalogueDiff['renamed']; readonly open: ReadonlySet<string> } {
  const freshAt = grouped(fresh, ({ atlas_site: atlasSite }) => ownerOf.get(atlasSite)?.name ?? '');
  const used = new Set<string>();
  const open = new Set<string>();
  const certain: CatalogueDiff['renamed'][number][] = [];
  for (const from of missing) {
    const site = siteOfQueue.get(from)?.name ?? '';
    const candidates = (freshAt.get(site) ?? []).filter(({ panda_resource: name }) => !used.has(name));
    const told = candidates.find(({ panda_resource: name }) => confirmed.get(from) === name);
    const byNickname = candidates.find(({ nickname }) => nickname === from);
    const sure = told ?? byNickname;
    if (sure) {
      used.add(sure.panda_resource);
      const evidence = told ? 'a person said so' : `its nickname is still ${from}`;
      certain.push({ from, to: sure.panda_resource, site, evidence });
      continue;
    }
    const near = nearName(
      from,
      candidates.map(({ panda_resource: name }) => name),
    );
    if (near === null || confirmed.get(from) === '') continue;
    used.add(near);
    open.add(from).add(near);
    undecided.push({
      subject: from,
      sentence: `${from} of ${site} is gone from the catalogue, and ${near} is new there: it may be the same queue.`,
      advice: `Say so with --renamed ${from}=${near}, or that it is another with --renamed ${from}=.`,
    });
  }
  return { certain, open };
}

/** Queues whose record is of another site than the file's. */
function movings(
  records: readonly QueueRecord[],
  {
    inventory,
    siteOfQueue,
    ownerOf,
    retiring,
    fed,
  }: Places & {
    readonly inventory: Inventory;
    readonly retiring: ReadonlySet<string>;
    /** Sites that get new queues. */
    readonly fed: ReadonlySet<string>;
  },
  undecided: Undecided[],
): CatalogueDiff['moved'] {
  const leaving = new Map<Site, Leaving[]>();
  for (const { panda_resource: queue, atlas_site: atlasSite } of records) {
    const site = siteOfQueue.get(queue);
    if (!site || site.atlas_sites.includes(atlasSite) || retiring.has(queue)) continue;
    const owner = ownerOf.get(atlasSite);
    const list = leaving.get(site) ?? [];
    list.push({ queue, to: owner?.name ?? atlasSite, newSite: owner === undefined });
    leaving.set(site, list);
  }
  const emptied = emptiedSites(leaving, fed);
  for (const site of emptied) {
    const moves = leaving.get(site) ?? [];
    const targets = [...new Set(moves.map(({ to }) => to))];
    undecided.push({
      subject: site.name,
      sentence: `The catalogue has ${moves.length === 1 ? 'the only queue' : `all ${count(moves.length, 'queue')}`} of ${site.name} at ${names(targets)} now.`,
      advice: `Write ${names(targets)} into its atlas_sites where the site has a new name; else move its queues by hand and take it out.`,
    });
  }
  return inventory.sites.flatMap((site) =>
    emptied.has(site)
      ? []
      : (leaving.get(site) ?? []).map(({ queue, to, newSite }) => ({ queue, from: site.name, to, newSite })),
  );
}

interface Leaving {
  readonly queue: string;
  readonly to: string;
  readonly newSite: boolean;
}

/** Sites that would have no queue left; each of them sends none away, and so may leave another one without. */
function emptiedSites(leaving: ReadonlyMap<Site, readonly Leaving[]>, fed: ReadonlySet<string>): ReadonlySet<Site> {
  const emptied = new Set<Site>();
  for (let before = -1; before < emptied.size;) {
    before = emptied.size;
    const arriving = new Set(
      [...leaving].flatMap(([site, moves]) => (emptied.has(site) ? [] : moves.map(({ to }) => to))),
    );
    for (const [site, moves] of leaving)
      if (moves.length === Object.keys(site.queues).length && !fed.has(site.name) && !arriving.has(site.name))
        emptied.add(site);
  }
  return emptied;
}

function backAgain({ sites }: Inventory, records: ReadonlyMap<string, QueueRecord>): CatalogueDiff['back'] {
  return sites.flatMap((site) =>
    Object.entries(site.queues).flatMap(([queue, { exclude }]) => {
      const record = records.get(queue);
      return record && isActive(record) && exclude?.startsWith(goneText) === true ? [{ queue, site: site.name }] : [];
    }),
  );
}
