import { agreedDayNotice } from '../../planning/requests/notices.js';
import { agreedDay, overlayRequests, requestOf, type Requests } from '../../planning/requests/requests.js';
import { instant, type IsoDate } from '../../model/dates.js';
import { migrationStep } from '../../model/keys/operation-keys.js';
import type { History, RequestFact, RequestState } from '../../model/history.js';
import { heardUpTo } from '../../model/facts/request-news.js';
import { UserError } from '../../model/user-error.js';
import { withLedger, type Session } from '../session.js';
import { requestsAtHelpdesk } from '../read-grid.js';
import { takingBack, type Left } from './take-back.js';
import { siteNamed } from '../names.js';

export interface Heard {
  /** `migration`, or the name of a notice's template. */
  readonly step: string;
  readonly state: RequestState;
  readonly ref: string | null;
  readonly reason: string | null;
  /** Asked once more: opens another round. */
  readonly again: boolean;
  /** The day that was agreed. */
  readonly on?: IsoDate;
}

/** A request as it was known, and as it is to be recorded. */
export interface Change {
  readonly before: RequestFact | null;
  readonly request: RequestFact;
  /** As the ledger knows it, before what the helpdesk shows is laid over. */
  readonly inLedger: RequestFact | null;
  /** Words of the site at the helpdesk that the ledger does not know. */
  readonly unread?: RequestFact;
  /** Of what is taken back: what counts then. */
  readonly left?: Left;
}

/** What an operator knows of the requests to sites: of the newest round, whoever sent it and in its ticket, or of another one that it opens. Records nothing. */
export async function heardOf(session: Session, names: readonly string[], heard: Heard): Promise<readonly Change[]> {
  const { inventory, actor, grid } = session;
  const { step, state, reason } = heard;
  const sites = [...new Set(names)].map((name) => siteNamed(name, inventory).name);
  const since = instant(await grid.clock.now());
  const isAnswer = state === 'accepted' || state === 'declined';
  const refs = isAnswer && heard.ref !== null ? sites.map((site) => ({ site, step, ref: heard.ref })) : [];
  const { known, history } = await knownRequests(session, refs);
  if (isAnswer && known.unread && grid.helpdesk?.readable === true)
    session.notice('The newest words of the sites are unknown: the helpdesk could not be read.');
  return sites.map((site) => {
    const before = requestOf(known, site, step) ?? null;
    const round = (before?.round ?? 1) + (before && heard.again ? 1 : 0);
    const ref = heard.ref ?? (heard.again ? null : (before?.ref ?? null));
    const on = heard.on ?? dayOf({ site, step, state, round }, before, known);
    const upTo = isAnswer && before?.round === round ? heardUpTo(before) : null;
    const why = isAnswer ? known.unreadable.get(site) : undefined;
    if (why !== undefined) session.notice(`The newest words of ${site} are unknown: ${why}`);
    const request: RequestFact = {
      ...{ site, step, round, state, since, ref, by: actor.name, reason },
      ...(on !== null && { on }),
      ...(upTo !== null && { heard: upTo }),
      ...(reason?.startsWith(takingBack) === true && { takesBack: false }),
    };
    const inLedger = history.sites.get(site)?.requests.find((fact) => fact.step === step) ?? null;
    const unread = isAnswer
      ? known.found.find((fact) => fact.site === site && fact.step === step && hasWords(fact))
      : undefined;
    return { before, request, inLedger, ...(unread && { unread }) };
  });
}

/** A day stays agreed when a yes is recorded once more; a text that was sent by hand tells the day that is agreed. */
function dayOf(
  { site, step, state, round }: Pick<RequestFact, 'site' | 'step' | 'state' | 'round'>,
  before: RequestFact | null,
  known: Requests,
): IsoDate | null {
  if (step === agreedDayNotice) return agreedDay(requestOf(known, site, migrationStep));
  const stays = step === migrationStep && state === 'accepted' && before?.round === round;
  return stays && before.state !== 'declined' && before.state !== 'sent' ? (before.on ?? null) : null;
}

/** Notes in the ledger what is to be recorded of requests: all or none. Throws a UserError (exit 4) where what was shown holds no more. */
export async function noteRequests(session: Session, changes: readonly Change[]): Promise<void> {
  const at = instant(await session.grid.clock.now());
  const told = changes.map(({ request, before, inLedger }) => ({ request, shown: [inLedger, before] }));
  await withLedger(session, 'write', (ledger) => ledger.note({ what: 'requests', told }, session.actor, at));
}

/**
 * Throws a UserError (exit 4) where sites have said something that the ledger does not know, with their words, which are
 * noted: nobody was shown them, so nobody can have said what they mean.
 */
export async function refuseUnread(session: Session, changes: readonly Change[]): Promise<void> {
  const unread = changes.flatMap((change) => change.unread ?? []);
  if (unread.length === 0) return;
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', async (ledger) => {
    for (const request of unread) await ledger.note({ what: 'request', request, isFound: true }, session.actor, at);
  });
  throw new UserError(
    4,
    'newer-words',
    `${unread.map(({ site, since, reason }) => `${site}, ${since}: ${reason ?? ''}`).join('; ')}. Nobody had read this; nothing was recorded of the answer.`,
    ['The words are noted now. Read them, then repeat the command with what they mean.'],
  );
}

function hasWords({ state, reason }: RequestFact): boolean {
  return reason !== null && (state === 'replied' || state === 'declined' || state === 'solved');
}

interface Known {
  readonly known: Requests;
  readonly history: History;
}

type Reference = Pick<RequestFact, 'site' | 'step' | 'ref'>;

/** The newest request of every site and step, by the ledger and the helpdesk, where `refs` are read as well. */
async function knownRequests(session: Session, refs: readonly Reference[]): Promise<Known> {
  const { grid, inventory, notice } = session;
  const history = await withLedger(session, 'read', (ledger) => ledger.history());
  const asked = { campaign: inventory.campaign.name, history: Promise.resolve(withReferences(history, refs)) };
  const found = await requestsAtHelpdesk(grid, asked, notice);
  return { known: overlayRequests(history, found?.found ?? null, found?.unread), history };
}

/** As if the ledger knew that sites were asked by these tickets. */
function withReferences(history: History, refs: readonly Reference[]): Pick<History, 'sites'> {
  const sites = new Map(history.sites);
  for (const { site, step, ref } of refs) {
    const requests = sites.get(site)?.requests ?? [];
    const known = requests.find((fact) => fact.step === step);
    const asked = { site, step, round: known?.round ?? 1, state: 'sent' as const, since: instant(0) };
    sites.set(site, { requests: [...requests, { ...asked, ref, by: '', reason: null }] });
  }
  return { sites };
}

/** Those of the named sites of which a queue was flipped, and was not taken back, or was found at the new pilot. */
export async function goneAlready(session: Session, names: readonly string[]): Promise<readonly string[]> {
  const { inventory } = session;
  const { queues } = await withLedger(session, 'read', (ledger) => ledger.history());
  const sites = [...new Set(names.map((name) => siteNamed(name, inventory)))];
  return sites
    .filter((site) =>
      Object.keys(site.queues).some((queue) => {
        const past = queues.get(queue);
        return past?.pilot ? past.pilot.kind === 'flip' : past?.adopted != null;
      }),
    )
    .map(({ name }) => name);
}
