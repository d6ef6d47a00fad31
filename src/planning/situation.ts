import { dayNumber, localDate, type IsoDate } from '../model/dates.js';
import type { History, QueueHistory } from '../model/history.js';
import type { Inventory, QueueEntry, Retirement, Site } from '../model/inventory.js';
import type { GridView } from '../model/plan.js';
import type { QueueRecord } from '../model/record.js';
import { calendarOf, type Calendar } from './calendar/calendar.js';
import { closedDays, type ClosedDays } from './calendar/downtimes.js';
import { awaitsVerdict } from './verdicts/verdicts.js';
import { type UnderWatch } from '../changes/claims.js';
import { runsContainer } from '../changes/record/containers.js';
import { versionState, type VersionState } from '../changes/record/versions.js';
import { overlayRequests, type Requests } from './requests/requests.js';
import { learn, type Learned } from '../learning/learned.js';
import { memoised } from '../model/memoised.js';
import { sitesPool } from '../model/keys/pools.js';

/** A queue with everything known of it. */
export interface Queue {
  readonly name: string;
  readonly entry: QueueEntry;
  /** null: the catalogue does not know it. */
  readonly record: QueueRecord | null;
  readonly history: QueueHistory | null;
  /** Of `pilot_version`; a campaign without a pilot track has every known queue at its aim. */
  readonly versionState: VersionState | 'unknown';
}

/** A site with the queues that count: not retiring, not special, not a test queue, not excluded. */
export interface SiteFacts {
  readonly site: Site;
  readonly name: string;
  readonly queues: readonly Queue[];
  /** As the inventory says, else the catalogue; `''` where neither does. */
  readonly cloud: string;
  /** Further clouds of its queues, by the catalogue: it counts in each. */
  readonly alsoIn: readonly string[];
  readonly country: string;
  readonly tier: number | null;
  readonly slots: number;
}

/** Everything `plan()` and the operators' commands rest on, put in order once. */
export interface Situation {
  readonly inventory: Inventory;
  readonly view: GridView;
  readonly history: History;
  readonly nowMs: number;
  readonly day: IsoDate;
  readonly today: number;
  readonly calendar: Calendar;
  /** `ready_when`, one by one. */
  readonly readyWhen: readonly (readonly [field: string, wanted: readonly string[]])[];
  readonly requests: Requests;
  readonly retiring: ReadonlyMap<string, Retirement>;
  /** Site → days of its outages. */
  readonly closed: ReadonlyMap<string, readonly ClosedDays[]>;
  /** In the order of the inventory. */
  readonly sites: readonly SiteFacts[];
  readonly siteOf: ReadonlyMap<string, SiteFacts>;
  /** The site that lists a queue, counting or not. */
  readonly siteOfQueue: (queue: string) => SiteFacts | undefined;
  /** Sites that have a place in today's pace: flipped today, or sent on an earlier day and not landed yet. */
  readonly takenToday: ReadonlySet<string>;
  /** ATLAS site → site. */
  readonly ownerOf: ReadonlyMap<string, SiteFacts>;
  /** Site → queues that the catalogue has at its ATLAS sites and the inventory does not list; they are never touched. */
  readonly unlisted: ReadonlyMap<string, readonly string[]>;
  /** Whether the pilot starts the campaign's container by a `container_type`: what it would do, not what is written. */
  readonly containersAreOn: (containerType: string) => boolean;
  /** What the verdicts of this campaign have taught. */
  readonly learned: Learned;
}

export function assess(inventory: Inventory, view: GridView, history: History, nowMs: number): Situation {
  const { campaign } = inventory;
  const day = localDate(nowMs, campaign.timezone);
  const today = dayNumber(day);
  const retiring = new Map(inventory.retirements.map((retirement) => [retirement.queue, retirement]));
  const siteOf = new Map<string, SiteFacts>();
  const ownerOf = new Map<string, SiteFacts>();
  const versionStateOf = memoised((version) => (campaign.pilot ? versionState(version, campaign.pilot) : 'at'));
  const sites = inventory.sites.map((site) => {
    const facts = siteFacts(site, view, history, retiring, versionStateOf);
    siteOf.set(site.name, facts);
    for (const atlasSite of site.atlas_sites) ownerOf.set(atlasSite, facts);
    return facts;
  });
  const siteOfQueue = siteFinder(sites, view, ownerOf);
  return {
    inventory,
    view,
    history,
    nowMs,
    day,
    today,
    calendar: calendarOf(campaign),
    readyWhen: Object.entries(campaign.ready_when),
    requests: overlayRequests(history, view.requests, view.unreadRequests),
    retiring,
    closed: closedDays(view.downtimes, sitesByAtlasSite(inventory, view), campaign.timezone, today),
    sites,
    siteOf,
    siteOfQueue,
    takenToday: takenOn(today, history, siteOfQueue),
    ownerOf,
    unlisted: unlistedQueues(view, ownerOf, siteOfQueue, retiring),
    containersAreOn: memoised(
      (containerType) => campaign.containers !== null && runsContainer(containerType, campaign.containers.on),
    ),
    learned: learn(sites, history, campaign.learning, day),
  };
}

