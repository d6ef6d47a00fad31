import { GridFailure, withAdvice, type FoundRequest, type Grid, type Helpdesk } from '../../grid/ports.js';
import { instant } from '../../model/dates.js';
import type { History, RequestFact, RequestState } from '../../model/history.js';
import { heardUpTo } from '../../model/facts/request-news.js';
import { daysIn } from '../../model/text/days-in.js';
import { migrationStep, parseMarker } from '../../model/keys/operation-keys.js';

/** What stands at the helpdesk, by the markers `[campaign/site/step#round]` and by the references that the ledger knows. */
export interface RequestsAtHelpdesk {
  readonly found: readonly RequestFact[];
  /** Site → why the ticket of its request cannot be read. */
  readonly unread: ReadonlyMap<string, string>;
}

/** Reads the requests of a campaign. Rejects with a `GridFailure` where the helpdesk is silent. */
export async function readRequests(
  { helpdesk }: Pick<Grid, 'helpdesk'>,
  campaign: string,
  history: Pick<History, 'sites'>,
): Promise<RequestsAtHelpdesk> {
  if (!helpdesk?.readable) return { found: [], unread: new Map() };
  const known = [...history.sites.values()].flatMap(({ requests }) => requests);
  const marked = await helpdesk.find(campaign, 'search');
  const refs = new Set(marked.map(({ ref }) => ref));
  const found = marked.flatMap((request) =>
    request.unread === undefined ? (factOf(request, helpdesk, { known, refs }) ?? []) : [],
  );
  const missing = known.filter(({ step, ref }) => step === migrationStep && ref !== null && !refs.has(ref));
  const read = await Promise.all(missing.map((fact) => readByRef(fact, helpdesk)));
  return {
    found: [...found, ...read.flatMap(({ request }) => request ?? [])],
    unread: new Map([
      ...marked.flatMap(brokenTicket),
      ...read.flatMap(({ unread }) => (unread === null ? [] : [unread])),
    ]),
  };
}

/** Whose answer stands in a ticket that cannot be read. */
function brokenTicket({ marker, ref, unread }: FoundRequest): readonly (readonly [site: string, why: string])[] {
  if (unread === undefined) return [];
  const parts = parseMarker(marker);
  return parts?.step === migrationStep ? [[parts.subject, `${ref}: ${withAdvice(unread)}`]] : [];
}

interface ByRef {
  readonly request: RequestFact | null;
  readonly unread: readonly [site: string, why: string] | null;
}

/** What keeps one ticket from being read, and tells nothing of the others. */
const ofOneTicket: ReadonlySet<GridFailure['problem']> = new Set(['refused', 'not allowed', 'not understood']);

/** Titles change when tickets are forwarded, and a person may have opened one without a marker: the reference stays. */
async function readByRef(known: RequestFact, helpdesk: Helpdesk): Promise<ByRef> {
  const { site, step, round, ref } = known;
  try {
    const request = (await helpdesk.at?.(ref ?? '')) ?? null;
    if (request === null) return { request: null, unread: null };
    return { request: told(request, { site, step, round }, helpdesk, known), unread: null };
  } catch (error) {
    if (!(error instanceof GridFailure) || !ofOneTicket.has(error.problem)) throw error;
    return { request: null, unread: [site, `${ref ?? ''}: ${withAdvice(error)}`] };
  }
}

interface Beside {
  readonly known: readonly RequestFact[];
  /** Of all tickets of the list. */
  readonly refs: ReadonlySet<string>;
}

function factOf(request: FoundRequest, helpdesk: Helpdesk, { known, refs }: Beside): RequestFact | null {
  const parts = parseMarker(request.marker);
  if (!parts) return null;
  const { subject: site, step, number: round } = parts;
  const before = known.find((fact) => fact.site === site && fact.step === step && fact.round === round);
  // A second ticket beside the one that is known says nothing of what became of that one.
  const isSecond = before?.ref != null && before.ref !== request.ref && refs.has(before.ref);
  return told(request, { site, step, round }, helpdesk, isSecond ? undefined : before);
}

const answers: ReadonlySet<RequestState> = new Set(['replied', 'accepted', 'declined', 'solved']);

/** What a ticket says, compared with what was known: somebody writes after a consent, or opens the ticket again. Words with a day are no consent to any. */
function told(
  { state, sinceMs, said, saidMs, ref }: Omit<FoundRequest, 'marker'>,
  what: Pick<RequestFact, 'site' | 'step' | 'round'>,
  { channel: by }: Helpdesk,
  known: RequestFact | undefined,
): RequestFact {
  const fact: RequestFact = {
    ...what,
    state,
    since: instant(sinceMs),
    ref,
    by,
    reason: said ?? null,
    ...(saidMs !== undefined && saidMs > sinceMs && { heard: instant(saidMs) }),
  };
  const isRead = known !== undefined && answers.has(known.state) && instant(saidMs ?? sinceMs) <= heardUpTo(known);
  if (state === 'solved' && !isRead && daysIn(said ?? '').length > 0) return { ...fact, state: 'replied' };
  if (known === undefined) return fact;
  const knownMs = Date.parse(heardUpTo(known));
  const agreed = known.state === 'accepted' || known.state === 'solved';
  if (agreed && state === 'solved' && saidMs !== undefined && saidMs > knownMs)
    return { ...fact, state: 'replied', since: instant(saidMs) };
  if (known.state === 'solved' && (state === 'sent' || state === 'seen'))
    return {
      ...fact,
      state: 'replied',
      since: instant(knownMs + 1),
      reason: 'its ticket was solved, and is open again',
    };
  return fact;
}
