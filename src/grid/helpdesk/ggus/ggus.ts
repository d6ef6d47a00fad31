import { jsonOf } from '../../http/answer.js';
import { GridFailure, type FoundRequest, type Helpdesk, type Http, type RequestDraft } from '../../ports.js';
import { answerOf, type Entry, type Standing } from '../answer.js';
import { askedOnce, helpdeskApi, type ApiCall, type ApiWrite } from '../api.js';
import { ofCampaign, readRequests, textsOfOurs, type Listed, type Marked } from '../listed.js';
import { refusal } from '../refusal.js';
import { titleOf } from '../title.js';
import { oneLine } from '../../../model/text/printable.js';
import { leadingMarker } from '../../../model/keys/operation-keys.js';
import {
  articlesIn,
  isSameRequest,
  listedIn,
  parentIn,
  refOf,
  ticketsIn,
  type Article,
  type Ticket,
} from './tickets.js';

export interface GgusOptions {
  /** e.g. `https://helpdesk.ggus.eu` */
  readonly url: string;
  readonly http: Http;
  /** Read when it is first needed, never before. */
  readonly token: () => string;
  readonly group: string;
  /** Attributes of every ticket, as this helpdesk names and values them; `{site}` stands for the site. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly indexLagMs: number;
  readonly timeoutMs: number;
}

/**
 * What a ticket's state says of the request; a person reads all others: a ticket on hold is no consent, a closed one does
 * not say how it ended, and a merged one counts as the ticket that it was merged into, if that can be read. An assigned
 * ticket has reached a support unit, and nobody has looked at it yet.
 */
const states: Readonly<Record<string, Standing['state']>> = {
  new: 'sent',
  open: 'sent',
  assigned: 'sent',
  'in progress': 'seen',
  solved: 'solved',
  verified: 'solved',
  unsolved: 'declined',
};

const perPage = 100;
const mostPages = 10_000;
const longestTitle = 250;
/** Tickets that were merged one into the other. */
const longestMerge = 10;

/** The GGUS helpdesk, which is a Zammad (docs/grid.md#helpdesks). A reference is `GGUS-number (id)`: the number people see, and the id of addresses. */
export function ggusHelpdesk({ url, http, token, group, fields = {}, indexLagMs, timeoutMs }: GgusOptions): Helpdesk {
  const base = url.replace(/\/+$/, '');
  const who = `The GGUS helpdesk at ${new URL(base).host}`;
  const noSuchGroup = `Check \`group\` in the helpdesk section of the grid profile: "${group}" must be one that this token may create tickets in.`;
  const advice = {
    401: 'The token is wrong or has run out: make a new one in the helpdesk (Profile, Token Access) and write it into token_file.',
    403: `The token lacks a permission: its owner must be allowed to create tickets in the group "${group}" and to answer there.`,
    404: noSuchGroup,
    413: 'The text is too long for the helpdesk: shorten the template.',
  };
  const call = helpdeskApi({
    root: `${base}/api/v1`,
    http,
    token,
    authorization: (secret) => `Token token=${secret}`,
    timeoutMs,
  });

  async function ask(request: ApiCall): Promise<unknown> {
    const { effect } = request;
    const answer = await call(request);
    const adviceOnWrite = answer.status === 422 ? { ...advice, 422: adviceOnField(answer.body, noSuchGroup) } : advice;
    const failure = refusal(answer, {
      who,
      effect,
      advice: effect === 'write' ? adviceOnWrite : { 401: advice[401], 403: advice[403] },
    });
    if (failure !== null) throw failure;
    return jsonOf(answer, who);
  }

  function read(path: string): Promise<unknown> {
    return ask({ method: 'GET', effect: 'read', path });
  }

  function write(path: string, what: ApiWrite): Promise<unknown> {
    return ask({ method: 'POST', effect: 'write', path, ...what });
  }

  async function* pages(addressOf: (page: number) => string): AsyncGenerator<readonly Listed<Ticket>[]> {
    const seen = new Set<unknown>();
    for (let page = 1; page <= mostPages; page++) {
      const listed = listedIn(await read(addressOf(page)), who);
      // A page may be short although more follow: what this token may not see is taken out of it.
      const tickets = listed.filter((one) => !seen.has(nameOf(one)));
      if (tickets.length === 0) return;
      for (const one of tickets) seen.add(nameOf(one));
      yield tickets;
    }
    throw new GridFailure(
      'not understood',
      `${who} lists more than ${mostPages} pages of tickets, or the same page for ever.`,
      true,
      ['Check the address of the helpdesk in the grid profile.'],
    );
  }

  async function find(campaign: string, how: 'search' | 'plainly'): Promise<readonly FoundRequest[]> {
    const query = encodeURIComponent(`title:"${campaign}"`);
    const search = (page: number): string =>
      `/tickets/search?query=${query}&sort_by=created_at&order_by=asc&expand=true&limit=${perPage}&page=${page}`;
    const list = (page: number): string => `/tickets?expand=true&per_page=${perPage}&page=${page}`;
    const marked: Marked<Ticket>[] = [];
    for await (const tickets of pages(how === 'search' ? search : list)) marked.push(...ofCampaign(tickets, campaign));
    return readRequests(marked, requestIn);
  }

  async function ticketOf(id: number): Promise<Ticket> {
    const [ticket] = ticketsIn([await read(`/tickets/${id}?expand=true`)], who);
    if (ticket) return ticket;
    throw new GridFailure('not understood', `${who} sent no ticket.`, true);
  }

  /** The ticket that has its articles now; a merged one is closed for good, and its parent goes on. */
  async function mergedInto(ticket: Ticket): Promise<Ticket> {
    let last = ticket;
    for (let step = 0; step < longestMerge && last.state.toLowerCase() === 'merged'; step++) {
      const next = await parentOf(last);
      if (next === null) return last;
      last = next;
    }
    return last;
  }

  /** The request that a ticket is, as it stands where the ticket goes on. */
  async function requestIn(ticket: Ticket): Promise<Omit<FoundRequest, 'marker'>> {
    const last = await mergedInto(ticket);
    const entries = last.article_count === 0 || last.article_count === 1 ? [] : await entriesOf(last);
    const closed = last.last_close_at ?? last.close_at ?? null;
    return {
      ref: refOf(last),
      ...answerOf({
        state: states[last.state.toLowerCase()] ?? 'replied',
        called: last.state,
        createdMs: Date.parse(last.created_at),
        changedMs: Date.parse(last.updated_at),
        closedMs: closed === null ? null : Date.parse(closed),
        isShared: last.id !== ticket.id && !isSameRequest(last.title, ticket.title),
        entries,
      }),
    };
  }

  async function articlesOf(ticket: Ticket): Promise<readonly Article[]> {
    return articlesIn(await read(`/ticket_articles/by_ticket/${ticket.id}`), ticket, who);
  }

  /** What was written after the text that opened the ticket; the helpdesk's own messages are nobody's. */
  async function entriesOf(ticket: Ticket): Promise<readonly Entry[]> {
    const [articles, ownId] = await Promise.all([articlesOf(ticket), ownAccount()]);
    return articles
      .slice(1)
      .filter(({ sender }) => sender !== 'System')
      .map(({ subject, created_at, body, from, created_by, created_by_id }) => ({
        by: from ?? created_by ?? '',
        isOurs:
          ownId === null || created_by_id === undefined
            ? leadingMarker(subject ?? '') !== null
            : created_by_id === ownId,
        atMs: Date.parse(created_at),
        text: body ?? '',
      }));
  }

  /** Whose token it is; null where the helpdesk does not say: then our texts are known by their markers. */
  const ownAccount = askedOnce(async (): Promise<number | null> => {
    const { id } = ((await unlessHidden(read('/users/me'))) ?? {}) as { readonly id?: unknown };
    return typeof id === 'number' ? id : null;
  });

  async function at(ref: string): Promise<Omit<FoundRequest, 'marker'> | null> {
    if (!/^(GGUS)?\W*\d+( \(\d+\))?$/i.test(ref)) return null;
    return requestIn(await ticketOf(await idOf(ref)));
  }

  /** null: it says of none, or of one that this token may not see. */
  function parentOf({ id }: Ticket): Promise<Ticket | null> {
    const path = `/links?link_object=Ticket&link_object_value=${id}`;
    return unlessHidden(
      read(path).then((answer) => {
        const parent = parentIn(answer);
        return parent === null ? null : ticketOf(parent);
      }),
    );
  }

  async function idOf(ref: string): Promise<number> {
    const id = /\((\d+)\)$/.exec(ref)?.[1];
    if (id !== undefined) return Number(id);
    const number = /(\d+)$/.exec(ref)?.[1] ?? '';
    const search = `/tickets/search?query=${encodeURIComponent(`number:${number}`)}&expand=true&limit=2&page=1`;
    const answer = number === '' ? [] : await read(search);
    const ticket = ticketsIn(answer, who).find((candidate) => String(candidate.number) === number);
    if (ticket) return ticket.id;
    throw new GridFailure('refused', `${who} has no ticket "${oneLine(ref, 60)}".`, false, [
      'Record the right one: migrate request sent SITE --ref GGUS-NUMBER.',
    ]);
  }

  async function create(draft: RequestDraft, signal?: AbortSignal): Promise<string> {
    const { marker: key, body, to, site, channelDefaults = {} } = draft;
    const title = titleOf(draft, longestTitle);
    // Who is guessed from an address becomes the ticket's customer and can answer it.
    const customer = to === '' ? {} : { customer_id: `guess:${oneLine(to, 250)}` };
    const created = await write('/tickets', {
      key,
      body: {
        ...filledIn({ ...fields, ...channelDefaults }, site),
        title,
        group,
        ...customer,
        article: note(title, body),
      },
      signal,
    });
    const { id, number } = (created ?? {}) as { readonly id?: unknown; readonly number?: unknown };
    if (typeof id === 'number' && (typeof number === 'string' || typeof number === 'number'))
      return refOf({ id, number });
    throw new GridFailure('not understood', `${who} answered without the new ticket's number.`, true);
  }

  async function comment(
    ref: string,
    { marker: key, subject, body }: RequestDraft,
    signal?: AbortSignal,
  ): Promise<void> {
    const { id: ticket_id } = await mergedInto(await ticketOf(await idOf(ref)));
    const title = oneLine(subject, longestTitle);
    const written = await write('/ticket_articles', { key, body: { ticket_id, ...note(title, body) }, signal });
    const { id } = (written ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'number')
      throw new GridFailure('not understood', `${who} answered without the new article's number.`, true);
  }

  async function findIn(ref: string): Promise<readonly FoundRequest[]> {
    const articles = await articlesOf(await mergedInto(await ticketOf(await idOf(ref))));
    return textsOfOurs(
      ref,
      articles.map(({ subject, created_at }) => ({ begin: subject ?? '', sinceMs: Date.parse(created_at) })),
    );
  }

  return { channel: 'ggus', readable: true, indexLagMs, find, at, create, comment, findIn };
}

/** A 422 names the field that it does not like; what that field may hold is this helpdesk's own. */
function adviceOnField(body: string, noSuchGroup: string): string {
  const field = /(?:for|field) '([\w ]+)'/.exec(body)?.[1] ?? '';
  if (field === '') return 'The helpdesk says what is wrong with the ticket: correct the template or the profile.';
  if (field === 'group') return noSuchGroup;
  return `Set "${field}" to a value that this helpdesk has: \`fields: { ${field}: … }\` in the helpdesk section of the grid profile, or the line \`ggus.${field}: …\` in the template.`;
}

function filledIn(fields: Readonly<Record<string, string>>, site: string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replaceAll('{site}', site)]));
}

/** The name of a row of a list. */
function nameOf(one: Listed<Ticket>): unknown {
  return 'failure' in one ? `${one.ref} ${one.title}` : one.row.id;
}

/** A text in a ticket, for all to read. */
function note(subject: string, body: string) {
  return { subject, body, content_type: 'text/plain', type: 'note', internal: false };
}

/** null where this token may not see what was asked for, or there is none. */
async function unlessHidden<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GridFailure && (error.problem === 'refused' || error.problem === 'not allowed')) return null;
    throw error;
  }
}
