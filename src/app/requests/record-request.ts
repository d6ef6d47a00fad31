import { agreedDayNotice } from '../../planning/requests/notices.js';
import { agreedDay, overlayRequests, requestOf, type Requests } from '../../planning/requests/requests.js';
import { instant, type IsoDate } from '../../model/dates.js';
import { migrationStep } from '../../model/keys/operation-keys.js';
import type { RequestFact, RequestState } from '../../model/history.js';
import { withLedger, type Session } from '../session.js';
import { requestsAtHelpdesk } from '../read-grid.js';
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
interface Change {
  readonly before: RequestFact | null;
  readonly request: RequestFact;
}

/** What an operator knows of the requests to sites: of the newest round, whoever sent it and in its ticket, or of another one that it opens. Records nothing. */
export async function heardOf(session: Session, names: readonly string[], heard: Heard): Promise<readonly Change[]> {
  const { inventory, actor, grid } = session;
  const { step, state, reason } = heard;
  const sites = [...new Set(names)].map((name) => siteNamed(name, inventory).name);
  const since = instant(await grid.clock.now());
  const known = await knownRequests(session);
  return sites.map((site) => {
    const before = requestOf(known, site, step) ?? null;
    const round = (before?.round ?? 1) + (before && heard.again ? 1 : 0);
    const ref = heard.ref ?? (heard.again ? null : (before?.ref ?? null));
    const on = heard.on ?? dayOf({ site, step, state, round }, before, known);
    const request = { site, step, round, state, since, ref, by: actor.name, reason, ...(on !== null && { on }) };
    return { before, request };
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

/** Notes in the ledger what is to be recorded of requests. */
export async function noteRequests(session: Session, requests: readonly RequestFact[]): Promise<void> {
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', async (ledger) => {
    await Promise.all(requests.map((request) => ledger.note({ what: 'request', request }, session.actor, at)));
  });
}

/** The newest request of every site and step, by the ledger and the helpdesk. */
export async function knownRequests(session: Session): Promise<Requests> {
  const { grid, inventory, notice } = session;
  const history = await withLedger(session, 'read', (ledger) => ledger.history());
  const asked = { campaign: inventory.campaign.name, history: Promise.resolve(history) };
  const found = await requestsAtHelpdesk(grid, asked, notice);
  return overlayRequests(history, found?.found ?? null);
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
