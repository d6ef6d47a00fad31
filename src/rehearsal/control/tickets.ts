import { carryOutOrder } from '../helpdesk/tickets.js';
import type { Author } from '../world/journal.js';
import { changing, type World } from '../world/world.js';
import { asObject, asText, BadOrder } from './orders.js';

/** Delivers `{channel, title, body}` past every helpdesk; journalled as a change of the ticket. */
export function createTicket(world: World, order: unknown, author: Author): { readonly id: number } {
  const given = asObject(order, 'the body');
  const channel = asText(given['channel'], 'channel');
  if (channel !== 'mail' && channel !== 'ggus' && channel !== 'jira')
    throw new BadOrder("'channel' is mail, ggus or jira");
  const [title, body] = [asText(given['title'], 'title'), asText(given['body'], 'body')];
  return { id: changing(world, () => carryOutOrder(world, { order: 'open', channel, title, body }, author)) };
}
