import type { LedgerEvent } from '../../ledger/port.js';
import { instant, type IsoDate } from '../../model/dates.js';
import type { History, RequestFact } from '../../model/history.js';
import { agreedDayStep, migrationStep } from '../../model/keys/operation-keys.js';
import { toldDay } from '../../model/facts/request-news.js';
import { overlayRequests, requestOf } from '../../planning/requests/requests.js';
import { UserError } from '../../model/user-error.js';
import { siteNamed } from '../names.js';
import { withLedger, type Session } from '../session.js';
import { requestsAtHelpdesk } from '../read-grid.js';

/** A record that a person made, and what was known before it. */
interface Undone {
  readonly before: RequestFact;
  readonly request: RequestFact;
  readonly inLedger: RequestFact | null;
  /** What counts once it is taken back, by the ledger and the helpdesk. */
  readonly left: Left;
}

/** `unread`: the ledger alone says so, for the helpdesk cannot be read. */
export interface Left {
  readonly request: RequestFact | null;
  readonly by: 'the helpdesk' | 'the ledger';
  readonly unread: boolean;
}

/**
 * What stands of requests once the last thing a person recorded of each is taken back: what was known before it, or
 * that nothing is recorded; and what the helpdesk has all the same. Throws a UserError (exit 4) where nobody recorded anything, or the helpdesk itself says so.
 */
export async function takenBack(
  session: Session,
  names: readonly string[],
  { step, reason }: { readonly step: string; readonly reason: string },
): Promise<readonly Undone[]> {
  const { inventory, grid, actor, notice } = session;
  const sites = [...new Set(names)].map((name) => siteNamed(name, inventory).name);
  const nowMs = await grid.clock.now();
  const [history, events] = await withLedger(session, 'read', (ledger) =>
    Promise.all([ledger.history(), ledger.events({})]),
  );
  const asked = { campaign: inventory.campaign.name, history: Promise.resolve(history) };
  const found = (await requestsAtHelpdesk(grid, asked, notice))?.found ?? null;
  return sites.map((site): Undone => {
    const told = standing(events, site, step);
    const last = told.at(-1);
    if (last?.byHand !== true)
      throw refusal('nothing-to-take-back', `Nothing that was recorded by hand stands of ${site}'s request.`, site);
    const { fact } = last;
    const there = found?.find((one) => one.site === site && one.step === step && one.round === fact.round);
    if (there?.state === fact.state)
      throw refusal(
        'stands-at-helpdesk',
        `By the helpdesk itself ${site}'s request is ${fact.state}${there.ref === null ? '' : `: ${there.ref}`}.`,
        site,
      );
    if (last.ended !== null)
      throw refusal(
        'ended-by-it',
        `What was recorded ended ${last.ended}, of which nobody knew whether it went out: it cannot be begun again. \`migrate request open ${site} --again\` asks once more.`,
        site,
      );
    const day = step === migrationStep ? toldDay(fact, requestsOf(history, site, agreedDayStep)) : null;
    if (day !== null) notice(toldOf(site, day, requestsOf(history, site, agreedDayStep)?.ref ?? null));
    const before = told.slice(0, -1);
    const earlier = before.findLast((one) => one.fact.round === fact.round)?.fact;
    const none = { ...fact, state: 'none' as const, since: instant(nowMs), ref: null, by: actor.name };
    const inLedger = requestsOf(history, site, step) ?? null;
    return {
      before: fact,
      inLedger,
      request: { ...(earlier ?? none), reason: `${takingBack}${actor.name}: ${reason}`, takesBack: true },
      left: leftOf(
        { site, step },
        earlier ?? before.at(-1)?.fact ?? null,
        grid.helpdesk?.readable === true ? found : null,
      ),
    };
  });
}

function leftOf(
  { site, step }: Pick<RequestFact, 'site' | 'step'>,
  inLedger: RequestFact | null,
  found: readonly RequestFact[] | null,
): Left {
  const sites = new Map(inLedger === null ? [] : [[site, { requests: [inLedger] }]]);
  const known = overlayRequests({ sites }, found);
  const request = requestOf(known, site, step) ?? null;
  const isFound = request !== null && known.found.includes(request);
  return { request, by: isFound ? 'the helpdesk' : 'the ledger', unread: found === null };
}

function requestsOf({ sites }: History, site: string, step: string): RequestFact | undefined {
  return sites.get(site)?.requests.find((one) => one.step === step);
}

/** What was told cannot be taken back: the site holds to it until it hears otherwise. */
function toldOf(site: string, day: IsoDate, ref: string | null): string {
  const where = ref === null ? '' : ` in ${ref}`;
  return `${site} was told ${day}${where}: it is not flipped before, until its newer answer is recorded. Write to it that the day no longer stands.`;
}

/** How the reason of a fact begins that takes an earlier one back; what somebody says beside that is marked as no such thing. */
export const takingBack = 'taken back by ';

interface Told {
  readonly fact: RequestFact;
  /** A person said so; else this program sent it, or the helpdesk shows it. */
  readonly byHand: boolean;
  /** Key of an operation that ended with it. */
  readonly ended: string | null;
}

/** What was told of a request and was not taken back, oldest first. */
function standing(events: readonly LedgerEvent[], site: string, step: string): readonly Told[] {
  const told: Told[] = [];
  for (const event of events) {
    const fact = (event.what === 'request' ? event.detail : event.detail['request']) as RequestFact | undefined;
    if (fact?.site !== site || fact.step !== step) continue;
    if (fact.takesBack ?? fact.reason?.startsWith(takingBack) === true) told.pop();
    else
      told.push({
        fact,
        byHand: event.what === 'request' && fact.by === event.actor,
        ended: event.what === 'request' ? event.key : null,
      });
  }
  return told;
}

function refusal(code: string, sentence: string, site: string): UserError {
  return new UserError(4, code, sentence, [`\`migrate history ${site}\` shows what was said, and by whom.`]);
}
