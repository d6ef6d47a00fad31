import { recordChange, worldNow, type Author } from '../world/journal.js';
import { changing, rows, run, type World } from '../world/world.js';
import { asObject, asText, BadOrder } from './orders.js';

/** A request that stands at a site's helpdesk or in its mailbox. Times are the world's milliseconds. */
export interface Ticket {
  readonly id: number;
  readonly channel: 'mail' | 'ggus' | 'jira';
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly created: number;
  readonly updated: number;
}

/** Oldest first. `channel: null` means all. */
export function readTickets(world: World, channel: string | null): readonly Ticket[] {
  return rows(
    world,
    'SELECT id, channel, title, body, state, created, updated FROM ticket WHERE ?1 IS NULL OR channel = ?1 ORDER BY id',
    channel,
  ) as readonly Ticket[];
}

/** Delivers `{channel, title, body}`; journalled as a change of the ticket. */
export function createTicket(world: World, order: unknown, author: Author): { readonly id: number } {
  const given = asObject(order, 'the body');
  const channel = asText(given['channel'], 'channel');
  if (!['mail', 'ggus', 'jira'].includes(channel)) throw new BadOrder("'channel' is mail, ggus or jira");
  const [title, body] = [asText(given['title'], 'title'), asText(given['body'], 'body')];
  return changing(world, () => {
    const now = worldNow(world);
    const state = { mail: 'sent', ggus: 'open', jira: 'Open' }[channel] ?? 'open';
    const id = run(
      world,
      'INSERT INTO ticket (channel, title, body, state, created, updated) VALUES (?, ?, ?, ?, ?, ?)',
      channel, title, body, state, now, now,
    );
    recordChange(world, author, { queue: title, what: 'ticket', old: '', new: JSON.stringify({ id, channel, state }) });
    return { id };
  });
}
