import { overlayRequests, requestOf } from '../../planning/requests/requests.js';
import { instant } from '../../model/dates.js';
import type { RequestFact, RequestState } from '../../model/history.js';
import type { Result } from '../../report/results/results.js';
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
}

/** Records what an operator knows of the requests to sites: of the newest round, whoever sent it and in its ticket, or of another one that it opens. */
export async function recordRequests(
  session: Session,
  names: readonly string[],
  heard: Heard,
): Promise<Result<'request-sent'>> {
  const { inventory, actor, grid } = session;
  const { step } = heard;
  const sites = [...new Set(names)].map((name) => siteNamed(name, inventory).name);
  const since = instant(await grid.clock.now());
  return withLedger(session, 'write', async (ledger) => {
    const history = await ledger.history();
    const asked = { campaign: inventory.campaign.name, history: Promise.resolve(history) };
    const found = await requestsAtHelpdesk(grid, asked, session.notice);
    const known = overlayRequests(history, found?.found ?? null);
    const requests = sites.map((site): RequestFact => {
      const past = requestOf(known, site, step) ?? null;
      const round = (past?.round ?? 1) + (past && heard.again ? 1 : 0);
      const ref = heard.ref ?? (heard.again ? null : (past?.ref ?? null));
      return { site, step, round, state: heard.state, since, ref, by: actor.name, reason: heard.reason };
    });
    await Promise.all(requests.map((request) => ledger.note({ what: 'request', request }, actor, since)));
    return { requests };
  });
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
