import type { ScenarioAnswer, ScenarioTicket } from '../scenario.js';
import { recordChange, worldNow, type Author } from '../world/journal.js';
import { row, rows, run, type World } from '../world/world.js';
import { rehearsalAccess } from './access.js';
import { siteAnswers, siteOf, thanksFor, type SiteAnswer } from './answers.js';

/** A request that stands at a site's helpdesk or in its mailbox. Times are the world's milliseconds. */
export interface Ticket {
  readonly id: number;
  readonly channel: ScenarioTicket['channel'];
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly created: number;
  readonly updated: number;
  /** mail and ggus: whom it went to; else `''`. */
  readonly recipient: string;
  /** mail only. */
  readonly message_id: string;
  /** jira only; separated by spaces. */
  readonly labels: string;
  /** ggus only: the ticket that has its articles now. */
  readonly merged_into: number | null;
}

export interface Article {
  readonly id: number;
  readonly ticket: number;
  readonly subject: string;
  readonly body: string;
  readonly by: string;
  readonly created: number;
}

/** A write that a helpdesk has understood. */
export type TicketChange =
  | ({ readonly is: 'open' } & Pick<Ticket, 'channel' | 'title' | 'body'> &
      Partial<Pick<Ticket, 'recipient' | 'message_id' | 'labels'>> & {
        /** Default true. A helpdesk notifies the site that its field names; nobody else hears of the ticket. */
        readonly isNotified?: boolean;
      })
  | { readonly is: 'append'; readonly ticket: number; readonly subject: string; readonly body: string };

/** A change whose answer was lost and that lands when its time comes. */
export interface LateTicketChange {
  readonly lateTicketChange: TicketChange;
  readonly author: Author;
}

const columns = 'id, channel, title, body, state, created, updated, recipient, message_id, labels, merged_into';
const firstState: Readonly<Record<Ticket['channel'], string>> = { mail: 'sent', ggus: 'open', jira: 'Open' };

/** Oldest first. `channel: null` means all; only those made up to `untilMs`. */
export function readTickets(
  world: World,
  channel: string | null,
  untilMs = Number.MAX_SAFE_INTEGER,
): readonly Ticket[] {
  return rows(
    world,
    `SELECT ${columns} FROM ticket WHERE (?1 IS NULL OR channel = ?1) AND created <= ?2 ORDER BY id`,
    channel,
    untilMs,
  ) as readonly Ticket[];
}

export function findTicket(world: World, channel: Ticket['channel'], id: number): Ticket | null {
  return (
    (row(world, `SELECT ${columns} FROM ticket WHERE channel = ? AND id = ?`, channel, id) as Ticket | undefined) ??
    null
  );
}

export function readArticles(world: World, ticket: number): readonly Article[] {
  return rows(
    world,
    'SELECT id, ticket, subject, body, "by", created FROM article WHERE ticket = ? ORDER BY id',
    ticket,
  ) as readonly Article[];
}

/** Opens a ticket or adds to one; journalled as a change of the ticket. Returns the new row's id. Runs inside a transaction. */
export function applyTicketChange(world: World, change: TicketChange, author: Author): number {
  return change.is === 'open' ? openTicket(world, change, author) : appendArticle(world, change, author);
}

function openTicket(
  world: World,
  {
    channel,
    title,
    body,
    recipient = '',
    message_id = '',
    labels = '',
    isNotified = true,
  }: Extract<TicketChange, { is: 'open' }>,
  author: Author,
): number {
  const now = worldNow(world);
  const state = firstState[channel];
  const id = run(
    world,
    'INSERT INTO ticket (channel, title, body, state, created, updated, recipient, message_id, labels) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    channel,
    title,
    body,
    state,
    now,
    now,
    recipient,
    message_id,
    labels,
  );
  recordChange(world, author, { queue: title, what: 'ticket', old: '', new: JSON.stringify({ id, channel, state }) });
  const site = siteOf(title);
  if (site === null || !isNotified) return id;
  comeToPass(world, siteAnswers({ ticket: id, channel, site, askedMs: now }, answerOf(world, site), world.seed));
  return id;
}

/** Sites answer when the world's clock comes to it. */
function comeToPass(world: World, answers: readonly SiteAnswer[]): void {
  for (const answer of answers)
    run(world, 'INSERT INTO happening (due, what) VALUES (?, ?)', answer.atMs, JSON.stringify(answer));
}

