import { GridFailure, withAdvice, type Grid } from '../grid/ports.js';
import type { History } from '../model/history.js';
import type { Inventory } from '../model/inventory.js';
import type { GridView } from '../model/plan.js';
import type { Announcement, QueueRecord } from '../model/record.js';
import { names } from '../model/text/sentences.js';
import { logPatternProblems } from '../planning/log-patterns.js';
import { sitesByAtlasSite } from '../planning/situation.js';
import { closures, placesNeeded, type Places } from '../planning/calendar/outages.js';
import { readRequests, type RequestsAtHelpdesk } from './requests/at-helpdesk.js';

export interface ReadOptions {
  readonly nowMs: number;
  /** Of the ledger: tickets that it knows by their references are read by them. */
  readonly history: Promise<Pick<History, 'sites'>>;
  /** Hears which service did not answer where the rest can go on without it. */
  readonly notice: (text: string) => void;
}

/**
 * Reads from the grid everything that `plan()` rests on. Without catalogue or downtimes nothing can be
 * planned: a `GridFailure`. Without monitor or helpdesk it goes on, and says what is then unknown.
 */
export async function readGrid(
  grid: Grid,
  { campaign, sites, retirements }: Inventory,
  { nowMs, history, notice }: ReadOptions,
): Promise<GridView> {
  const retiring = retirements.map(({ queue }) => queue);
  const [records, rules, announced, requests] = await Promise.all([
    grid.catalogue.readAll(),
    grid.catalogue.readRules(retiring),
    grid.downtimes?.read(nowMs) ?? [],
    requestsAtHelpdesk(grid, { campaign: campaign.name, history }, notice),
  ]);
  const byName = new Map(records.map((record) => [record.panda_resource, record]));
  // Only where draining is under way does anybody ask for the jobs left; the monitor is to be asked gently.
  const draining = retiring.filter((queue) => byName.get(queue)?.status === 'brokeroff');
  const activity =
    grid.monitor && (await unlessSilent(grid.monitor.activity(draining), 'What is drained is unknown', notice));
  const uncounted = activity === null ? [] : draining.filter((queue) => !activity.has(queue));
  if (uncounted.length > 0)
    notice(`Whether ${names(uncounted)} drained is unknown: the monitor's list of jobs there is not whole.`);
  const places = await placesOf(grid, records, { announced, notice });
  const ours = new Set(sitesByAtlasSite({ sites }, { records: byName }).keys());
  const { downtimes, notes } = closures(announced, { records, places, ours, timezone: campaign.timezone });
  for (const note of notes) notice(note);
  const logPatterns = await patternsOf(grid);
  return {
    records: byName,
    rules,
    downtimes,
    activity,
    requests: requests?.found ?? null,
    ...(requests && requests.unread.size > 0 && { unreadRequests: requests.unread }),
    ...(logPatterns !== null && { logPatterns }),
  };
}

/** Where sites and storage are, read only where an outage cannot be understood without it; long lists both. */
async function placesOf(
  { catalogue }: Grid,
  records: readonly QueueRecord[],
  { announced, notice }: Pick<ReadOptions, 'notice'> & { readonly announced: readonly Announcement[] },
): Promise<Places> {
  const needed = placesNeeded(announced, records);
  const [centres, storageHosts] = await Promise.all([
    needed.centres && catalogue.readCentres
      ? unlessSilent(catalogue.readCentres(), 'Whose resource centre is out is unknown', notice)
      : null,
    needed.storageHosts && catalogue.readStorageHosts
      ? unlessSilent(
          catalogue.readStorageHosts(),
          'Whose storage is out is unknown, so it counts as everybody’s',
          notice,
        )
      : null,
  ]);
  return { centres: centres ?? new Map<string, string>(), storageHosts };
}

/** A list that cannot be read is a fact about it. */
async function patternsOf({ logPatterns }: Grid): Promise<NonNullable<GridView['logPatterns']> | null> {
  if (!logPatterns) return null;
  const { place, read } = logPatterns;
  try {
    return { place, problems: logPatternProblems(await read()) };
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    return { place, problems: [`it cannot be read (${withAdvice(error)})`] };
  }
}

async function unlessSilent<T>(answer: Promise<T>, unknown: string, notice: (text: string) => void): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    notice(`${unknown}: ${withAdvice(error)}`);
    return null;
  }
}

/** Requests that stand at the helpdesk; null where it is silent, and then somebody hears of it. */
export async function requestsAtHelpdesk(
  grid: Pick<Grid, 'helpdesk'>,
  { campaign, history }: { readonly campaign: string; readonly history: Promise<Pick<History, 'sites'>> },
  notice: (text: string) => void,
): Promise<RequestsAtHelpdesk | null> {
  const known = await history;
  const read = readRequests(grid, campaign, known);
  return unlessSilent(read, 'Which requests were sent and answered is unknown', notice);
}
