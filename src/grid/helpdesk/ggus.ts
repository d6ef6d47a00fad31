import { jsonOf, withoutSecret } from '../http/answer.js';
import {
  GridFailure,
  type FoundRequest,
  type Helpdesk,
  type Http,
  type HttpAnswer,
  type HttpRequest,
  type RequestDraft,
} from '../ports.js';
import { answerOf, type Entry, type Standing } from './answer.js';
import { inHeader } from '../http/header.js';
import { markerOfCampaign, titleOf } from './marker.js';
import { refusal } from './refusal.js';
import {
  brokenRow,
  faultIn,
  isText,
  isTextOrNothing,
  isTime,
  isTimeOrNothing,
  unlessBroken,
  unreadRequest,
  type Shape,
} from './rows.js';
import { together } from './together.js';
import { oneLine } from '../../model/text/printable.js';
import { leadingMarker, markerIn, parseMarker } from '../../model/keys/operation-keys.js';

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

interface Ticket {
  /** In addresses. */
  readonly id: number;
  /** What people see. */
  readonly number: string | number;
  readonly title: string;
  readonly state: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Of the first and of the last time; a ticket that is open again keeps both. */
  readonly close_at?: string | null;
  readonly last_close_at?: string | null;
  readonly article_count?: number | null;
}

interface Article {
  readonly subject: string | null;
  readonly created_at: string;
  readonly body?: string | null;
  readonly from?: string | null;
  readonly created_by?: string | null;
  readonly created_by_id?: number;
  /** Agent, Customer or System. */
  readonly sender?: string | null;
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
  const adviceOn = ({ status, body }: HttpAnswer): Readonly<Record<number, string>> =>
    status === 422 ? { ...advice, 422: adviceOnField(body, noSuchGroup) } : advice;

  let own: Promise<number | null> | null = null;

