import type { Call } from '../call.js';
import { answered, type Answer } from '../exchange.js';
import { worldNow } from '../world/journal.js';
import type { World } from '../world/world.js';
import { fieldsOf, rehearsalAccess, searchLagMs, textOf, tokenRefusal, wholeNumber } from './access.js';
import type { HelpdeskService } from './service.js';
import { findTicket, lastClosed, readArticles, readTickets, type TicketChange, type Ticket } from './tickets.js';

/** The GGUS helpdesk: Zammad's REST as far as docs/grid.md#helpdesks knows it. */
export function zammadServiceOf({ method, path }: Call): HelpdeskService | null {
  const address = path.slice('/api/v1/'.length);
  if (method === 'POST') {
    if (address === 'tickets')
      return {
        name: 'ggus create',
        effect: 'write',
        understand: guarded('write', newTicket),
        answer: (_world, id) => answered({ id, number: numberOf(id) }, 201),
      };
    if (address === 'ticket_articles')
      return {
        name: 'ggus comment',
        effect: 'write',
        understand: guarded('write', newArticle),
        answer: (_world, id) => answered({ id }, 201),
      };
    return null;
  }
  if (method !== 'GET') return null;
  if (address === 'tickets/search') return { name: 'ggus search', effect: 'read', answer: guarded('read', search) };
  if (address === 'tickets') return { name: 'ggus list', effect: 'read', answer: guarded('read', list) };
  if (/^tickets\/\d+$/.test(address)) return { name: 'ggus ticket', effect: 'read', answer: guarded('read', single) };
  if (address === 'users/me') return { name: 'ggus account', effect: 'read', answer: guarded('read', account) };
  if (address === 'links') return { name: 'ggus links', effect: 'read', answer: guarded('read', links) };
  if (/^ticket_articles\/by_ticket\/\d+$/.test(address))
    return { name: 'ggus articles', effect: 'read', answer: guarded('read', articles) };
  return null;
}

/** Attributes of GGUS whose values are a list of its own, and not Zammad's. */
const values: Readonly<Record<string, readonly string[]>> = {
  priority: ['less urgent', 'urgent', 'very urgent'],
  vo_support: ['atlas', 'cms', 'lhcb', 'alice'],
  area: ['Other', 'Databases', 'Data Management', 'File Transfer', 'Middleware', 'Workload Management'],
  category: ['Incident', 'Change Request', 'Documentation', 'Release'],
};

function guarded<Result>(
  effect: 'read' | 'write',
  work: (world: World, call: Call) => Result,
): (world: World, call: Call) => Result | Answer {
  return (world, call) => tokenRefusal(call, 'Token token=', effect, (error) => ({ error })) ?? work(world, call);
}

/** Only what the index knows already; the query's first quoted text stands in the title, or a number is asked for. */
function search(world: World, { query }: Call): Answer {
  const wanted = query.get('query') ?? '';
  const number = /^number:(\d+)$/.exec(wanted)?.[1];
  const text = (/"([^"]*)"/.exec(wanted)?.[1] ?? wanted).toLowerCase();
  const indexed = readTickets(world, 'ggus', worldNow(world) - searchLagMs);
  const found = indexed.filter(({ id, title }) =>
    number === undefined ? title.toLowerCase().includes(text) : numberOf(id) === number,
  );
  return page(world, found, { number: query.get('page'), size: query.get('limit'), most: 200 });
}

function list(world: World, { query }: Call): Answer {
  return page(world, readTickets(world, 'ggus'), { number: query.get('page'), size: query.get('per_page'), most: 100 });
}

function page(
  world: World,
  tickets: readonly Ticket[],
  { number, size, most }: { readonly number: string | null; readonly size: string | null; readonly most: number },
): Answer {
  const perPage = wholeNumber(size, { least: 1, most, otherwise: 50 });
  const first = (wholeNumber(number, { least: 1, most: 1_000_000, otherwise: 1 }) - 1) * perPage;
  return answered(tickets.slice(first, first + perPage).map((ticket) => shown(world, ticket)));
}

function single(world: World, { path }: Call): Answer {
  const ticket = ticketAt(world, path);
  return ticket ? answered(shown(world, ticket)) : notFound();
}

