import { atHour, dayNumber, localDate, type Instant, instant } from '../../model/dates.js';
import type { Blocker, SitePlan } from '../../model/plan.js';
import { parseKey, stepOfKey } from '../../model/keys/operation-keys.js';
import type { SiteFacts, Situation } from '../situation.js';
import { pauseOf } from '../stops.js';
import { overdueVerdicts } from '../verdicts/overdue.js';
import { faultInForce } from '../verdicts/verdicts.js';

export const parties = ['us', 'the site', 'the helpdesk', "the catalogue's owners", 'nobody'] as const;
/** Who has to act. `nobody`: the calendar or the jobs are waited for. */
export type Party = (typeof parties)[number];

/** Whose turn it is at a site that is not finished. */
export interface Turn {
  readonly site: string;
  readonly party: Party;
  /** What they have to do, or what is waited for. */
  readonly what: string;
  /** null: nobody knows since when. */
  readonly since: Instant | null;
  /** Days of the calendar since then. */
  readonly days: number | null;
}

/** What the ledger tells of a site, oldest first. */
export interface Happened {
  readonly at: Instant;
  readonly what: string;
  readonly key: string | null;
  readonly site: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

type Found = Pick<Turn, 'party' | 'what'> & { readonly since?: Instant | null };

/** Of every site that is not finished, in the order of the plan. `events` of the ledger, oldest first. */
export function turnsOf(
  sites: readonly SitePlan[],
  situation: Situation,
  events: readonly Happened[],
): readonly Turn[] {
  const conflicts = openConflicts(events);
  const overdue = new Map(overdueVerdicts(situation).map(({ site, since }) => [site, since]));
  return sites.flatMap((site): Turn[] => {
    const facts = situation.siteOf.get(site.site);
    if (!facts || site.stage === 'migrated' || site.stage === 'leaving') return [];
    const {
      party,
      what,
      since = null,
    } = turnOf(site, facts, situation, {
      overdueSince: overdue.get(site.site) ?? null,
      conflict: conflicts.get(site.site) ?? null,
    });
    return [{ site: site.site, party, what, since, days: since === null ? null : daysSince(since, situation) }];
  });
}

function turnOf(
  site: SitePlan,
  facts: SiteFacts,
  situation: Situation,
  { overdueSince, conflict }: { readonly overdueSince: Instant | null; readonly conflict: Found | null },
): Found {
  return (
    ofOpenChange(facts, situation) ??
    conflict ??
    ofOpenRequest(facts, situation) ??
    (site.paused === null ? null : { party: 'us', what: 'to end the pause', since: pausedSince(site, situation) }) ??
    ofJobs(site, facts, situation, overdueSince) ??
    ofAnswer(site, situation) ??
    ofBlockers(site.blockers) ??
    ofWave(site, facts, situation)
  );
}

/** By site: the last try at a queue met somebody's value or rule, and nothing has come of it since. */
function openConflicts(events: readonly Happened[]): ReadonlyMap<string, Found> {
  const conflicts = new Map<string, Found & { readonly key: string }>();
  for (const { what, key, site, at, detail } of events) {
    if (what !== 'settled' || key === null || site === null || parseKey(key) === null) continue;
    const queue = parseKey(key)?.subject ?? '';
    if (detail['outcome'] === 'conflict')
      conflicts.set(site, {
        key: queue,
        party: "the catalogue's owners",
        what: `${stepOfKey(key)} of ${queue}: ${typeof detail['message'] === 'string' ? detail['message'] : 'a conflict'}`,
        since: at,
      });
    else if (conflicts.get(site)?.key === queue) conflicts.delete(site);
  }
  return conflicts;
}

/** A change that was begun and has not ended. */
function ofOpenChange({ queues }: SiteFacts, { inventory }: Situation): Found | null {
  const open = queues.flatMap(({ name, history }) => (history?.open ? [{ queue: name, ...history.open }] : []));
  const first = open.find(({ state }) => state === 'unconfirmed') ?? open[0];
  if (!first) return null;
  const { operation, queue, state, since } = first;
  const what = `${operation.kind} of ${queue}`;
  const profile = inventory.grid.profiles[inventory.grid.use];
  if (state !== 'intended' && profile?.catalogue.writer === 'instructions')
    return { party: "the catalogue's owners", what: `the ${what} in the web form`, since };
  if (state === 'unconfirmed')
    return { party: "the catalogue's owners", what: `the catalogue does not show the ${what} yet`, since };
  return { party: 'us', what: `to carry on the ${what}`, since };
}

/** A text of which nobody knows whether it went out, or a helpdesk that does not say. */
function ofOpenRequest({ name }: SiteFacts, { history, requests }: Situation): Found | null {
  const open = [...history.openRequests.values()].find(
    ({ operation, state }) => operation.site === name && state === 'unconfirmed',
  );
  if (open)
    return {
      party: 'the helpdesk',
      what: `whether the ${wordOf(stepOfKey(open.operation.key))} has arrived is not known`,
      since: open.since,
    };
  const request = requests.migration.get(name);
  if (request?.state === 'unconfirmed')
    return { party: 'the helpdesk', what: 'whether the request has arrived is not known', since: request.since };
  const unread = requests.unreadable.get(name) ?? (requests.unread ? 'it is silent' : null);
  const isWaitedFor = request?.state === 'sent' || request?.state === 'seen';
  return unread !== null && isWaitedFor
    ? { party: 'the helpdesk', what: `its answer cannot be read: ${unread}` }
    : null;
}

function wordOf(step: string): string {
  return step === 'migration' ? 'request' : step;
}

function pausedSince({ site, cloud }: SitePlan, { history, nowMs }: Situation): Instant | null {
  return pauseOf({ site, cloud, kind: 'flip' }, history, nowMs)?.at ?? null;
}

/** After a flip: the jobs, what they have shown, and a way back. */
function ofJobs(
  { stage }: SitePlan,
  { queues }: SiteFacts,
  { nowMs, inventory }: Situation,
  overdueSince: Instant | null,
): Found | null {
  const newest = queues.flatMap(({ history }) => history?.pilot ?? []).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  if (stage === 'rolledBack')
    return { party: 'us', what: 'to see that the reason is gone, and to flip it again', since: newest?.at ?? null };
  if (stage !== 'commissioning') return null;
  if (overdueSince !== null)
    return { party: 'us', what: 'to judge its jobs: the verdict is overdue', since: overdueSince };
  const fault = queues.flatMap(({ history }) => faultInForce(history, nowMs) ?? [])[0];
  if (fault?.verdict === 'site fault')
    return { party: 'the site', what: 'to repair what its jobs show', since: fault.at };
  if (fault?.verdict === 'configuration')
    return { party: "the catalogue's owners", what: 'to correct the record', since: fault.at };
  if (fault && fault.verdict !== 'inconclusive')
    return { party: 'us', what: `to act on the verdict: ${fault.verdict}`, since: fault.at };
  const hours = inventory.campaign.commissioning.deadline_hours;
  return { party: 'nobody', what: `its jobs are watched, ${hours} hours at most`, since: newest?.effectiveAt ?? null };
}

/** What the site was asked and has said. */
function ofAnswer({ site }: SitePlan, { requests }: Situation): Found | null {
  const request = requests.migration.get(site);
  if (request?.state === 'replied')
    return { party: 'us', what: 'to read its answer and record what it means', since: request.since };
  if (request?.state === 'declined')
    return { party: 'the site', what: 'to say when it can go: it has declined', since: request.since };
  return null;
}

/** Rules about what the site itself has to bring; rules about the catalogue's record are its owners'. */
const ofSite: ReadonlySet<string> = new Set(['os', 'ready_on']);
const ofUs: ReadonlySet<string> = new Set(['hold', 'stop the line', 'version']);

/** The first rule that no day clears; else the last day is waited for. */
function ofBlockers(blockers: readonly Blocker[]): Found | null {
  const lasting = blockers.find(({ clears, rule }) => clears === null && rule !== 'after');
  if (lasting) {
    const { rule, sentence: what } = lasting;
    if (ofSite.has(rule)) return { party: 'the site', what };
    return { party: ofUs.has(rule) ? 'us' : "the catalogue's owners", what };
  }
  const last = blockers.reduce<Blocker | null>(
    (latest, blocker) => ((blocker.clears ?? '') >= (latest?.clears ?? '') ? blocker : latest),
    null,
  );
  return last && { party: 'nobody', what: last.sentence };
}

/** Nothing stands against the site: its answer, its day, or ours. */
function ofWave({ date, why, request }: SitePlan, { name }: SiteFacts, { requests, day, inventory }: Situation): Found {
  const { timezone } = inventory.campaign;
  const fact = requests.migration.get(name);
  if (date !== null && date <= day)
    return { party: 'us', what: 'its flip is due', since: instant(atHour(date, 0, timezone)) };
  if (request.state === 'sent')
    return { party: 'the site', what: 'an answer to the request', since: fact?.since ?? null };
  if (date === null) return { party: 'us', what: 'it has no day: `migrate plan --explain` says why', since: null };
  const because = why === null ? '' : `: ${why}`;
  return { party: 'nobody', what: `its day is ${date}${because}`, since: fact?.since ?? null };
}

function daysSince(since: Instant, { today, inventory }: Situation): number {
  return Math.max(0, today - dayNumber(localDate(Date.parse(since), inventory.campaign.timezone)));
}