  async function ask(
    request: Pick<HttpRequest, 'method' | 'effect' | 'signal'> & {
      readonly path: string;
      readonly body?: unknown;
      readonly key?: string;
    },
  ): Promise<unknown> {
    const { method, effect, path, body, key, signal } = request;
    const secret = token();
    const said = await http({
      method,
      url: `${base}/api/v1${path}`,
      headers: {
        authorization: `Token token=${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'x-request-id': inHeader(key) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
      effect,
      ...(signal && { signal }),
    });
    const answer = withoutSecret(said, secret);
    const failure = refusal(answer, {
      who,
      effect,
      advice: effect === 'write' ? adviceOn(answer) : { 401: advice[401], 403: advice[403] },
    });
    if (failure !== null) throw failure;
    return jsonOf(answer, who);
  }

  async function* pages(addressOf: (page: number) => string): AsyncGenerator<readonly Listed[]> {
    const seen = new Set<unknown>();
    for (let page = 1; page <= mostPages; page++) {
      const listed = listedIn(await ask({ method: 'GET', effect: 'read', path: addressOf(page) }), who);
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
    const marked: { readonly marker: string; readonly one: Listed }[] = [];
    for await (const tickets of pages(how === 'search' ? search : list)) {
      for (const one of tickets) {
        const marker = markerOfCampaign(one.title, campaign);
        if (marker !== null) marked.push({ marker, one });
      }
    }
    return together(marked, async ({ marker, one }) =>
      'failure' in one
        ? unreadRequest(marker, one.ref, one.failure)
        : unlessBroken({ marker, ref: refOf(one) }, requestIn(one)),
    );
  }

  async function ticketOf(id: number): Promise<Ticket> {
    const answer = await ask({ method: 'GET', effect: 'read', path: `/tickets/${id}?expand=true` });
    const [ticket] = ticketsIn([answer], who);
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
    const path = `/ticket_articles/by_ticket/${ticket.id}`;
    const answer = await ask({ method: 'GET', effect: 'read', path });
    if (!Array.isArray(answer)) throw brokenRow(who, `the list of articles of ${refOf(ticket)}`, '');
    checkRows(answer, articleShape, (_row, fault) => brokenRow(who, `an article of ${refOf(ticket)}`, fault));
    return answer as readonly Article[];
  }

  /** What was written after the text that opened the ticket; the helpdesk's own messages are nobody's. */
  async function entriesOf(ticket: Ticket): Promise<readonly Entry[]> {
    const [articles, ownId] = await Promise.all([articlesOf(ticket), (own ??= ownAccount())]);
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
  async function ownAccount(): Promise<number | null> {
    try {
      const { id } = ((await ask({ method: 'GET', effect: 'read', path: '/users/me' })) ?? {}) as { id?: unknown };
      return typeof id === 'number' ? id : null;
    } catch (error) {
      if (error instanceof GridFailure && (error.problem === 'refused' || error.problem === 'not allowed')) return null;
      own = null;
      throw error;
    }
  }

  async function at(ref: string): Promise<Omit<FoundRequest, 'marker'> | null> {
    if (!/^(GGUS)?\W*\d+( \(\d+\))?$/i.test(ref)) return null;
    return requestIn(await ticketOf(await idOf(ref)));
  }

  /** null: it says of none, or of one that this token may not see. */
  async function parentOf({ id }: Ticket): Promise<Ticket | null> {
    try {
      const path = `/links?link_object=Ticket&link_object_value=${id}`;
      const parent = parentIn(await ask({ method: 'GET', effect: 'read', path }));
      return parent === null ? null : await ticketOf(parent);
    } catch (error) {
      if (error instanceof GridFailure && (error.problem === 'refused' || error.problem === 'not allowed')) return null;
      throw error;
    }
  }

  async function idOf(ref: string): Promise<number> {
    const id = /\((\d+)\)$/.exec(ref)?.[1];
    if (id !== undefined) return Number(id);
    const number = /(\d+)$/.exec(ref)?.[1] ?? '';
    const answer =
      number === ''
        ? []
        : await ask({
            method: 'GET',
            effect: 'read',
            path: `/tickets/search?query=${encodeURIComponent(`number:${number}`)}&expand=true&limit=2&page=1`,
          });
    const ticket = ticketsIn(answer, who).find((candidate) => String(candidate.number) === number);
    if (ticket) return ticket.id;
    throw new GridFailure('refused', `${who} has no ticket "${oneLine(ref, 60)}".`, false, [
      'Record the right one: migrate request sent SITE --ref GGUS-NUMBER.',
    ]);
  }

  async function create(draft: RequestDraft, signal?: AbortSignal): Promise<string> {
    const { marker: key, body, to, site, channelDefaults = {} } = draft;
    const title = titleOf(draft, longestTitle);
    const article = { subject: title, body, content_type: 'text/plain', type: 'note', internal: false };
    // Who is guessed from an address becomes the ticket's customer and can answer it.
    const customer = to === '' ? {} : { customer_id: `guess:${oneLine(to, 250)}` };
    const created = await ask({
      method: 'POST',
      effect: 'write',
      path: '/tickets',
      key,
      body: { ...filledIn({ ...fields, ...channelDefaults }, site), title, group, ...customer, article },
      ...(signal && { signal }),
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
    const article = {
      ticket_id,
      subject: oneLine(subject, longestTitle),
      body,
      content_type: 'text/plain',
      type: 'note',
      internal: false,
    };
    const written = await ask({
      method: 'POST',
      effect: 'write',
      path: '/ticket_articles',
      key,
      body: article,
      ...(signal && { signal }),
    });
    const { id } = (written ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'number')
      throw new GridFailure('not understood', `${who} answered without the new article's number.`, true);
  }

  async function findIn(ref: string): Promise<readonly FoundRequest[]> {
    const articles = await articlesOf(await mergedInto(await ticketOf(await idOf(ref))));
    return articles.flatMap(({ subject, created_at }) => {
      const marker = leadingMarker(subject ?? '');
      return marker === null ? [] : [{ marker, ref, state: 'sent', sinceMs: Date.parse(created_at) }];
    });
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

function refOf({ id, number }: Pick<Ticket, 'id' | 'number'>): string {
  return `GGUS-${oneLine(String(number), 30)} (${id})`;
}

/** Whether two titles bear markers of one site and step. */
function isSameRequest(one: string, other: string): boolean {
  const [first, second] = [one, other].map((title) => parseMarker(markerIn(title) ?? ''));
  return first != null && second != null && first.subject === second.subject && first.step === second.step;
}

/** The ticket that another was merged into is its parent. */
function parentIn(answer: unknown): number | null {
  const { links } = (answer ?? {}) as { readonly links?: unknown };
  const parent = (Array.isArray(links) ? (links as readonly unknown[]) : []).find((link) => {
    const { link_type: type, link_object: object } = (link ?? {}) as Record<string, unknown>;
    return type === 'parent' && (object === undefined || object === 'Ticket');
  });
  const { link_object_value: id } = (parent ?? {}) as { readonly link_object_value?: unknown };
  return typeof id === 'number' || typeof id === 'string' ? Number(id) : null;
}

const isNumber = (value: unknown): boolean => typeof value === 'number';

const ticketShape: Shape = {
  id: isNumber,
  number: (value) => isNumber(value) || isText(value),
  title: isText,
  state: isText,
  created_at: isTime,
  updated_at: isTime,
  close_at: isTimeOrNothing,
  last_close_at: isTimeOrNothing,
};

const articleShape: Shape = {
  created_at: isTime,
  subject: isTextOrNothing,
  body: isTextOrNothing,
  from: isTextOrNothing,
  created_by: isTextOrNothing,
};

function ticketsIn(answer: unknown, who: string): readonly Ticket[] {
  if (!Array.isArray(answer))
    throw new GridFailure('not understood', `${who} sent a list that cannot be understood.`, true, [
      'Check the address of the helpdesk in the grid profile: it is the one without /api.',
    ]);
  checkRows(answer, ticketShape, (row, fault) => brokenRow(who, ticketIn(row), fault));
  return answer as readonly Ticket[];
}

/** A row of a list, or one that has nothing more to be read than its title. */
type Listed = Ticket | { readonly title: string; readonly ref: string; readonly failure: GridFailure };

function nameOf(one: Listed): unknown {
  return 'failure' in one ? `${one.ref} ${one.title}` : one.id;
}

/** A broken row without a title could be anybody's: then nothing of the list is known. */
function listedIn(answer: unknown, who: string): readonly Listed[] {
  if (!Array.isArray(answer)) return ticketsIn(answer, who);
  return (answer as readonly unknown[]).map((row): Listed => {
    const fault = faultIn(row, ticketShape);
    if (fault === null) return row as Ticket;
    const failure = brokenRow(who, ticketIn(row), fault);
    const { title, number, id } = (row ?? {}) as Readonly<Record<string, unknown>>;
    if (!isText(title)) throw failure;
    const isNamed = (isText(number) || isNumber(number)) && typeof id === 'number';
    return { title, ref: isNamed ? refOf({ id, number: String(number) }) : '', failure };
  });
}

function checkRows(rows: readonly unknown[], shape: Shape, broken: (row: unknown, fault: string) => GridFailure): void {
  for (const row of rows) {
    const fault = faultIn(row, shape);
    if (fault !== null) throw broken(row, fault);
  }
}

/** A ticket of which something cannot be read, by what can be. */
function ticketIn(row: unknown): string {
  const { id, number, title } = (row ?? {}) as Readonly<Record<string, unknown>>;
  const called = [
    ...(isText(number) || isNumber(number) ? [`GGUS-${String(number)}`] : []),
    ...(isNumber(id) ? [`(${String(id)})`] : []),
    ...(isText(title) ? [`"${title}"`] : []),
  ];
  return called.length === 0 ? 'a ticket without a name' : `the ticket ${called.join(' ')}`;
}