function account(): Answer {
  return answered({ id: rehearsalAccess.accountId, login: rehearsalAccess.account });
}

/** Everybody else has an id of his own too; which one says nothing. */
function authorOf(by: string): { readonly from: string; readonly created_by_id: number; readonly sender: string } {
  const isOwn = by === rehearsalAccess.account;
  return { from: by, created_by_id: isOwn ? rehearsalAccess.accountId : 17, sender: isOwn ? 'Agent' : 'Customer' };
}

function articles(world: World, { path }: Call): Answer {
  const ticket = ticketAt(world, path);
  if (!ticket) return notFound();
  const first = {
    id: 0,
    ticket_id: ticket.id,
    subject: ticket.title,
    body: ticket.body,
    ...authorOf(rehearsalAccess.account),
    created_at: iso(ticket.created),
  };
  const further = readArticles(world, ticket.id).map(({ id, subject, body, by, created }) => ({
    id,
    ticket_id: ticket.id,
    subject,
    body,
    ...authorOf(by),
    created_at: iso(created),
  }));
  return answered([first, ...further]);
}

/** Of a merged ticket its target is the parent; the target has it as a child. */
function links(world: World, { query }: Call): Answer {
  const id = Number(query.get('link_object_value'));
  const parents = readTickets(world, 'ggus').flatMap(({ id: child, merged_into: parent }) => {
    if (child === id && parent !== null) return [{ link_type: 'parent', link_object_value: parent }];
    return parent === id ? [{ link_type: 'child', link_object_value: child }] : [];
  });
  return answered({ links: parents.map((link) => ({ link_object: 'Ticket', ...link })), assets: {} });
}

function newTicket(_world: World, { body }: Call): TicketChange | Answer {
  const given = fieldsOf(body);
  const { title, group, article, wlcg_sites: site, customer_id: customer } = given;
  if (textOf(title) === '') return unprocessable("Missing required value for field 'title'!");
  if (group !== rehearsalAccess.group)
    return unprocessable(`No lookup value found for 'group': ${JSON.stringify(group ?? null)}`);
  for (const [name, known] of Object.entries(values)) {
    if (given[name] !== undefined && !known.includes(textOf(given[name])))
      return unprocessable(`No lookup value found for '${name}': ${JSON.stringify(given[name])}`);
  }
  const text = fieldsOf(JSON.stringify(article ?? {}));
  if (textOf(text['body']) === '') return unprocessable("Need at least an 'article body' parameter.");
  return {
    is: 'open',
    channel: 'ggus',
    title: textOf(title),
    body: textOf(text['body']),
    recipient: textOf(customer).replace(/^guess:/, ''),
    isNotified: textOf(site) !== '',
  };
}

function newArticle(world: World, { body }: Call): TicketChange | Answer {
  const { ticket_id: id, subject, body: text } = fieldsOf(body);
  if (typeof id !== 'number' || !findTicket(world, 'ggus', id)) return notFound();
  return { is: 'append', ticket: id, subject: textOf(subject), body: textOf(text) };
}

function ticketAt(world: World, path: string): Ticket | null {
  return findTicket(world, 'ggus', Number(path.slice(path.lastIndexOf('/') + 1)));
}

/** As with `expand=true`: names in the place of ids. */
function shown(world: World, { id, title, state, recipient, created, updated }: Ticket): unknown {
  const closed = lastClosed(world, id, ended);
  return {
    article_count: readArticles(world, id).length + 1,
    close_at: closed === null ? null : iso(closed),
    id,
    number: numberOf(id),
    title,
    state,
    group: rehearsalAccess.group,
    customer: recipient,
    priority: 'less urgent',
    created_at: iso(created),
    updated_at: iso(updated),
  };
}

const ended = ['solved', 'unsolved', 'verified', 'closed'];

/** The visible number is not the id. */
function numberOf(id: number): string {
  return String(1_000_000 + id);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function notFound(): Answer {
  return answered({ error: "Couldn't find Ticket" }, 404);
}

function unprocessable(error: string): Answer {
  return answered({ error, error_human: error }, 422);
}