function appendArticle(
  world: World,
  { ticket, subject, body }: Extract<TicketChange, { is: 'append' }>,
  author: Author,
): number {
  const id = addArticle(world, { ticket, subject, body, by: rehearsalAccess.account });
  recordChange(world, author, {
    queue: subject,
    what: 'ticket',
    old: '',
    new: JSON.stringify({ ticket, article: id }),
  });
  const told = row(world, 'SELECT channel, title FROM ticket WHERE id = ?', ticket) as Pick<
    Ticket,
    'channel' | 'title'
  >;
  const site = siteOf(told.title);
  if (site !== null)
    comeToPass(world, thanksFor({ ticket, channel: told.channel, site, askedMs: worldNow(world) }, subject));
  return id;
}

/** A supporter merges a ticket into another, which has its articles from then on. */
export function mergeTickets(
  world: World,
  { ticket: id, into, by }: { ticket: number; into: number; by: string },
): void {
  const ticket = findTicket(world, 'ggus', id);
  if (!ticket || !findTicket(world, 'ggus', into) || id === into || ticket.merged_into !== null) return;
  run(world, 'UPDATE article SET ticket = ? WHERE ticket = ?', into, id);
  const { title: subject, body } = ticket;
  addArticle(world, { ticket: into, subject, body, by: rehearsalAccess.account });
  run(
    world,
    "UPDATE ticket SET state = 'merged', merged_into = ?, updated = ? WHERE id = ?",
    into,
    worldNow(world),
    id,
  );
  const author: Author = { by, dn: '', request: '', agent: 'ggus', write: null };
  recordChange(world, author, { queue: ticket.title, what: 'ticket', old: ticket.state, new: 'merged' });
}

/** A site's answer; what nobody can find any more is not answered. */
export function answerTicket(world: World, answer: SiteAnswer): void {
  const { ticket: id, state, text, by } = answer;
  const ticket = row(world, `SELECT ${columns} FROM ticket WHERE id = ?`, id) as Ticket | undefined;
  if (!ticket || ticket.state === state) return;
  if (ticket.merged_into !== null) {
    answerTicket(world, { ...answer, ticket: ticket.merged_into });
    return;
  }
  run(world, 'UPDATE ticket SET state = ?, updated = ? WHERE id = ?', state, worldNow(world), id);
  if (text !== '') addArticle(world, { ticket: id, subject: '', body: text, by });
  const author: Author = { by, dn: '', request: '', agent: ticket.channel, write: null };
  recordChange(world, author, { queue: ticket.title, what: 'ticket', old: ticket.state, new: state });
}

/** What people do with a ticket in their browsers: they write in it, call it otherwise, put it into another state. */
export function touchTicket(
  world: World,
  {
    ticket: id,
    by,
    text,
    title,
    state,
  }: {
    readonly ticket: number;
    readonly by: string;
    readonly text: string | null;
    readonly title: string | null;
    readonly state: string | null;
  },
): void {
  const ticket = row(world, `SELECT ${columns} FROM ticket WHERE id = ?`, id) as Ticket | undefined;
  if (!ticket) return;
  const author: Author = { by, dn: '', request: '', agent: ticket.channel, write: null };
  if (text !== null) addArticle(world, { ticket: id, subject: '', body: text, by });
  if (title !== null) run(world, 'UPDATE ticket SET title = ? WHERE id = ?', title, id);
  if (state === null || state === ticket.state) return;
  run(world, 'UPDATE ticket SET state = ?, updated = ? WHERE id = ?', state, worldNow(world), id);
  recordChange(world, author, { queue: ticket.title, what: 'ticket', old: ticket.state, new: state });
}

/** When a ticket was last put into one of the states that end it; null: never. */
export function lastClosed(world: World, id: number, ended: readonly string[]): number | null {
  const ticket = row(world, 'SELECT title, state, updated FROM ticket WHERE id = ?', id) as
    Pick<Ticket, 'title' | 'state' | 'updated'> | undefined;
  const changes = rows(
    world,
    "SELECT at, new FROM journal WHERE what = 'ticket' AND queue = ? ORDER BY id DESC",
    ticket?.title ?? '',
  ) as readonly { readonly at: number; readonly new: string }[];
  const closed = changes.find((change) => ended.includes(change.new));
  if (closed) return closed.at;
  return ticket && ended.includes(ticket.state) ? ticket.updated : null;
}

function addArticle(world: World, { ticket, subject, body, by }: Omit<Article, 'id' | 'created'>): number {
  const now = worldNow(world);
  run(world, 'UPDATE ticket SET updated = ? WHERE id = ?', now, ticket);
  return run(
    world,
    'INSERT INTO article (ticket, subject, body, "by", created) VALUES (?, ?, ?, ?, ?)',
    ticket,
    subject,
    body,
    by,
    now,
  );
}

function answerOf(world: World, site: string): ScenarioAnswer | null {
  const given = row(world, 'SELECT answer FROM answer WHERE site = ?', site) as { answer: string } | undefined;
  return given ? (JSON.parse(given.answer) as ScenarioAnswer) : null;
}