/** Sites by ATLAS site, as the inventory says, and as the catalogue says of their queues: several may be at one. */
export function sitesByAtlasSite(
  { sites }: Pick<Inventory, 'sites'>,
  { records }: Pick<GridView, 'records'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { name, atlas_sites, queues } of sites) {
    const places = Object.keys(queues).flatMap((queue) => records.get(queue)?.atlas_site ?? []);
    for (const place of [...atlas_sites, ...places]) {
      const known = owners.get(place);
      if (known) known.add(name);
      else owners.set(place, new Set([name]));
    }
  }
  return owners;
}

/** True at the new version, as the campaign counts it. One beyond it is neither migrated nor left to flip. */
export function isMigrated({ versionState }: Queue): boolean {
  return versionState === 'at';
}

/** True where a flip is still to come, if the catalogue knows the queue. */
export function isLeft({ versionState }: Queue): boolean {
  return versionState === 'old' || versionState === 'unknown';
}

/**
 * A flip of this ledger without a good verdict; one that is still open counts once it may have reached
 * the catalogue.
 */
export function inCommissioning({ history }: Queue, nowMs: number): boolean {
  if (awaitsVerdict(history, nowMs)) return true;
  const open = history?.open;
  return open?.operation.kind === 'flip' && open.state !== 'intended';
}

/** Sites whose flip has no good verdict yet and was not taken back: who is in the pools that have no date. */
export function sitesUnderWatch({ sites, nowMs }: Situation): UnderWatch {
  const watched = sites.filter(
    ({ queues }) =>
      queues.some((queue) => inCommissioning(queue, nowMs)) &&
      !queues.some(({ history }) => history?.pilot?.kind === 'rollback'),
  );
  return {
    sites: new Set(watched.map(({ name }) => name)),
    tier1: new Set(watched.filter(({ tier }) => tier === 1).map(({ name }) => name)),
  };
}

function siteFacts(
  site: Site,
  view: GridView,
  history: History,
  retiring: ReadonlyMap<string, Retirement>,
  versionStateOf: (version: string) => VersionState,
): SiteFacts {
  const queues: Queue[] = [];
  let known: QueueRecord | undefined;
  for (const name of Object.keys(site.queues)) {
    const entry = site.queues[name] ?? {};
    const record = view.records.get(name);
    known ??= record;
    if (retiring.has(name) || !counts(name, entry, record)) continue;
    const versionState = record ? versionStateOf(record.pilot_version) : 'unknown';
    queues.push({ name, entry, record: record ?? null, history: history.queues.get(name) ?? null, versionState });
  }
  const cloud = site.cloud ?? known?.cloud ?? '';
  return {
    site,
    name: site.name,
    queues,
    cloud,
    alsoIn: site.cloud === null ? furtherClouds(queues, cloud) : [],
    country: site.country ?? known?.country ?? '',
    tier: site.tier ?? known?.tier_level ?? null,
    slots: site.slots,
  };
}

function furtherClouds(queues: readonly Queue[], first: string): readonly string[] {
  const clouds = new Set(queues.flatMap(({ record }) => record?.cloud ?? []));
  return [...clouds].filter((cloud) => cloud !== '' && cloud !== first);
}

/** Looks at the owner of the queue's ATLAS site first; only a queue that is listed elsewhere needs all lists. */
function siteFinder(
  sites: readonly SiteFacts[],
  { records }: GridView,
  ownerOf: ReadonlyMap<string, SiteFacts>,
): Situation['siteOfQueue'] {
  let everywhere: Map<string, SiteFacts> | null = null;
  return (queue) => {
    const owner = ownerOf.get(records.get(queue)?.atlas_site ?? '');
    if (owner && Object.hasOwn(owner.site.queues, queue)) return owner;
    everywhere ??= new Map(sites.flatMap((facts) => Object.keys(facts.site.queues).map((name) => [name, facts])));
    return everywhere.get(queue);
  };
}

function takenOn(today: number, history: History, siteOfQueue: Situation['siteOfQueue']): ReadonlySet<string> {
  const taken = new Set(history.claims.get(sitesPool(today))?.keys());
  for (const [queue, { open }] of history.queues) {
    if (open?.operation.kind !== 'flip' || open.state === 'intended') continue;
    const facts = siteOfQueue(queue);
    if (facts?.queues.some(({ name, versionState }) => name === queue && versionState === 'old')) taken.add(facts.name);
  }
  return taken;
}

function unlistedQueues(
  view: GridView,
  ownerOf: ReadonlyMap<string, SiteFacts>,
  siteOfQueue: Situation['siteOfQueue'],
  retiring: ReadonlyMap<string, Retirement>,
): ReadonlyMap<string, readonly string[]> {
  const unlisted = new Map<string, string[]>();
  for (const [name, record] of view.records) {
    const owner = ownerOf.get(record.atlas_site);
    if (!owner || siteOfQueue(name) || retiring.has(name) || !counts(name, {}, record)) continue;
    const queues = unlisted.get(owner.name) ?? [];
    queues.push(name);
    unlisted.set(owner.name, queues);
  }
  return unlisted;
}

/** Whether a queue takes part in stages and flips. The inventory's `type` wins over the catalogue's. */
function counts(name: string, entry: QueueEntry, record: QueueRecord | undefined): boolean {
  return entry.exclude === undefined && (entry.type ?? record?.type) !== 'special' && !isTestQueue(name);
}

/** `X_TEST`, and what the catalogue has beside it: `X-TEST`, `X_TESTA`, `X_TEST_SL7`. */
export function isTestQueue(name: string): boolean {
  return name.includes('_TEST') || name.includes('-TEST');
}
